import CTorch

extension Tensor {
  /// Convolves images `[B, C, H, W]` with filters `[O, C / groups, Kh, Kw]` to `[B, O, H', W']`.
  public func conv2d(
    weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
    groups: Int = 1
  ) throws(TorchError) -> Tensor {
    let geometry = CTConvolution(
      stride: Int64(stride), padding: Int64(padding), dilation: Int64(dilation),
      groups: Int64(groups))
    return try make("conv2d of \(shape) with weight \(weight.shape)") {
      ct_conv2d(handle, weight.handle, bias?.handle, geometry, $0)
    }
  }

  /// Puts zeros around the last two dimensions.
  public func padded(
    left: Int, right: Int, top: Int, bottom: Int
  ) throws(TorchError) -> Tensor {
    try make("padding of \(shape) by \([left, right, top, bottom])") {
      ct_pad2d(handle, Int64(left), Int64(right), Int64(top), Int64(bottom), $0)
    }
  }

  /// Normalises each channel of `[B, C, …]`, then applies an activation; all parameters are `[C]`.
  ///
  /// With `training`, by the mean and variance of the batch, and the running ones move in place by
  /// `momentum` towards them. Without, by the running ones, which stay as they are. With `overwriting` this
  /// tensor holds anything afterwards: where no gradient is recorded the result takes its memory, and no time to find another.
  public func batchNorm(
    weight: Tensor?, bias: Tensor?, runningMean: Tensor, runningVariance: Tensor, training: Bool,
    momentum: Double = 0.1, epsilon: Double = 1e-5, activation: Activation = .none,
    overwriting: Bool = false
  ) throws(TorchError) -> Tensor {
    try make("batchNorm of \(shape) with running mean \(runningMean.shape)") {
      ct_batch_norm(
        handle, weight?.handle, bias?.handle, runningMean.handle, runningVariance.handle, training,
        momentum, epsilon, activation.code, overwriting, $0)
    }
  }

  /// The elements with the negative ones set to 0.
  public func relu() throws(TorchError) -> Tensor {
    try make("relu of \(self)") { ct_relu(handle, $0) }
  }

  /// The elements limited to 0…6.
  public func relu6() throws(TorchError) -> Tensor {
    try make("relu6 of \(self)") { ct_relu6(handle, $0) }
  }

  /// `x · Wᵀ + b`: `[…, I]` with weight `[O, I]` and bias `[O]` to `[…, O]`.
  public func linear(weight: Tensor, bias: Tensor? = nil) throws(TorchError) -> Tensor {
    try make("linear of \(shape) with weight \(weight.shape)") {
      ct_linear(handle, weight.handle, bias?.handle, $0)
    }
  }

  /// The mean over each image: `[B, C, H, W]` to `[B, C]`.
  public func globalAveragePool() throws(TorchError) -> Tensor {
    try make("globalAveragePool of \(shape)") { ct_global_average_pool(handle, $0) }
  }

  /// The largest element of each square window of `[B, C, H, W]`.
  public func maxPool2d(
    kernel: Int, stride: Int, padding: Int = 0
  ) throws(TorchError) -> Tensor {
    try make("maxPool2d of \(shape) by \(kernel)") {
      ct_max_pool2d(handle, Int64(kernel), Int64(stride), Int64(padding), $0)
    }
  }
}

/// What follows a normalisation.
public enum Activation: Sendable {
  /// Nothing.
  case none
  /// Negative elements become 0.
  case relu
  /// Elements are limited to 0…6.
  case relu6

  var code: CTActivation {
    switch self {
    case .none: CT_LINEAR
    case .relu: CT_RELU
    case .relu6: CT_RELU6
    }
  }
}
