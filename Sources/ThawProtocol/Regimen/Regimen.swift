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

  /// Starts a run.
  public init(
    schedule: LearningRateSchedule, rowFactors: [Double], weightDecay: Double = 0,
    clip: Double? = nil, accumulation: Accumulation
  ) {
    self.schedule = schedule
    self.rowFactors = rowFactors
    self.weightDecay = weightDecay
    self.clip = clip
    self.accumulation = accumulation
  }

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
