import GRDB
import ThawProtocol

/// Counts anew what each metric came to, after a new attempt took steps back.
struct MetricSummaries {
  private let db: Database

  init(_ db: Database) { self.db = db }

  /// Counts anew; every tick must be folded.
  func recount() throws {
    let metrics = try Row.fetchAll(db, sql: "SELECT id, name FROM metric")
    let source = SeriesSource(db, metrics: [])
    let shown = try TickRanges(source).visible(steps: nil)
    for metric in metrics {
      let id: Int = metric[0]
      let direction = MetricDefinition(named: metric[1]).direction
      let summary = try summary(of: id, direction, shown, source)
      try db.execute(
        sql: "UPDATE metric SET count = ?, last = ?, best = ? WHERE id = ?",
        arguments: [summary.count, summary.last, summary.best, id])
    }
  }

  private func summary(
    of metric: Int, _ direction: MetricDirection, _ shown: TickRanges.Shown, _ source: SeriesSource
  ) throws -> MetricSummary {
    var fold = ColumnFold(columns: 1, of: shown.steps)
    for ticks in shown.ticks {
      try source.collect(metric, level: PyramidNode.levels.upperBound, ticks, into: &fold)
    }
    guard let whole = fold.buckets.first else {
      return MetricSummary(last: .nan, best: nil, count: 0)
    }
    let best: Double? =
      switch direction {
      case .lowerIsBetter: whole.minimum
      case .higherIsBetter: whole.maximum
      case .neutral: nil
      }
    return MetricSummary(
      last: try last(of: metric, shown, source), best: whole.isEmpty ? nil : best,
      count: whole.count)
  }

  private func last(
    of metric: Int, _ shown: TickRanges.Shown, _ source: SeriesSource
  ) throws -> Double {
    var last = Double.nan
    for ticks in shown.ticks.reversed() {
      let block = try Int.fetchOne(
        db,
        sql: """
          SELECT max(firstTick) FROM block WHERE metric = ? AND firstTick BETWEEN ? AND ?
          """,
        arguments: [metric, ticks.lowerBound, ticks.upperBound])
      guard let block else { continue }
      try source.segments(of: metric, block...ticks.upperBound) { segment in
        last = segment.block.values[segment.range.upperBound - 1]
      }
      return last
    }
    return last
  }
}
