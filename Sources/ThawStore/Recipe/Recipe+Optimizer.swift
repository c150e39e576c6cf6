extension Recipe {
  /// How gradients become updates.
  public struct Optimizer: Equatable, Sendable, Codable {
    /// The update rule.
    public enum Name: String, Equatable, Sendable, Codable, CaseIterable {
      /// Stochastic gradient descent with momentum; weight decay is added to the gradient.
      case sgd
      /// Adam with decoupled weight decay.
      case adamw
    }

    /// What becomes of a row's optimizer state when it is thawed.
    public enum MomentPolicy: String, Equatable, Sendable, Codable, CaseIterable {
      /// First moments are zeroed, second moments kept.
      case zeroMomentum = "zero_momentum"
      /// All is kept as it was at the freeze.
      case keep
      /// The row starts as if it had never trained.
      case reset
    }

    /// The update rule.
    public var name: Name
    /// The base rate; greater than zero.
    public var learningRate: Double
    /// Weight decay; 0 or more.
    public var weightDecay: Double
    /// Momentum of SGD, in 0..<1.
    public var momentum: Double
    /// Decay of AdamW's first moment, in 0..<1.
    public var beta1: Double
    /// Decay of AdamW's second moment, in 0..<1.
    public var beta2: Double
    /// AdamW's addend to the denominator; greater than zero.
    public var epsilon: Double
    /// The greatest L2 norm of all gradients together; nil: not clipped.
    public var clip: Double?
    /// What becomes of a row's optimizer state when it is thawed.
    public var moments: MomentPolicy
    /// Steps over which a thawed row's rate rises to the schedule's; 0 or more.
    public var rampSteps: Int
    /// Factors on the rates of rows, by pattern as in `RowPattern`; each greater than zero, the others 1.
    public var rates: [String: Double]
    /// How many times the first row's rate the last row's is, with those between spaced geometrically; greater than zero.
    public var spread: Double

    /// Chooses an optimizer.
    public init(
      name: Name = .adamw, learningRate: Double = 1e-3, weightDecay: Double = 0.01,
      momentum: Double = 0.9, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
      clip: Double? = nil, moments: MomentPolicy = .zeroMomentum, rampSteps: Int = 50,
      rates: [String: Double] = [:], spread: Double = 1
    ) {
      self.name = name
      self.learningRate = learningRate
      self.weightDecay = weightDecay
      self.momentum = momentum
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.clip = clip
      self.moments = moments
      self.rampSteps = rampSteps
      self.rates = rates
      self.spread = spread
    }
  }
}
