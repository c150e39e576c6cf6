import CTorch

extension Tensor {
  /// The Euclidean norm of all elements.
  public func norm() throws(TorchError) -> Double { try Tensor.l2Norms(of: [self])[0] }

  /// The Euclidean norm of each tensor, in one call.
  public static func l2Norms(of tensors: [Tensor]) throws(TorchError) -> [Double] {
    try norms(of: tensors, "norms") { ct_norms($0, $1, $2) }
  }

  /// The Euclidean norm of each tensor's gradient, in one call; 0 where it is undefined.
  public static func gradientNorms(of tensors: [Tensor]) throws(TorchError) -> [Double] {
    try norms(of: tensors, "gradient norms") { ct_gradient_norms($0, $1, $2) }
  }

  /// The Euclidean norm of `tensors[i] - others[i]` for each `i`, in one call.
  ///
  /// - Precondition: As many of the ones as of the others.
  public static func l2NormsOfDifferences(
    _ tensors: [Tensor], _ others: [Tensor]
  ) throws(TorchError) -> [Double] {
    precondition(tensors.count == others.count, "\(tensors.count) tensors, \(others.count) others")
    let subtrahends = others.map(\.handle)
    return try norms(of: tensors, "norms of differences") {
      ct_norms_of_differences($0, subtrahends, $1, $2)
    }
  }

  private static func norms(
    of tensors: [Tensor], _ operation: String,
    _ call: ([CTTensorRef], Int64, UnsafeMutablePointer<Double>) -> CTStatus
  ) throws(TorchError) -> [Double] {
    let handles = tensors.map(\.handle)
    var norms = [Double](repeating: 0, count: handles.count)
    guard !handles.isEmpty else { return norms }
    try check(
      call(handles, Int64(handles.count), &norms), "\(operation) of \(tensors.map(\.shape))")
    return norms
  }
}
