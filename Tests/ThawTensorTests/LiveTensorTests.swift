import Testing
import ThawTensor

@Suite("Live tensors")
struct LiveTensorTests {
  // In a process of its own, because other suites make tensors meanwhile.
  @Test("A thousand training steps leave no tensor behind")
  func training() async {
    await #expect(processExitsWith: .success) {
      let before = TorchRuntime.liveTensors
      try trainTinyNetwork()
      #expect(TorchRuntime.liveTensors == before)
    }
  }

  @Test("Failures leave no tensor behind")
  func failures() async {
    await #expect(processExitsWith: .success) {
      let tensor = try Tensor.ones([2])
      let before = TorchRuntime.liveTensors
      for _ in 0..<100 {
        _ = try? tensor.matmul(.ones([3]))
        _ = try? tensor.conv2d(weight: tensor)
        _ = try? Tensor([1] as [Float], shape: [2])
      }
      #expect(TorchRuntime.liveTensors == before)
      #expect(before == 1)
    }
  }
}

/// Trains a tiny network for 1,000 steps, and checks the count at step 10 against the end.
private func trainTinyNetwork() throws {
  let generator = RandomGenerator(seed: 1)
  let input = try Tensor.normal([2, 2, 4, 4], generator: generator)
  let targets = try Tensor([0, 1] as [Int64], shape: [2])
  let statistics = try (Tensor.zeros([3]), Tensor.ones([3]))
  let parameters = try [[3, 2, 3, 3], [3], [3], [2, 3], [2]].map {
    try Tensor.normal($0, generator: generator)
  }
  for parameter in parameters { parameter.requiresGradient = true }
  let optimizer = try Optimizer(parameters, rule: .adamW())

  func step() throws {
    try Tensor.undefineGradients(of: parameters)
    let features = try input.conv2d(weight: parameters[0])
      .batchNorm(
        weight: parameters[1], bias: parameters[2], runningMean: statistics.0,
        runningVariance: statistics.1, training: true
      )
      .relu6().dropout(probability: 0.1, training: true).globalAveragePool()
    let loss = try features.linear(weight: parameters[3], bias: parameters[4])
      .crossEntropy(targets: targets)
    try loss.backward()
    try Tensor.clipGradientNorm(of: parameters, to: 1)
    try optimizer.step(rate: 1e-3)
  }

  for _ in 0..<10 { try step() }
  let early = TorchRuntime.liveTensors
  for _ in 0..<990 { try step() }
  #expect(TorchRuntime.liveTensors == early)
}
