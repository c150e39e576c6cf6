import Testing
import ThawTensor

@Suite("Optimizer")
struct OptimizerTests {
  static let rules: [String: UpdateRule] = [
    "SGD": .sgd(momentum: 0.9, weightDecay: 0.05),
    "AdamW": .adamW(beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1),
  ]

  @Test(
    "Five steps are PyTorch's, also of a parameter that misses one", arguments: ["SGD", "AdamW"])
  func golden(name: String) throws {
    let golden = try Golden("five steps of \(name)")
    let parameters = try (0..<2).map { try golden.tensor("parameter \($0)") }
    for parameter in parameters { parameter.requiresGradient = true }
    let optimizer = try Optimizer(parameters, rule: #require(Self.rules[name]))

    for step in 0..<5 {
      try Tensor.undefineGradients(of: parameters)
      for (index, parameter) in parameters.enumerated()
      where golden.arrays["gradient \(index) of step \(step)"] != nil {
        try parameter.setGradient(golden.tensor("gradient \(index) of step \(step)"))
      }
      try optimizer.step(rates: [0.1, 0.02])
      for (index, parameter) in parameters.enumerated() {
        try expectClose(
          parameter, golden.array("parameter \(index) after step \(step)"), tolerance: 1e-6,
          "parameter \(index) after step \(step)")
      }
    }

    for index in 0..<2 {
      for (key, value) in try optimizer.state(of: index)
      where name == "AdamW" || key != "step" {
        try expectClose(value, golden.array("\(key) \(index)"), tolerance: 1e-6, "\(key) \(index)")
      }
    }
    #expect(try optimizer.state(of: 0)["step"]?.item() == 5)
    #expect(try optimizer.state(of: 1)["step"]?.item() == 4)
  }

  @Test("State is named as PyTorch names it", arguments: ["SGD", "AdamW"])
  func names(rule: String) throws {
    let (optimizer, parameter) = try trained(rule, steps: 1)
    let wanted: Set =
      rule == "SGD" ? ["momentum_buffer", "step"] : ["exp_avg", "exp_avg_sq", "step"]

    #expect(try Set(optimizer.state(of: 0).keys) == wanted)
    #expect(try Optimizer([parameter], rule: optimizer.rule).state(of: 0).isEmpty)
  }

  @Test("A restored optimizer goes on bit for bit", arguments: ["SGD", "AdamW"])
  func restored(rule: String) throws {
    let (original, parameter) = try trained(rule, steps: 3)
    let copy = try parameter.detached().clone()
    copy.requiresGradient = true
    let restored = try Optimizer([copy], rule: original.rule)
    try restored.restoreState(original.state(of: 0), of: 0)

    for step in 3..<6 {
      try advance(original, parameter, step)
      try advance(restored, copy, step)
      #expect(try copy.isBitIdentical(to: parameter), "step \(step)")
    }
  }

  @Test("State of another shape is refused, and names both shapes")
  func wrongShape() throws {
    let (optimizer, _) = try trained("SGD", steps: 1)
    let state = ["momentum_buffer": try Tensor.zeros([3])]

    let error = #expect(throws: TorchError.self) { try optimizer.restoreState(state, of: 0) }
    #expect(error?.message == "the state has the shape [3], its parameter [4]")
  }

  @Test("Zeroing the first moment keeps the second and the count")
  func zeroedMoment() throws {
    let (optimizer, _) = try trained("AdamW", steps: 3)
    let before = try optimizer.state(of: 0)

    try optimizer.zeroFirstMoment(of: 0)

    let after = try optimizer.state(of: 0)
    #expect(try after["exp_avg"]?.floats() == [0, 0, 0, 0])
    #expect(try before["exp_avg"]?.norm() ?? 0 > 0)
    #expect(try after["exp_avg_sq"]?.floats() == before["exp_avg_sq"]?.floats())
    #expect(try after["step"]?.item() == 3)
  }

  @Test("A reset parameter steps as a new one", arguments: ["SGD", "AdamW"])
  func reset(rule: String) throws {
    let (optimizer, parameter) = try trained(rule, steps: 3)
    let copy = try parameter.detached().clone()
    copy.requiresGradient = true
    let fresh = try Optimizer([copy], rule: optimizer.rule)

    try optimizer.resetState(of: 0)

    #expect(try optimizer.state(of: 0).isEmpty)
    try advance(optimizer, parameter, 9)
    try advance(fresh, copy, 9)
    #expect(try copy.isBitIdentical(to: parameter))
  }

  @Test("A rate of zero leaves a parameter where it is, decay included")
  func zeroRate() throws {
    let (optimizer, parameter) = try trained("AdamW", steps: 1)
    let before = try parameter.floats()

    try parameter.setGradient(Tensor.ones([4]))
    try optimizer.step(rate: 0)

    #expect(try parameter.floats() == before)
  }

  @Test(
    "A step in one pass is the step in libtorch's operations, and says how far it moved",
    arguments: ["SGD", "AdamW"], [false, true])
  func onePass(rule: String, channelsLast: Bool) throws {
    // Its elements fill no register, nor pieces of a thread's work.
    let shape = [37, 31, 5, 5]
    let floats = try Tensor.normal(shape, generator: RandomGenerator(seed: 1))
    let single = channelsLast ? try floats.channelsLast() : floats
    let double = try single.to(.float64)
    let optimizers = try [single, double].map { parameter in
      parameter.requiresGradient = true
      return try Optimizer([parameter], rule: #require(Self.rules[rule]))
    }

    for step in 0..<3 {
      let before = try single.detached().clone()
      let gradient = try Tensor.normal(shape, generator: RandomGenerator(seed: UInt64(step)))
      try single.setGradient(gradient)
      try double.setGradient(gradient.to(.float64))
      let moved = try optimizers.map { try $0.step(rate: 0.1)[0] }

      let distance = try Tensor.l2NormsOfDifferences([single], [before])[0]
      #expect(abs(moved[0] / distance - 1) < 1e-6)
      #expect(abs(moved[1] / distance - 1) < 1e-5)
      for (one, other) in zip(try single.doubles(), try double.doubles()) {
        try #require(abs(one - other) < 2e-6)
      }
    }
  }

  private func trained(_ rule: String, steps: Int) throws -> (Optimizer, Tensor) {
    let parameter = try Tensor.normal([4], generator: RandomGenerator(seed: 1))
    parameter.requiresGradient = true
    let optimizer = try Optimizer([parameter], rule: #require(Self.rules[rule]))
    for step in 0..<steps { try advance(optimizer, parameter, step) }
    return (optimizer, parameter)
  }

  private func advance(_ optimizer: Optimizer, _ parameter: Tensor, _ step: Int) throws {
    let generator = RandomGenerator(seed: UInt64(step))
    try parameter.setGradient(Tensor.normal([4], generator: generator))
    try optimizer.step(rate: 0.1)
  }
}
