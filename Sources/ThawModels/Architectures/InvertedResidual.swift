import ThawTensor

/// A block of EfficientNet-Lite: widen, convolve each channel on its own, narrow.
struct InvertedResidual {
  private let block: EfficientNetLite.Block
  private let expand: (convolution: Convolution, norm: BatchNorm)?
  private let depthwise: Convolution
  private let depthwiseNorm: BatchNorm
  private let project: Convolution
  private let projectNorm: BatchNorm
  /// The probability, in training, of an image to skip the block.
  private let dropProbability: Double

  init(
    _ state: ModelState, _ name: String, _ block: EfficientNetLite.Block, dropProbability: Double
  ) {
    self.block = block
    self.dropProbability = dropProbability
    expand =
      block.expansion == 1
      ? nil : (Convolution(state, "\(name)._expand_conv"), .lite(state, "\(name)._bn0"))
    depthwise = Convolution(
      state, "\(name)._depthwise_conv", stride: block.stride, groups: block.hidden)
    depthwiseNorm = .lite(state, "\(name)._bn1")
    project = Convolution(state, "\(name)._project_conv")
    projectNorm = .lite(state, "\(name)._bn2")
  }

  /// Its convolutions in order.
  var convolutions: [Convolution] {
    (expand.map { [$0.convolution] } ?? []) + [depthwise, project]
  }

  /// Maps `[B, input, H, W]` to `[B, output, H / stride, W / stride]`.
  func forward(
    _ input: Tensor, training: Bool, dropping: Bool
  ) throws(TorchError) -> Tensor {
    var x = input
    if let expand {
      x = try expand.norm.forward(
        expand.convolution.forward(x), training: training, activation: .relu6)
    }
    x = try depthwiseNorm.forward(depthwise.forward(x), training: training, activation: .relu6)
    x = try projectNorm.forward(project.forward(x), training: training)
    guard block.isResidual else { return x }
    return try x.dropSamples(probability: dropProbability, training: dropping) + input
  }
}

extension BatchNorm {
  /// With the constants of EfficientNet.
  static func lite(_ state: ModelState, _ name: String) -> BatchNorm {
    BatchNorm(state, name, momentum: 0.01, epsilon: 1e-3)
  }
}
