import ThawTensor

/// A BatchNorm over the channels of `[B, C, H, W]`.
struct BatchNorm {
  let weight: Tensor
  let bias: Tensor
  let runningMean: Tensor
  let runningVariance: Tensor
  let batchesTracked: Tensor
  let momentum: Double
  let epsilon: Double

  /// Takes its tensors from a model's state; `momentum` is the share of the new batch.
  init(_ state: ModelState, _ name: String, momentum: Double, epsilon: Double) {
    weight = state.tensor("\(name).weight")
    bias = state.tensor("\(name).bias")
    runningMean = state.tensor("\(name).running_mean")
    runningVariance = state.tensor("\(name).running_var")
    batchesTracked = state.tensor("\(name).num_batches_tracked")
    self.momentum = momentum
    self.epsilon = epsilon
  }

  /// Normalises by the batch and moves the running statistics, or by these and leaves them; then activates.
  ///
  /// The input is not to be used again: the result may take its memory.
  func forward(
    _ input: Tensor, training: Bool, activation: Activation = .none
  ) throws(TorchError) -> Tensor {
    if training { try batchesTracked.fill(try batchesTracked.item() + 1) }
    return try input.batchNorm(
      weight: weight, bias: bias, runningMean: runningMean, runningVariance: runningVariance,
      training: training, momentum: momentum, epsilon: epsilon, activation: activation,
      overwriting: true)
  }
}
