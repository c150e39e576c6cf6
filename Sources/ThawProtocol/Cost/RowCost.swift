/// What a row costs a training step, in floating-point operations for one sample.
///
/// A multiplication and an addition count as two. Only convolutions and matrix products count; norms,
/// activations and pooling need next to none, although they take time.
public struct RowCost: Codable, Equatable, Sendable {
  /// Its output.
  public var forward: Int
  /// The gradients of its operations' inputs, all of which are needed where a row before it trains.
  public var inputGradient: Int
  /// Those that are needed even where it is the first row that trains.
  ///
  /// Nothing trains before an operation that takes the row's own input; before all others does, if only
  /// the weight and bias of a norm.
  public var innerInputGradient: Int
  /// The gradients of its weights, needed where the row itself trains.
  public var weightGradient: Int
  /// How many numbers its convolutions and matrix products give; not operations, but what norms sweep over.
  public var outputs: Int

  private enum CodingKeys: String, CodingKey {
    case forward
    case inputGradient = "input_gradient"
    case innerInputGradient = "inner_input_gradient"
    case weightGradient = "weight_gradient"
    case outputs
  }

  /// States a cost; without arguments, that of a row that computes nothing which counts.
  public init(
    forward: Int = 0, inputGradient: Int = 0, innerInputGradient: Int = 0, weightGradient: Int = 0,
    outputs: Int = 0
  ) {
    self.forward = forward
    self.inputGradient = inputGradient
    self.innerInputGradient = innerInputGradient
    self.weightGradient = weightGradient
    self.outputs = outputs
  }
}
