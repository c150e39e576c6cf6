import ThawProtocol
import ThawStore

/// Compares what a replay logs, step by step, with what was recorded.
struct ReplayComparison {
  private var recorded: [Int: [(metric: String, value: Double)]] = [:]
  /// What the replay logged at the step that is not over yet.
  private var current: (step: Int, values: [String: Double])?
  private var last = 0
  private var compared = 0
  private var inexact = 0
  /// By how much losses may differ, relative to what exceeds 1; nil: by nothing at all.
  private let tolerance: Double?

  /// Reads what was recorded.
  init(_ reader: SessionReader, tolerance: Double? = nil) throws {
    self.tolerance = tolerance
    for metric in try reader.metricNames() where Self.isReproducible(metric) {
      try reader.points(of: metric) { point in
        recorded[point.step, default: []].append((metric, point.value))
        last = max(last, point.step)
      }
    }
  }

  /// Whether a metric depends on nothing but recipe and journal.
  static func isReproducible(_ metric: String) -> Bool {
    switch metric {
    case MetricName.trainLoss, MetricName.learningRate, MetricName.gradientNorm: true
    case _ where metric.hasPrefix("val/"): true
    case _ where metric.hasPrefix("row/"):
      ["grad_norm", "update_ratio", "drift"].contains { metric.hasSuffix("/" + $0) }
    default: false
    }
  }

  /// Takes what the replay logged.
  mutating func take(_ record: MetricRecord) throws(ReplayDifference) {
    if let current, current.step != record.step { try compareCurrent() }
    var values = current?.values ?? [:]
    values.merge(record.values) { $1 }
    current = (record.step, values)
  }

  /// Takes what became of a command; what the plan was refused it was refused before.
  func take(_ entry: JournalEntry) throws(ReplayDifference) {
    guard case .refused(let reason) = entry.outcome, (try? Command(parsing: entry.command)) != nil
    else { return }
    throw .refused(step: entry.step, command: entry.command, reason: reason)
  }

  /// Compares what is left.
  mutating func finish(commands: Int) throws(ReplayDifference) -> ReplayVerification.Result {
    try compareCurrent()
    if let step = recorded.keys.min(), let value = recorded[step]?.first {
      throw .missing(step: step, metric: value.metric)
    }
    return ReplayVerification.Result(
      steps: last, values: compared, inexact: inexact, commands: commands)
  }

  private mutating func compareCurrent() throws(ReplayDifference) {
    guard let (step, values) = current else { return }
    current = nil
    for (metric, value) in recorded.removeValue(forKey: step) ?? [] {
      guard let again = values[metric] else { throw .missing(step: step, metric: metric) }
      compared += 1
      if again.bitPattern == value.bitPattern || (again.isNaN && value.isNaN) { continue }
      guard isTolerable(metric, value, again) else {
        throw .value(step: step, metric: metric, recorded: value, replayed: again)
      }
      inexact += 1
    }
  }

  private func isTolerable(_ metric: String, _ recorded: Double, _ replayed: Double) -> Bool {
    guard let tolerance else { return false }
    // The promise is about losses; norms and drifts follow them more loosely.
    guard metric.hasSuffix("/loss") else { return true }
    return abs(replayed - recorded) <= tolerance * max(1, abs(recorded))
  }
}
