public import ThawProtocol

/// What a trainer is about to do, known before its first step.
public struct TrainingPlan: Equatable, Sendable {
  /// The model's architecture: `efficientnet-lite0`.
  public var architecture: String
  /// The layer board, with the recipe's mask in force.
  public var rows: [LayerRow]
  /// The step at which the run ends.
  public var totalSteps: Int
  /// With how many threads it computes; nil where that makes no difference.
  public var threads: Int?
  /// Seconds since the session began: above 0 for a run that is resumed.
  public var time: Double
  /// What a person should know before the first step: skipped files, a mask that differs.
  public var notices: [String]

  /// Describes a run.
  public init(
    architecture: String, rows: [LayerRow], totalSteps: Int, threads: Int? = nil,
    time: Double = 0, notices: [String] = []
  ) {
    self.architecture = architecture
    self.rows = rows
    self.totalSteps = totalSteps
    self.threads = threads
    self.time = time
    self.notices = notices
  }
}

/// Something that trains, takes requests from the session's bus, and tells its events there.
///
/// A trainer answers every request with a reply, posts ``ThawProtocol/Event`` values in the order in
/// which they happened, and never waits for a reader.
public protocol Trainer: Sendable {
  /// Loads weights and data.
  ///
  /// - Throws: Why the run cannot start, as one clear message.
  func prepare() async throws -> TrainingPlan

  /// Trains to the end and returns the phase it ended in; the last event is that phase.
  ///
  /// - Throws: Why the run cannot go on; the host then posts the phase ``ThawProtocol/Phase/failed``.
  func run() async throws -> Phase
}
