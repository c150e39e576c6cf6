import Testing
import ThawTensor

@Suite("Autograd")
struct AutogradTests {
  @Test("Gradients of a small network are its finite differences")
  func finiteDifferences() throws {
    let network = try Network(seed: 3)
    try network.loss().backward()

    for parameter in network.parameters {
      let gradient = try #require(parameter.gradient).doubles()
      for index in stride(from: 0, to: parameter.elementCount, by: 3) {
        let slope = try network.slope(parameter, index)
        #expect(abs(slope - gradient[index]) < 1e-6, "\(parameter), element \(index)")
      }
    }
  }

  @Test("Gradients add up until they are undefined")
  func accumulation() throws {
    let parameter = try Tensor([1, 2] as [Float], shape: [2])
    parameter.requiresGradient = true

    try parameter.sum().backward()
    try parameter.sum().backward()
    #expect(try parameter.gradient?.floats() == [2, 2])

    try Tensor.undefineGradients(of: [parameter])
    #expect(parameter.gradient == nil)
    #expect(parameter.requiresGradient)
  }

  @Test("Nothing is recorded without gradients, and recording comes back")
  func withoutRecording() throws {
    let parameter = try Tensor.ones([2])
    parameter.requiresGradient = true

    let inside = try withoutGradients { try parameter.sum() }
    #expect(!inside.requiresGradient)
    #expect(try parameter.sum().requiresGradient)
  }

  @Test("Recording comes back after an error, and nested closures keep it off")
  func withoutRecordingNested() throws {
    let parameter = try Tensor.ones([2])
    parameter.requiresGradient = true

    #expect(throws: TorchError.self) {
      try withoutGradients { try parameter.matmul(.ones([3])) }
    }
    let inside = try withoutGradients {
      withoutGradients {}
      return try parameter.sum()
    }

    #expect(!inside.requiresGradient)
    #expect(try parameter.sum().requiresGradient)
  }

  @Test("A detached tensor shares its numbers and passes no gradient")
  func detached() throws {
    let parameter = try Tensor.ones([2])
    parameter.requiresGradient = true

    let detached = try parameter.detached()
    try detached.fill(3)

    #expect(!detached.requiresGradient)
    #expect(try parameter.floats() == [3, 3])
  }

  @Test("The clip norm is PyTorch's, and counts no undefined gradient")
  func clipping() throws {
    let golden = try Golden("clipping to 0.5")
    let parameters = try [Tensor.zeros([4]), .zeros([2, 2]), .zeros([3])]
    for parameter in parameters { parameter.requiresGradient = true }
    for index in 0..<2 { try parameters[index].setGradient(golden.tensor("before \(index)")) }

    let norm = try Tensor.clipGradientNorm(of: parameters, to: 0.5)

    #expect(abs(norm - (try golden.array("norm").values[0])) < 1e-5)
    for index in 0..<2 {
      let gradient = try #require(parameters[index].gradient)
      try expectClose(gradient, golden.array("after \(index)"), tolerance: 1e-6)
    }
    #expect(parameters[2].gradient == nil)
    #expect(abs(try Tensor.gradientNorm(of: parameters) - 0.5) < 1e-5)
  }

  @Test("Small gradients are not clipped, and infinite ones stay to be found")
  func unclipped() throws {
    let parameter = try Tensor.zeros([2])
    parameter.requiresGradient = true

    for gradient: [Float] in [[0.3, 0.4], [.infinity, 1]] {
      try parameter.setGradient(Tensor(gradient, shape: [2]))
      try Tensor.clipGradientNorm(of: [parameter], to: 0.6)
      #expect(try parameter.gradient?.floats() == gradient)
    }
  }
}

/// A convolution, batch norm and a classifier, in doubles and without kinks.
private struct Network {
  let input: Tensor
  let targets: Tensor
  let parameters: [Tensor]

  init(seed: UInt64) throws {
    let generator = RandomGenerator(seed: seed)
    func normal(_ shape: [Int]) throws -> Tensor {
      try Tensor.normal(shape, type: .float64, generator: generator)
    }
    input = try normal([4, 2, 5, 5])
    targets = try Tensor([0, 2, 1, 2] as [Int64], shape: [4])
    parameters = try [[6, 1, 3, 3], [6], [6], [3, 6], [3]].map(normal)
    for parameter in parameters { parameter.requiresGradient = true }
  }

  func loss() throws -> Tensor {
    let statistics = try (Tensor.zeros([6], type: .float64), Tensor.ones([6], type: .float64))
    let features = try input.conv2d(weight: parameters[0], stride: 2, padding: 1, groups: 2)
      .batchNorm(
        weight: parameters[1], bias: parameters[2], runningMean: statistics.0,
        runningVariance: statistics.1, training: true)
    return try (features * features).globalAveragePool()
      .linear(weight: parameters[3], bias: parameters[4])
      .crossEntropy(targets: targets, smoothing: 0.1)
  }

  func slope(_ parameter: Tensor, _ index: Int) throws -> Double {
    let element = try parameter.detached().reshaped([-1]).narrow(start: index, length: 1)
    let value = try element.item()
    let losses = try withoutGradients {
      try [1e-5, -1e-5].map { change in
        try element.fill(value + change)
        return try loss().item()
      }
    }
    try element.fill(value)
    return (losses[0] - losses[1]) / 2e-5
  }
}
