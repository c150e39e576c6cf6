/// The values that one step, or one evaluation, logged.
public struct MetricRecord: Codable, Equatable, Sendable {
  /// Optimizer steps completed.
  public var step: Int
  /// Passes over the training split completed, as a fraction.
  public var epoch: Double
  /// Seconds since the session began.
  public var time: Double
  /// Values by metric name; NaN and infinities are kept.
  public var values: [String: Double]

  /// Records values.
  public init(step: Int, epoch: Double, time: Double, values: [String: Double]) {
    self.step = step
    self.epoch = epoch
    self.time = time
    self.values = values
  }
}

/// A command and what became of it, as the session keeps it.
public struct JournalEntry: Equatable, Sendable {
  /// Steps completed when it took effect, or was refused.
  public var step: Int
  /// Seconds since the session began.
  public var time: Double
  /// The command's text, or what the engine did of itself: `alarm: …`, `early stop`.
  public var command: String
  /// What became of it.
  public var outcome: CommandOutcome

  /// Makes an entry.
  public init(step: Int, time: Double, command: String, outcome: CommandOutcome) {
    self.step = step
    self.time = time
    self.command = command
    self.outcome = outcome
  }

  /// Whether it is a command, a person's or the plan's, and not what the engine did or noticed of itself.
  public var isCommand: Bool {
    (try? Command(parsing: String(command.trimmingPrefix(Self.planned)))) != nil
  }

  /// What became of it, in print; of what nobody asked for only what there is to add.
  public var outcomeText: String {
    guard case .applied(_, let note) = outcome, !isCommand else { return outcome.text }
    return note ?? ""
  }

  /// What stands before a command that the plan gave.
  static let planned = "plan: "
}

/// A checkpoint that is complete on disk.
public struct CheckpointInfo: Codable, Equatable, Sendable {
  /// Steps completed when it was taken.
  public var step: Int
  /// Its folder's name inside the session's `checkpoints`: `step-1200`.
  public var folder: String
  /// Its size on disk.
  public var bytes: Int

  /// Describes a checkpoint.
  public init(step: Int, folder: String, bytes: Int) {
    self.step = step
    self.folder = folder
    self.bytes = bytes
  }
}

/// How far a run is, a gauge of which only the newest matters.
public struct Progress: Codable, Equatable, Sendable {
  /// Optimizer steps completed.
  public var step: Int
  /// The step at which the run ends.
  public var totalSteps: Int
  /// Passes over the training split completed, as a fraction.
  public var epoch: Double
  /// Samples trained per second, averaged over the last steps.
  public var samplesPerSecond: Double
  /// Seconds to the end at this speed, or nil while nothing was measured.
  public var secondsLeft: Double?
  /// What is done about the outputs of frozen rows; nil where nothing is.
  public var cache: CacheStatus?

  private enum CodingKeys: String, CodingKey {
    case step
    case totalSteps = "total_steps"
    case epoch
    case samplesPerSecond = "samples_per_second"
    case secondsLeft = "seconds_left"
    case cache
  }

  /// Describes progress.
  public init(
    step: Int, totalSteps: Int, epoch: Double, samplesPerSecond: Double, secondsLeft: Double?,
    cache: CacheStatus? = nil
  ) {
    self.step = step
    self.totalSteps = totalSteps
    self.epoch = epoch
    self.samplesPerSecond = samplesPerSecond
    self.secondsLeft = secondsLeft
    self.cache = cache
  }
}

/// Something that went wrong in training and that a person should see.
public struct Alarm: Codable, Equatable, Sendable {
  /// Steps completed when it was seen.
  public var step: Int
  /// The row in which it appeared first, where one can be named.
  public var row: String?
  /// What happened and what was done: `loss is NaN; the run is paused`.
  public var message: String

  /// Describes an alarm.
  public init(step: Int, row: String?, message: String) {
    self.step = step
    self.row = row
    self.message = message
  }
}

/// A run's return to an earlier moment; what it did since is abandoned, and kept.
public struct Rewind: Equatable, Sendable {
  /// Where in a session a moment is.
  public enum Place: Equatable, Sendable {
    /// On a branch of this engine's: 0 is the one that it began with, each rewind begins the next; and the bus number of the
    /// last signal before the moment.
    case branch(Int, sequence: UInt64)
    /// On an attempt of the session's, of an engine before; and the number of the last journal entry before the moment.
    case attempt(Int, entry: Int)
  }

  /// Steps completed at that moment.
  public var step: Int
  /// Where it is.
  public var place: Place

  /// Describes a return.
  public init(step: Int, to place: Place) {
    self.step = step
    self.place = place
  }
}

/// What a run tells everybody.
public enum Event: Equatable, Sendable {
  /// The run entered a phase after `step` steps; `reason` is set for pauses by alarm and failures.
  case phase(Phase, step: Int, reason: String?)
  /// Values of one or more steps, in order.
  case metrics([MetricRecord])
  /// Rows whose state changed at a step boundary; precedes the journal entry of its command.
  case rows([String: RowState], step: Int)
  /// A command was answered.
  case journal(JournalEntry)
  /// A checkpoint reached the disk; sent after the folder is renamed into place.
  case checkpoint(CheckpointInfo)
  case progress(Progress)
  case alarm(Alarm)
  /// How the run trains from here on; sent when it starts and after every change.
  case regimen(Regimen)
  /// What stands behind the states of rows, as of `step`; replaces what was told of them before.
  case standings([String: RowStanding], step: Int)
  case calibration(Calibration)
  /// The run went back; what follows goes on from there.
  case rewound(Rewind)

  /// The key under which a newer event replaces an older one; nil for events that must all arrive.
  public var coalescingKey: String? {
    switch self {
    case .progress: "progress"
    case .regimen: "regimen"
    case .calibration: "calibration"
    default: nil
    }
  }
}
