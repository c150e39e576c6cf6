/// What a step costs, or a row's part of it, in floating-point operations for one sample.
public struct StepCost: Equatable, Sendable {
  /// The forward pass.
  public var forward: Int
  /// The part of the backward pass that carries the loss's gradient towards the input.
  public var inputGradient: Int
  /// The part of the backward pass that gives the weights their gradients.
  public var weightGradient: Int

  /// States a cost.
  public init(forward: Int = 0, inputGradient: Int = 0, weightGradient: Int = 0) {
    self.forward = forward
    self.inputGradient = inputGradient
    self.weightGradient = weightGradient
  }

  /// The backward pass.
  public var backward: Int { inputGradient + weightGradient }

  /// Both passes.
  public var total: Int { forward + backward }

  /// Adds two costs, pass by pass.
  public static func + (a: StepCost, b: StepCost) -> StepCost {
    StepCost(
      forward: a.forward + b.forward, inputGradient: a.inputGradient + b.inputGradient,
      weightGradient: a.weightGradient + b.weightGradient)
  }
}
