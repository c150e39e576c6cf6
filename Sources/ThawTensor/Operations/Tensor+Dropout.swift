import CTorch

extension Tensor {
  /// Zeroes each element with a probability in `0..<1`, and divides the others by what is left of 1.
  ///
  /// Without `training`, the tensor itself. Draws from this thread's generator unless given another.
  public func dropout(
    probability: Double, training: Bool, generator: RandomGenerator = .current
  ) throws(TorchError) -> Tensor {
    guard training, probability != 0 else { return self }
    return try make("dropout of \(self)") {
      ct_dropout(handle, probability, false, generator.handle, $0)
    }
  }

  /// Zeroes each sample of a batch `[B, …]` whole with a probability in `0..<1`: stochastic depth.
  ///
  /// The other samples are divided by what is left of 1. Without `training`, the tensor itself.
  /// Draws from this thread's generator unless given another.
  public func dropSamples(
    probability: Double, training: Bool, generator: RandomGenerator = .current
  ) throws(TorchError) -> Tensor {
    guard training, probability != 0 else { return self }
    return try make("dropSamples of \(self)") {
      ct_dropout(handle, probability, true, generator.handle, $0)
    }
  }
}
