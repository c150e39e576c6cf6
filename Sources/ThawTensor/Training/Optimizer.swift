import CTorch

/// How an ``Optimizer`` turns gradients into steps, with PyTorch's formulas.
public enum UpdateRule: Equatable, Sendable {
  /// Stochastic gradient descent; weight decay is part of the gradient.
  case sgd(momentum: Double = 0, weightDecay: Double = 0)
  /// Adam with bias correction and decoupled weight decay.
  case adamW(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0.01)
}

/// Moves parameters along their gradients.
///
/// It holds all parameters of a model from the start. One whose gradient is undefined, as a frozen one's
/// is, is skipped whole: no decay, no momentum, no count of a step.
public final class Optimizer {
  let handle: CTOptimizerRef
  /// What it moves; an index below is one into this list.
  public let parameters: [Tensor]
  /// How it moves them.
  public private(set) var rule: UpdateRule

  /// Starts without any memory of earlier steps.
  public init(_ parameters: [Tensor], rule: UpdateRule) throws(TorchError) {
    let handles = parameters.map(\.handle)
    let count = Int64(handles.count)
    var made: CTOptimizerRef?
    let status =
      switch rule {
      case .sgd(let momentum, let weightDecay):
        ct_optimizer_sgd(
          handles, count, CTSGD(momentum: momentum, weight_decay: weightDecay), &made)
      case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
        ct_optimizer_adamw(
          handles, count,
          CTAdamW(beta1: beta1, beta2: beta2, epsilon: epsilon, weight_decay: weightDecay), &made)
      }
    try check(status, "optimizer of \(count) parameters")
    guard let made else { preconditionFailure("no optimizer of \(count) parameters") }
    handle = made
    self.parameters = parameters
    self.rule = rule
  }

  deinit { ct_optimizer_release(handle) }

  /// The weight decay of the steps to come; 0 or more.
  public var weightDecay: Double {
    get { rule.weightDecay }
    set {
      rule.weightDecay = newValue
      ct_optimizer_set_weight_decay(handle, newValue)
    }
  }

  /// Makes one step, with one learning rate a parameter.
  ///
  /// - Returns: How far each parameter moved, `‖Δθ‖`; 0 for one that was skipped.
  /// - Precondition: As many rates as parameters.
  @discardableResult
  public func step(rates: [Double]) throws(TorchError) -> [Double] {
    precondition(
      rates.count == parameters.count, "\(rates.count) rates, \(parameters.count) needed")
    var moved = [Double](repeating: 0, count: rates.count)
    guard !rates.isEmpty else { return moved }
    try check(ct_optimizer_step(handle, rates, &moved), "step of \(rule)")
    return moved
  }

  /// Makes one step, with the same learning rate for every parameter, as ``step(rates:)`` does.
  @discardableResult
  public func step(rate: Double) throws(TorchError) -> [Double] {
    try step(rates: [Double](repeating: rate, count: parameters.count))
  }
}

extension UpdateRule {
  fileprivate var weightDecay: Double {
    get {
      switch self {
      case .sgd(_, let weightDecay), .adamW(_, _, _, let weightDecay): weightDecay
      }
    }
    set {
      switch self {
      case .sgd(let momentum, _): self = .sgd(momentum: momentum, weightDecay: newValue)
      case .adamW(let beta1, let beta2, let epsilon, _):
        self = .adamW(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: newValue)
      }
    }
  }
}
