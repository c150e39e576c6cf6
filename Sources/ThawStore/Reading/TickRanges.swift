import GRDB

/// Finds the ticks that readers show: of each attempt, what no later one took back.
struct TickRanges {
  private let source: SeriesSource
  private var db: Database { source.db }

  init(_ source: SeriesSource) { self.source = source }

  /// Ranges of ticks in order of their steps, of all steps or a range of them.
  func visible(steps: ClosedRange<Int>?) throws -> [ClosedRange<Int>] {
    let attempts = try Row.fetchAll(
      db, sql: "SELECT startStep, firstTick FROM attempt ORDER BY number")
    let newest = try Int.fetchOne(
      db,
      sql: """
        SELECT max(coalesce((SELECT max(id) FROM tick), 0),
                   coalesce((SELECT max(lastTick) FROM tickBlock), 0))
        """)
    var ranges: [ClosedRange<Int>] = []
    var end = newest ?? 0
    var leastStart: Int?
    for attempt in attempts.reversed() {
      let firstTick: Int = attempt[1]
      if firstTick <= end {
        let bound = [leastStart, steps?.upperBound].compactMap(\.self).min()
        if let range = try cut(firstTick...end, from: steps?.lowerBound, through: bound) {
          ranges.append(range)
        }
      }
      end = firstTick - 1
      leastStart = min(leastStart ?? attempt[0], attempt[0])
    }
    return ranges.reversed()
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
