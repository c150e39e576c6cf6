import ThawTensor

/// A block of a ResNet: what its convolutions find is added to its input.
struct ResidualBlock {
  /// Its convolutions in order.
  let convolutions: [Convolution]
  private let norms: [BatchNorm]
  /// The convolution on the way around, where input and output have not the same shape.
  let shortcut: Convolution?
  private let shortcutNorm: BatchNorm?

  init(_ state: ModelState, _ block: ResNet.Block) {
    convolutions = block.convolutions.enumerated().map { index, convolution in
      Convolution(
        state, "\(block.name).conv\(index + 1)", stride: convolution.stride,
        padding: .fixed(convolution.kernel / 2))
    }
    norms = convolutions.indices.map { .resNet(state, "\(block.name).bn\($0 + 1)") }
    let around = "\(block.name).downsample"
    shortcut =
      block.isProjected
      ? Convolution(state, "\(around).0", stride: block.stride, padding: .fixed(0)) : nil
    shortcutNorm = block.isProjected ? .resNet(state, "\(around).1") : nil
  }

  /// Maps `[B, input, H, W]` to `[B, output, ⌈H / stride⌉, ⌈W / stride⌉]`.
  func forward(_ input: Tensor, training: Bool) throws(TorchError) -> Tensor {
    var x = input
    for (index, (convolution, norm)) in zip(convolutions, norms).enumerated() {
      x = try norm.forward(
        convolution.forward(x), training: training,
        activation: index < convolutions.count - 1 ? .relu : .none)
    }
    guard let shortcut, let shortcutNorm else { return try (x + input).relu() }
    let around = try shortcutNorm.forward(shortcut.forward(input), training: training)
    return try (x + around).relu()
  }
}

extension BatchNorm {
  /// With torchvision's constants.
  static func resNet(_ state: ModelState, _ name: String) -> BatchNorm {
    BatchNorm(state, name, momentum: 0.1, epsilon: 1e-5)
  }
}
