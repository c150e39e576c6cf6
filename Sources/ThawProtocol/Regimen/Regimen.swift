import Foundation

/// How a run trains from here on: what commands can change of it, the mask left out.
///
/// The engine follows it, a checkpoint holds it, and a viewer that knows it can show what a command would do before it is
/// sent.
public struct Regimen: Codable, Equatable, Sendable {
  /// The learning rate of every step, and with it the run's length.
  public var schedule: LearningRateSchedule
  /// The factor on the learning rate of each row, in board order.
  public internal(set) var rowFactors: [Double]
  /// Weight decay; 0 or more.
  public internal(set) var weightDecay: Double
  /// The greatest L2 norm of all gradients together; nil: not clipped.
  public internal(set) var clip: Double?
  /// Batches a step.
  public internal(set) var accumulation: Accumulation
  /// When the run ends by itself; nil: never.
  public internal(set) var earlyStop: EarlyStop?
  /// What is to be done later, in the order in which it was planned.
  public internal(set) var plan: [PlanItem] = []
  /// The rule that freezes rows from the input on, while one is in force.
  public internal(set) var frontFirst: FrontFirst?
  /// What the run's evaluations came to.
  public internal(set) var watch = ValidationWatch()
  /// The step at which the plan last saw a plateau.
  var flatSince = 0

  enum CodingKeys: String, CodingKey {
    case schedule
    case rowFactors = "row_factors"
    case weightDecay = "weight_decay"
    case clip
    case accumulation
    case earlyStop = "early_stop"
    case plan
    case frontFirst = "front_first"
    case watch
    case flatSince = "flat_since"
  }

  /// Starts a run.
  public init(
    schedule: LearningRateSchedule, rowFactors: [Double], weightDecay: Double = 0,
    clip: Double? = nil, accumulation: Accumulation, earlyStop: EarlyStop? = nil
  ) {
    self.schedule = schedule
    self.rowFactors = rowFactors
    self.weightDecay = weightDecay
    self.clip = clip
    self.accumulation = accumulation
    self.earlyStop = earlyStop
  }

  /// Reads a regimen, also one of an earlier version.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard container.contains(.rowFactors) else {
      self = try .older(from: decoder)
      return
    }
    self.init(
      schedule: try container.decode(LearningRateSchedule.self, forKey: .schedule),
      rowFactors: try container.decode([Double].self, forKey: .rowFactors),
      weightDecay: try container.decode(Double.self, forKey: .weightDecay),
      clip: try container.decodeIfPresent(Double.self, forKey: .clip),
      accumulation: try container.decode(Accumulation.self, forKey: .accumulation),
      earlyStop: try container.decodeIfPresent(EarlyStop.self, forKey: .earlyStop))
    plan = try container.decodeIfPresent([PlanItem].self, forKey: .plan) ?? []
    frontFirst = try container.decodeIfPresent(FrontFirst.self, forKey: .frontFirst)
    watch = try container.decodeIfPresent(ValidationWatch.self, forKey: .watch) ?? watch
    flatSince = try container.decodeIfPresent(Int.self, forKey: .flatSince) ?? 0
  }

  /// Takes the validation loss of an evaluation of the run's own.
  ///
  /// - Returns: Why the run is to end, or nil while it goes on.
  public mutating func note(validationLoss: Double, at step: Int) -> String? {
    watch.note(validationLoss, at: step)
    return earlyStop?.verdict(on: watch)
  }

  /// Takes the norms of an interval's gradient sums for ``FrontFirst``.
  ///
  /// - Returns: The indices of the rows to freeze.
  public mutating func look(_ norms: [Double?]) -> [Int] { frontFirst?.look(norms) ?? [] }

  /// The step at which the run ends.
  public var totalSteps: Int { schedule.totalSteps }

  /// The rate of a row at the step that follows `step` completed ones, before its ramp.
  public func rate(ofRow row: Int, at step: Int) -> Double {
    schedule.rate(at: step) * rowFactors[row]
  }

  /// Factors for so many rows that rise geometrically: the last is 1, the first `1 / spread`.
  ///
  /// Discriminative rates as fastai's `slice(rate / spread, rate)` has them; ULMFiT's 2.6 from row to row is a spread of
  /// `pow(2.6, rows - 1)`.
  public static func factors(spread: Double, rows: Int) -> [Double] {
    (0..<rows).map { row in
      row == rows - 1 ? 1 : pow(spread, Double(row) / Double(rows - 1) - 1)
    }
  }
}
