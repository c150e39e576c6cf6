public import Foundation

/// What a metric came to.
public struct MetricSummary: Equatable, Sendable {
  /// The newest value; may be NaN or infinite.
  public var last: Double
  /// The best finite value by the metric's direction; nil for neutral metrics or none finite.
  public var best: Double?
  /// How many values were logged.
  public var count: Int

  /// Summarises a metric.
  public init(last: Double, best: Double?, count: Int) {
    self.last = last
    self.best = best
    self.count = count
  }
}

/// One line of a session listing.
public struct SessionSummary: Equatable, Sendable {
  /// The session's name, and its folder's.
  public var name: String
  /// Its state, as far as files and the engine's lock tell.
  public var state: SessionState
  /// Optimizer steps completed.
  public var step: Int
  /// When it began.
  public var started: Date
  /// What each metric came to, by name; rows' metrics left out.
  public var metrics: [String: MetricSummary]
  /// What data it waits for, where a live run does.
  public var waiting: String?
  /// What people say of it.
  public var labels = SessionLabels()
  /// The recipe's keys, dotted, with their values in print, where they were asked for.
  public var recipe: [String: String] = [:]
  /// Metrics at steps by ``StepField/field``, where they were asked for.
  public var valuesAtSteps: [String: Double] = [:]
  /// What it takes on disk, where that was asked for.
  public var bytes: Int?

  /// Summarises a session.
  public init(
    name: String, state: SessionState, step: Int, started: Date,
    metrics: [String: MetricSummary]
  ) {
    self.name = name
    self.state = state
    self.step = step
    self.started = started
    self.metrics = metrics
  }
}

extension SessionSummary {
  /// Its state as people read it.
  public var stateText: String { waiting == nil ? state.rawValue : "waiting for data" }
}

/// A session without its curves: what `thaw show` prints.
public struct SessionDetail: Equatable, Sendable {
  /// Its line in a listing.
  public var summary: SessionSummary
  /// Passes over the training split completed, as a fraction.
  public var epoch: Double
  /// The step at which it ends or was to end.
  public var totalSteps: Int
  /// The layer board as last stored.
  public var rows: [LayerRow]
  /// What was asked of it and what became of that, oldest first.
  public var journal: [JournalEntry]
  /// The places in the journal of what is no longer in force: undone, or lost when the run was resumed.
  public var takenBack: Set<Int> = []
  /// Why it is paused or ended, where that was told.
  public var reason: String?
  /// Checkpoints on disk, oldest first.
  public var checkpoints: [CheckpointInfo]
  /// The recipe's keys, dotted, with their values in print: `optimizer.name` → `adamw`.
  ///
  /// Of an imported session: the settings that came with it.
  public var recipe: [String: String]
  /// What an imported session was read from; nil for thaw's own runs.
  public var origin: String?
  /// What was last done about the outputs of its frozen rows; nil where nothing was.
  public var cache: CacheStatus?

  /// Describes a session.
  public init(
    summary: SessionSummary, epoch: Double, totalSteps: Int, rows: [LayerRow],
    journal: [JournalEntry], checkpoints: [CheckpointInfo], recipe: [String: String],
    origin: String? = nil, cache: CacheStatus? = nil
  ) {
    self.summary = summary
    self.epoch = epoch
    self.totalSteps = totalSteps
    self.rows = rows
    self.journal = journal
    self.checkpoints = checkpoints
    self.recipe = recipe
    self.origin = origin
    self.cache = cache
  }
}

extension SessionDetail {
  /// What became of an entry of the journal, and whether that was taken back, in print.
  public func outcomeText(at place: Int) -> String {
    let texts = [journal[place].outcomeText, takenBack.contains(place) ? "taken back" : ""]
    return texts.filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

/// A stretch of a curve: one point, or a fold of several that keeps the extremes.
public struct MetricBucket: Equatable, Sendable {
  /// Step, epoch and time of the first point.
  public var step: Int
  /// Passes over the training split completed at the first point.
  public var epoch: Double
  /// Seconds since the session began at the first point.
  public var time: Double
  /// The step of the last point.
  public var lastStep: Int
  /// Least finite value; NaN if none is finite.
  public var minimum: Double
  /// Greatest finite value; NaN if none is finite.
  public var maximum: Double
  /// Mean of the finite values; NaN if none is finite.
  public var mean: Double
  /// How many points, finite or not.
  public var count: Int
  /// How many of them are NaN or infinite.
  public var nonFinite: Int

  /// Folds points.
  public init(
    step: Int, epoch: Double, time: Double, lastStep: Int,
    minimum: Double, maximum: Double, mean: Double, count: Int, nonFinite: Int
  ) {
    self.step = step
    self.epoch = epoch
    self.time = time
    self.lastStep = lastStep
    self.minimum = minimum
    self.maximum = maximum
    self.mean = mean
    self.count = count
    self.nonFinite = nonFinite
  }

  /// A single point.
  public init(step: Int, epoch: Double, time: Double, value: Double) {
    let finite = value.isFinite ? value : .nan
    self.init(
      step: step, epoch: epoch, time: time, lastStep: step,
      minimum: finite, maximum: finite, mean: finite, count: 1, nonFinite: value.isFinite ? 0 : 1)
  }

  /// Whether every point is NaN or infinite.
  public var isEmpty: Bool { count == nonFinite }

  /// This stretch with the one that follows it.
  public func merged(with next: MetricBucket) -> MetricBucket {
    let finite = (count - nonFinite, next.count - next.nonFinite)
    let mean: Double =
      switch finite {
      case (_, 0): self.mean
      case (0, _): next.mean
      default:
        (self.mean * Double(finite.0) + next.mean * Double(finite.1)) / Double(finite.0 + finite.1)
      }
    return MetricBucket(
      step: step, epoch: epoch, time: time, lastStep: next.lastStep,
      minimum: finite.0 == 0 ? next.minimum : finite.1 == 0 ? minimum : min(minimum, next.minimum),
      maximum: finite.0 == 0 ? next.maximum : finite.1 == 0 ? maximum : max(maximum, next.maximum),
      mean: mean, count: count + next.count, nonFinite: nonFinite + next.nonFinite)
  }
}
