import CTorch

extension Tensor {
  /// The sum, element by element, with broadcasting.
  public static func + (lhs: Tensor, rhs: Tensor) throws(TorchError) -> Tensor {
    try lhs.combined(CT_ADD, "+", rhs)
  }

  /// The difference, element by element, with broadcasting.
  public static func - (lhs: Tensor, rhs: Tensor) throws(TorchError) -> Tensor {
    try lhs.combined(CT_SUBTRACT, "-", rhs)
  }

  /// The product, element by element, with broadcasting.
  public static func * (lhs: Tensor, rhs: Tensor) throws(TorchError) -> Tensor {
    try lhs.combined(CT_MULTIPLY, "*", rhs)
  }

  /// The quotient, element by element, with broadcasting.
  public static func / (lhs: Tensor, rhs: Tensor) throws(TorchError) -> Tensor {
    try lhs.combined(CT_DIVIDE, "/", rhs)
  }

  /// Each element and a number added.
  public static func + (lhs: Tensor, rhs: Double) throws(TorchError) -> Tensor {
    try lhs.combined(CT_ADD, "+", rhs)
  }

  /// A number subtracted from each element.
  public static func - (lhs: Tensor, rhs: Double) throws(TorchError) -> Tensor {
    try lhs.combined(CT_SUBTRACT, "-", rhs)
  }

  /// Each element times a number.
  public static func * (lhs: Tensor, rhs: Double) throws(TorchError) -> Tensor {
    try lhs.combined(CT_MULTIPLY, "*", rhs)
  }

  /// Each element divided by a number.
  public static func / (lhs: Tensor, rhs: Double) throws(TorchError) -> Tensor {
    try lhs.combined(CT_DIVIDE, "/", rhs)
  }

  /// Adds `scale` times another tensor, in place; autograd does not see it.
  public func add(_ other: Tensor, scale: Double = 1) throws(TorchError) {
    try check(
      ct_tensor_accumulate(handle, other.handle, scale), "adding \(other.shape) to \(shape)")
  }

  /// Multiplies every element, in place; autograd does not see it.
  public func scale(by factor: Double) throws(TorchError) {
    try check(ct_tensor_scale(handle, factor), "scaling of \(self)")
  }

  /// The matrix product: `[n, k] · [k, m]` to `[n, m]`.
  public func matmul(_ other: Tensor) throws(TorchError) -> Tensor {
    try make("matmul of \(shape) with \(other.shape)") {
      ct_tensor_matmul(handle, other.handle, $0)
    }
  }

  /// The sum of all elements, a scalar.
  public func sum() throws(TorchError) -> Tensor {
    try make("sum of \(self)") { ct_tensor_sum(handle, $0) }
  }

  /// The mean of all elements, a scalar.
  public func mean() throws(TorchError) -> Tensor {
    try make("mean of \(self)") { ct_tensor_mean(handle, $0) }
  }

  /// Where the largest element of each line along a dimension is, as `int64`.
  public func argmax(dimension: Int = -1) throws(TorchError) -> Tensor {
    try make("argmax of \(self)") { ct_tensor_argmax(handle, Int64(dimension), $0) }
  }

  /// Probabilities along a dimension: exponentials that sum to 1.
  public func softmax(dimension: Int = -1) throws(TorchError) -> Tensor {
    try make("softmax of \(self)") { ct_tensor_softmax(handle, Int64(dimension), $0) }
  }

  /// The logarithm of ``softmax(dimension:)``, without its loss of digits.
  public func logSoftmax(dimension: Int = -1) throws(TorchError) -> Tensor {
    try make("logSoftmax of \(self)") { ct_tensor_log_softmax(handle, Int64(dimension), $0) }
  }

  /// Whether no element is NaN or infinite.
  public func isFinite() throws(TorchError) -> Bool {
    var finite = false
    try check(ct_tensor_is_finite(handle, &finite), "isFinite of \(self)")
    return finite
  }

  private func combined(
    _ operation: CTBinary, _ sign: String, _ other: Tensor
  ) throws(TorchError) -> Tensor {
    try make("\(shape) \(sign) \(other.shape)") {
      ct_tensor_binary(operation, handle, other.handle, $0)
    }
  }

  private func combined(
    _ operation: CTBinary, _ sign: String, _ number: Double
  ) throws(TorchError) -> Tensor {
    try make("\(shape) \(sign) \(number)") {
      ct_tensor_binary_scalar(operation, handle, number, $0)
    }
  }
}
