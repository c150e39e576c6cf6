import ThawTensor

/// A square convolution without bias.
struct Convolution {
  /// How zeros are put around an image.
  enum Padding {
    /// As TensorFlow does: just enough for `ceil(size / stride)` outputs, the odd one below and to the right.
    case same
    /// The same number on all sides.
    case fixed(Int)
  }

  let weight: Tensor
  let kernel: Int
  let stride: Int
  let groups: Int
  let padding: Padding

  /// Takes its weight `[output, input / groups, kernel, kernel]` from a model's state.
  init(
    _ state: ModelState, _ name: String, stride: Int = 1, groups: Int = 1, padding: Padding = .same
  ) {
    weight = state.tensor("\(name).weight")
    kernel = weight.shape[3]
    self.stride = stride
    self.groups = groups
    self.padding = padding
  }

  /// Convolves `[B, C, H, W]`.
  func forward(_ input: Tensor) throws(TorchError) -> Tensor {
    switch padding {
    case .fixed(let size): return try convolve(input, padding: size)
    case .same:
      let shape = input.shape
      let vertical = excess(shape[2])
      let horizontal = excess(shape[3])
      // Without an odd one out the convolution pads by itself, and saves a copy.
      if vertical == horizontal && vertical.isMultiple(of: 2) {
        return try convolve(input, padding: vertical / 2)
      }
      // Where no gradient is recorded, zeros before the kernel instead of after the image give the same: an even
      // number on both sides, and the small one of the two is copied.
      if vertical == horizontal && !recordsGradients {
        let wider = try weight.padded(left: 1, right: 0, top: 1, bottom: 0)
        return try input.conv2d(
          weight: wider, stride: stride, padding: vertical / 2 + 1, groups: groups)
      }
      let padded = try input.padded(
        left: horizontal / 2, right: horizontal - horizontal / 2, top: vertical / 2,
        bottom: vertical - vertical / 2)
      return try convolve(padded, padding: 0)
    }
  }

  private func convolve(_ input: Tensor, padding: Int) throws(TorchError) -> Tensor {
    try input.conv2d(weight: weight, stride: stride, padding: padding, groups: groups)
  }

  /// How many zeros `size` pixels lack.
  private func excess(_ size: Int) -> Int {
    let outputs = (size + stride - 1) / stride
    return max(0, (outputs - 1) * stride + kernel - size)
  }
}
