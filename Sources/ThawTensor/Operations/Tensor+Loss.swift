import CTorch

/// What becomes of the losses of a batch.
public enum Reduction: Sendable {
  /// One loss a sample, `[B]`.
  case none
  /// Their mean, a scalar.
  case mean
  /// Their sum, a scalar.
  case sum
}

extension Tensor {
  /// The cross entropy of logits `[B, K]` with the classes `[B]` (`int64`, 0..<K).
  ///
  /// `smoothing`, in 0…1, is the share of a target's weight that is spread over all classes.
  public func crossEntropy(
    targets: Tensor, reduction: Reduction = .mean, smoothing: Double = 0
  ) throws(TorchError) -> Tensor {
    let code =
      switch reduction {
      case .none: CT_REDUCE_NONE
      case .mean: CT_REDUCE_MEAN
      case .sum: CT_REDUCE_SUM
      }
    return try make("crossEntropy of \(shape) with targets \(targets.shape)") {
      ct_cross_entropy(handle, targets.handle, code, smoothing, $0)
    }
  }
}
