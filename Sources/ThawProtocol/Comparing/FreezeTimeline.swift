/// Which rows trained during which steps of a session, told from its board and its journal.
///
/// The store keeps the board as it is now and each change. A row that no command touched was always what it is
/// now; one that was touched began as the recipe's `method.train` says, or, where that cannot be read,
/// as the opposite of the first thing done to it.
public struct FreezeTimeline: Equatable, Sendable {
  /// Steps between two changes.
  public struct Stretch: Equatable, Sendable {
    /// Steps completed at its start, and at its end.
    public var steps: Range<Int>
    /// Indices of the rows that trained.
    public var trainable: Set<Int>
  }

  /// The rows' names from input to output.
  public let rows: [String]
  /// The stretches in order of steps; empty for a session without layers.
  public private(set) var stretches: [Stretch] = []

  /// Tells it from a session; an imported one has no rows.
  public init(_ detail: SessionDetail) {
    rows = detail.rows.map(\.name)
    guard !rows.isEmpty else { return }
    let names = rows
    let changes = Interventions(detail.journal).inForce.compactMap { intervention in
      Change(intervention.command, at: intervention.step, rows: names)
    }
    var trainable = Self.start(detail, changes)
    var first = 0
    for change in changes {
      // A step that lies before what was already told: the run went back to a checkpoint.
      while let last = stretches.last, last.steps.lowerBound >= change.step {
        stretches.removeLast()
      }
      if let last = stretches.last, last.steps.upperBound > change.step {
        stretches[stretches.count - 1].steps = last.steps.lowerBound..<change.step
      }
      first = min(first, change.step)
      if change.step > first {
        stretches.append(Stretch(steps: first..<change.step, trainable: trainable))
      }
      trainable = change.applied(to: trainable)
      first = change.step
    }
    let end = max(detail.summary.step, first + 1)
    stretches.append(Stretch(steps: first..<end, trainable: trainable))
  }

  /// The rows that train in the step after so many were completed; those at the end beyond it.
  public func trainable(after step: Int) -> Set<Int> {
    stretches.last { $0.steps.lowerBound <= step }?.trainable ?? stretches.first?.trainable ?? []
  }

  /// When a row trained.
  public func intervals(of row: Int) -> [StepInterval] {
    var intervals: [StepInterval] = []
    var start: Int?
    for stretch in stretches {
      let trains = stretch.trainable.contains(row)
      if trains, start == nil { start = stretch.steps.lowerBound }
      if !trains, let begun = start {
        intervals.append(StepInterval(from: begun, to: stretch.steps.lowerBound))
        start = nil
      }
    }
    if let start { intervals.append(StepInterval(from: start, to: nil)) }
    return intervals
  }

  /// The rows that train before the first change.
  private static func start(_ detail: SessionDetail, _ changes: [Change]) -> Set<Int> {
    let names = detail.rows.map(\.name)
    let planned = detail.recipe["method.train"].flatMap { rows(of: $0, in: names) }
    return Set(
      names.indices.filter { row in
        guard let first = changes.first(where: { $0.rows.contains(row) }) else {
          return detail.rows[row].state == .trainable
        }
        return planned.map { $0.contains(row) } ?? (first.state == .frozen)
      })
  }

  private static func rows(of method: String, in names: [String]) -> Set<Int>? {
    if method == "all" { return Set(names.indices) }
    if method == "head" { return Set(names.indices.suffix(1)) }
    if method.hasPrefix("last:"), let count = Int(method.dropFirst(5)) {
      return Set(names.indices.suffix(count))
    }
    let patterns = method.split(separator: ",").map { String($0.drop { $0 == " " }) }
    return (try? RowPattern.indices(of: patterns, in: names)).map(Set.init)
  }
}

/// Steps between which something held.
public struct StepInterval: Codable, Hashable, Sendable {
  /// Steps completed when it began.
  public var from: Int
  /// Steps completed when it ended; nil where it held to the end.
  public var to: Int?

  /// States an interval.
  public init(from: Int, to: Int?) {
    self.from = from
    self.to = to
  }

  /// In print: `from 136`, `until 395`, `136 to 395`; `all along` from beginning to end.
  public var text: String {
    switch (from, to) {
    case (0, nil): "all along"
    case (0, let to?): "until \(to)"
    case (_, nil): "from \(from)"
    case (_, let to?): "\(from) to \(to)"
    }
  }
}

/// A freeze or thaw that took effect.
private struct Change {
  var step: Int
  var rows: Set<Int>
  var state: RowState

  init?(_ command: Command, at step: Int, rows names: [String]) {
    self.step = step
    let patterns: [String]
    switch command {
    case .freeze(let rows): (patterns, state) = (rows, .frozen)
    case .thaw(let rows): (patterns, state) = (rows, .trainable)
    default: return nil
    }
    guard let found = try? RowPattern.indices(of: patterns, in: names) else { return nil }
    rows = Set(found)
  }

  func applied(to trainable: Set<Int>) -> Set<Int> {
    state == .frozen ? trainable.subtracting(rows) : trainable.union(rows)
  }
}
