import Testing
import ThawTensor

@Suite("Normalisation in place") struct NormalisationTests {
  @Test("Without gradients it gives the bits of the plain operations", arguments: [3, 16, 40, 96])
  func bits(channels: Int) throws {
    let generator = RandomGenerator(seed: 7)
    func vector(_ range: Range<Double>) throws -> Tensor {
      try .uniform([channels], in: range, generator: generator)
    }
    let images = try Tensor.normal([2, channels, 9, 5], deviation: 4, generator: generator)
      .channelsLast()
    let (weight, bias) = (try vector(-2..<2), try vector(-1..<3))
    let (mean, variance) = (try vector(-1..<1), try vector(0.1..<2))
    func normalised(
      _ input: Tensor, _ activation: Activation, overwriting: Bool
    ) throws -> Tensor {
      try input.batchNorm(
        weight: weight, bias: bias, runningMean: mean, runningVariance: variance, training: false,
        epsilon: 1e-3, activation: activation, overwriting: overwriting)
    }
    try withoutGradients {
      let plain = try normalised(images, .none, overwriting: false)
      let expected: [(Activation, Tensor)] = [
        (.none, plain), (.relu, try plain.relu()), (.relu6, try plain.relu6()),
      ]
      for (activation, wanted) in expected {
        let input = try images.clone()
        let result = try normalised(input, activation, overwriting: true)
        #expect(try result.isBitIdentical(to: wanted))
        #expect(try input.isBitIdentical(to: result), "the result took another memory")
      }
    }
  }

  @Test("While gradients are recorded the input stays as it is")
  func recorded() throws {
    let images = try Tensor.normal([2, 16, 4, 4]).channelsLast()
    let before = try images.clone()
    let ones = try Tensor.ones([16])
    _ = try images.batchNorm(
      weight: ones, bias: ones, runningMean: ones, runningVariance: ones, training: false,
      activation: .relu6, overwriting: true)
    #expect(try images.isBitIdentical(to: before))
  }
}
