import Testing
import ThawTensor

@Suite("Depthwise convolution") struct DepthwiseTests {
  /// Kernel side, stride, padding, image side, and whether the kernel reaches over the edges.
  struct Case: CustomTestStringConvertible {
    var kernel, stride, padding, height, width: Int
    var testDescription: String { "\(kernel)/\(stride) on \(height)×\(width)" }
  }

  @Test(
    "Its gradients are those of double precision",
    arguments: [
      Case(kernel: 5, stride: 1, padding: 2, height: 8, width: 6),
      Case(kernel: 5, stride: 1, padding: 2, height: 2, width: 2),
      Case(kernel: 5, stride: 2, padding: 0, height: 11, width: 7),
      Case(kernel: 5, stride: 2, padding: 2, height: 9, width: 9),
      Case(kernel: 3, stride: 1, padding: 1, height: 4, width: 4),
      Case(kernel: 3, stride: 2, padding: 1, height: 3, width: 4),
    ])
  func gradients(_ the: Case) throws {
    let generator = RandomGenerator(seed: 11)
    let images = try Tensor.normal([3, 32, the.height, the.width], generator: generator)
    let weight = try Tensor.normal([32, 1, the.kernel, the.kernel], generator: generator)

    /// The gradients of image and weight, as doubles.
    func gradients(_ type: DType) throws -> (image: [Double], weight: [Double]) {
      let images = try images.to(type).channelsLast().clone()
      let weight = try weight.to(type).clone()
      images.requiresGradient = true
      weight.requiresGradient = true
      let out = try images.conv2d(
        weight: weight, stride: the.stride, padding: the.padding, groups: 32)
      try (out * out).sum().backward()
      return (try images.gradient!.doubles(), try weight.gradient!.doubles())
    }
    let (ours, exact) = (try gradients(.float32), try gradients(.float64))
    for (found, wanted) in [(ours.image, exact.image), (ours.weight, exact.weight)] {
      let largest = wanted.map(abs).max() ?? 0
      let difference = zip(found, wanted).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference <= 2e-6 * largest)
    }
  }

  @Test("The number of threads changes no bit of its gradient")
  func threads() throws {
    let generator = RandomGenerator(seed: 3)
    let images = try Tensor.normal([4, 48, 6, 6], generator: generator).channelsLast()
    let weight = try Tensor.normal([48, 1, 5, 5], generator: generator)
    func gradient(threads: Int) throws -> Tensor {
      let before = TorchRuntime.threads
      try TorchRuntime.setThreads(threads)
      defer { try? TorchRuntime.setThreads(before) }
      let weight = try weight.clone()
      weight.requiresGradient = true
      try images.conv2d(weight: weight, padding: 2, groups: 48).sum().backward()
      return try weight.gradient!.clone()
    }
    #expect(try gradient(threads: 1).isBitIdentical(to: gradient(threads: 3)))
  }
}
