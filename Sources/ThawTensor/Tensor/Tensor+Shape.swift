import CTorch

extension Tensor {
  /// The same elements in another shape; one size may be -1 and follows from the others.
  public func reshaped(_ shape: [Int]) throws(TorchError) -> Tensor {
    let sizes = shape.map { Int64($0) }
    return try make("reshape of \(self.shape) to \(shape)") {
      ct_tensor_reshape(handle, sizes, Int64(sizes.count), $0)
    }
  }

  /// Folds all dimensions from one on: `[B, C, H, W]` to `[B, C·H·W]`.
  public func flattened(from dimension: Int = 1) throws(TorchError) -> Tensor {
    try make("flatten of \(shape)") { ct_tensor_flatten(handle, Int64(dimension), $0) }
  }

  /// A view with the dimensions in another order: `[0, 3, 1, 2]` makes NHWC NCHW.
  public func permuted(_ order: [Int]) throws(TorchError) -> Tensor {
    let order = order.map { Int64($0) }
    return try make("permutation of \(shape) by \(order)") {
      ct_tensor_permute(handle, order, Int64(order.count), $0)
    }
  }

  /// A copy mirrored along one dimension.
  public func flipped(dimension: Int) throws(TorchError) -> Tensor {
    try make("flip of \(shape)") { ct_tensor_flip(handle, Int64(dimension), $0) }
  }

  /// The same elements with the last dimension fastest in memory.
  public func contiguous() throws(TorchError) -> Tensor {
    try make("contiguous \(shape)") { ct_tensor_contiguous(handle, false, $0) }
  }

  /// The same images `[B, C, H, W]` with the channels fastest in memory; the shape stays.
  ///
  /// Convolutions are faster so on some builds of libtorch.
  public func channelsLast() throws(TorchError) -> Tensor {
    try make("channels-last \(shape)") { ct_tensor_contiguous(handle, true, $0) }
  }

  /// Whether the last dimension is fastest in memory, without gaps.
  public var isContiguous: Bool { ct_tensor_is_contiguous(handle, false) }

  /// Whether the channels of `[B, C, H, W]` are fastest in memory, without gaps.
  public var isChannelsLast: Bool { ct_tensor_is_contiguous(handle, true) }

  /// A view of a range of one dimension.
  public func narrow(
    dimension: Int = 0, start: Int, length: Int
  ) throws(TorchError) -> Tensor {
    try make("narrow of \(shape), dimension \(dimension) from \(start) by \(length)") {
      ct_tensor_narrow(handle, Int64(dimension), Int64(start), Int64(length), $0)
    }
  }

  /// A copy of chosen entries of one dimension, in the order of the `int64` indices `[N]`.
  public func indexSelect(
    dimension: Int = 0, _ indices: Tensor
  ) throws(TorchError) -> Tensor {
    try make("selection of \(indices.shape) from \(shape)") {
      ct_tensor_index_select(handle, Int64(dimension), indices.handle, $0)
    }
  }

  /// A copy of chosen entries of one dimension, in the order of the indices.
  public func indexSelect(
    dimension: Int = 0, _ indices: [Int]
  ) throws(TorchError) -> Tensor {
    let indices = try Tensor(indices.map { Int64($0) }, shape: [indices.count])
    return try indexSelect(dimension: dimension, indices)
  }

  /// Joins tensors along a dimension that they have.
  public static func cat(
    _ tensors: [Tensor], dimension: Int = 0
  ) throws(TorchError) -> Tensor {
    let handles = tensors.map(\.handle)
    return try make("cat of \(tensors.map(\.shape))") {
      ct_tensor_cat(handles, Int64(handles.count), Int64(dimension), $0)
    }
  }

  /// Joins tensors of one shape along a new dimension.
  public static func stack(
    _ tensors: [Tensor], dimension: Int = 0
  ) throws(TorchError) -> Tensor {
    let handles = tensors.map(\.handle)
    return try make("stack of \(tensors.map(\.shape))") {
      ct_tensor_stack(handles, Int64(handles.count), Int64(dimension), $0)
    }
  }
}
