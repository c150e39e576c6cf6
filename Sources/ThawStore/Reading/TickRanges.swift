import GRDB

/// Finds the ticks that readers show: of each attempt, what no later one took back.
struct TickRanges {
  /// What is shown of a run.
  struct Shown {
    /// Ranges of ticks in order of their steps.
    var ticks: [ClosedRange<Int>]
    /// From the step of the first tick to that of the last; 0 where there is none.
    var steps: ClosedRange<Int>
  }

  private let source: SeriesSource
  private var db: Database { source.db }

  init(_ source: SeriesSource) { self.source = source }

  /// Finds what is shown of all steps, or of a range of them.
  func visible(steps: ClosedRange<Int>?) throws -> Shown {
    let ticks = try ranges(steps: steps)
    let first = try ticks.first.map { try step(of: $0.lowerBound) } ?? 0
    let last = try ticks.last.map { try step(of: $0.upperBound) } ?? 0
    return Shown(ticks: ticks, steps: first...max(first, last))
  }

  /// The steps from the first to the last of some ticks.
  func steps(of ticks: ClosedRange<Int>) throws -> ClosedRange<Int> {
    let first = try step(of: ticks.lowerBound)
    return first...max(first, try step(of: ticks.upperBound))
  }

  private func step(of tick: Int) throws -> Int {
    let row = try Int.fetchOne(db, sql: "SELECT step FROM tick WHERE id = ?", arguments: [tick])
    if let row { return row }
    let columns = try source.columns(holding: tick)
    guard tick <= columns.lastTick else { throw BlobError(detail: "tick \(tick) is missing") }
    return columns.steps[tick - columns.firstTick]
  }

  /// The ticks that are shown of all steps, or of a range of them, in order of their steps.
  func ranges(steps: ClosedRange<Int>?) throws -> [ClosedRange<Int>] {
    try AttemptPath(db).parts.compactMap { part in
      guard !part.ticks.isEmpty else { return nil }
      let bound = [part.lastStep, steps?.upperBound].compactMap(\.self).min()
      return try cut(ClosedRange(part.ticks), from: steps?.lowerBound, through: bound)
    }
  }

  /// Finds what was logged and later taken back, a range for each attempt.
  func abandoned() throws -> [ClosedRange<Int>] {
    try AttemptPath(db).abandoned.compactMap { part in
      try cut(ClosedRange(part.ticks), from: part.after.map { $0 + 1 }, through: nil)
    }
  }

  /// The part of an attempt's ticks whose steps lie in bounds.
  private func cut(
    _ ticks: ClosedRange<Int>, from first: Int?, through last: Int?
  ) throws -> ClosedRange<Int>? {
    let lower = try first.map { try firstTick(in: ticks, atOrAfter: $0) } ?? ticks.lowerBound
    let upper = try last.map { try lastTick(in: ticks, atOrBefore: $0) } ?? ticks.upperBound
    guard let lower, let upper, lower <= upper else { return nil }
    return lower...upper
  }

  private func firstTick(in ticks: ClosedRange<Int>, atOrAfter step: Int) throws -> Int? {
    let block = try Int.fetchOne(
      db,
      sql: """
        SELECT min(firstTick) FROM tickBlock WHERE firstTick BETWEEN ? AND ? AND lastStep >= ?
        """,
      arguments: [ticks.lowerBound, ticks.upperBound, step])
    if let block {
      let columns = try source.columns(holding: block)
      return columns.steps.firstIndex { $0 >= step }.map { block + $0 }
    }
    return try Int.fetchOne(
      db, sql: "SELECT min(id) FROM tick WHERE id BETWEEN ? AND ? AND step >= ?",
      arguments: [ticks.lowerBound, ticks.upperBound, step])
  }

  private func lastTick(in ticks: ClosedRange<Int>, atOrBefore step: Int) throws -> Int? {
    let row = try Int.fetchOne(
      db, sql: "SELECT max(id) FROM tick WHERE id BETWEEN ? AND ? AND step <= ?",
      arguments: [ticks.lowerBound, ticks.upperBound, step])
    if let row { return row }
    let block = try Int.fetchOne(
      db,
      sql: """
        SELECT max(firstTick) FROM tickBlock WHERE firstTick BETWEEN ? AND ? AND firstStep <= ?
        """,
      arguments: [ticks.lowerBound, ticks.upperBound, step])
    guard let block else { return nil }
    let columns = try source.columns(holding: block)
    return columns.steps.lastIndex { $0 <= step }.map { block + $0 }
  }
}
