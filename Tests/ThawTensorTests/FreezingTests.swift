import Testing
import ThawTensor

@Suite("Freezing")
struct FreezingTests {
  private static let rules: [UpdateRule] = [
    .sgd(momentum: 0.9), .sgd(weightDecay: 0.1), .sgd(momentum: 0.9, weightDecay: 0.1),
    .adamW(weightDecay: 0.1),
  ]

  @Test("An undefined gradient leaves parameter and state bitwise alone", arguments: rules)
  func undefined(rule: UpdateRule) throws {
    let (optimizer, parameter) = try trained(rule)
    let before = try parameter.detached().clone()
    let state = try optimizer.state(of: 0)

    try parameter.undefineGradient()
    for _ in 0..<5 { try optimizer.step(rate: 0.1) }

    #expect(parameter.gradient == nil)
    #expect(try parameter.isBitIdentical(to: before))
    for (name, value) in try optimizer.state(of: 0) {
      let unmoved = try #require(state[name])
      #expect(try value.isBitIdentical(to: unmoved), "\(name)")
    }
  }

  @Test(
    "A zero gradient is no freeze: momentum and decay still move the parameter", arguments: rules)
  func trap(rule: UpdateRule) throws {
    let (optimizer, parameter) = try trained(rule)
    let before = try parameter.detached().clone()

    try parameter.gradient?.zero()
    try optimizer.step(rate: 0.1)

    #expect(try !parameter.isBitIdentical(to: before))
  }

  @Test(
    "Requiring no gradient undefines it, and the optimizer skips the parameter", arguments: rules)
  func notRequired(rule: UpdateRule) throws {
    let (optimizer, parameter) = try trained(rule)
    let before = try parameter.detached().clone()

    parameter.requiresGradient = false
    try optimizer.step(rate: 0.1)

    #expect(parameter.gradient == nil)
    #expect(try parameter.isBitIdentical(to: before))
  }

  @Test("Frozen and thawed with no step between is as if untouched", arguments: rules)
  func thawedAtOnce(rule: UpdateRule) throws {
    let (toggled, parameter) = try trained(rule)
    let (untouched, other) = try trained(rule)

    parameter.requiresGradient = false
    parameter.requiresGradient = true
    for (optimizer, parameter) in [(toggled, parameter), (untouched, other)] {
      try parameter.setGradient(Tensor([0.5, -1, 2] as [Float], shape: [3]))
      try optimizer.step(rate: 0.1)
    }

    #expect(try parameter.isBitIdentical(to: other))
  }

  @Test("Frozen batch norm moves no statistic, and passes gradients on")
  func batchNorm() throws {
    let generator = RandomGenerator(seed: 1)
    let input = try Tensor.normal([4, 3, 2, 2], mean: 5, generator: generator)
    input.requiresGradient = true
    let mean = try Tensor.zeros([3])
    let variance = try Tensor.ones([3])

    let output = try input.batchNorm(
      weight: nil, bias: nil, runningMean: mean, runningVariance: variance, training: false)
    try output.sum().backward()

    #expect(try mean.isBitIdentical(to: .zeros([3])))
    #expect(try variance.isBitIdentical(to: .ones([3])))
    #expect(try input.gradient?.norm() ?? 0 > 0)
  }

  private func trained(_ rule: UpdateRule) throws -> (Optimizer, Tensor) {
    let parameter = try Tensor([1, -2, 3] as [Float], shape: [3])
    parameter.requiresGradient = true
    let optimizer = try Optimizer([parameter], rule: rule)
    for _ in 0..<3 {
      try parameter.setGradient(Tensor([0.1, 0.2, -0.3] as [Float], shape: [3]))
      try optimizer.step(rate: 0.1)
    }
    return (optimizer, parameter)
  }
}
