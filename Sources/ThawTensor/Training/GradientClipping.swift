import CTorch

extension Tensor {
  /// The Euclidean norm of all gradients together; undefined ones don't count.
  public static func gradientNorm(of parameters: [Tensor]) throws(TorchError) -> Double {
    try gradientNorms(of: parameters).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Scales the gradients down together so that their norm is at most `limit`.
  ///
  /// A norm that is NaN or infinite leaves them as they are, so that they still show where it arose.
  ///
  /// - Returns: The norm before.
  @discardableResult
  public static func clipGradientNorm(
    of parameters: [Tensor], to limit: Double
  ) throws(TorchError) -> Double {
    let norm = try gradientNorm(of: parameters)
    // PyTorch's formula, the 1e-6 included.
    let factor = limit / (norm + 1e-6)
    guard norm.isFinite, factor < 1 else { return norm }
    let handles = parameters.map(\.handle)
    try check(ct_scale_gradients(handles, Int64(handles.count), factor), "clipping gradients")
    return norm
  }
}
