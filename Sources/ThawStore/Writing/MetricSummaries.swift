import GRDB
import ThawProtocol

/// Counts anew what each metric came to, after a new attempt took steps back.
struct MetricSummaries {
  private let db: Database

  init(_ db: Database) { self.db = db }

  func recount() throws {
    let source = SeriesSource(db)
    let ranges = try TickRanges(source).visible(steps: nil)
    let metrics = try Row.fetchAll(db, sql: "SELECT id, name FROM metric")
    for metric in metrics {
      let name: String = metric[1]
      let summary = try summary(of: metric[0], named: name, ranges, source)
      try db.execute(
        sql: "UPDATE metric SET count = ?, last = ?, best = ? WHERE id = ?",
        arguments: [summary.count, summary.last, summary.best, metric[0] as Int])
    }
  }

  private func summary(
    of metric: Int, named name: String, _ ranges: [ClosedRange<Int>], _ source: SeriesSource
  ) throws -> MetricSummary {
    var buckets: [MetricBucket] = []
    for range in ranges {
      try source.collect(metric, level: PyramidNode.levels.upperBound, range) { buckets.append($0) }
    }
    var last = Double.nan
    if let range = ranges.last(where: { (try? source.lastTick(of: metric, in: $0)) != nil }),
      let tick = try source.lastTick(of: metric, in: range)
    {
      try source.points(of: metric, tick...tick) { last = $0.value }
    }
    guard let first = buckets.first else { return MetricSummary(last: last, best: nil, count: 0) }
    let whole = buckets.dropFirst().reduce(first) { $0.merged(with: $1) }
    let best: Double? =
      switch MetricDefinition(named: name).direction {
      case .lowerIsBetter: whole.minimum
      case .higherIsBetter: whole.maximum
      case .neutral: nil
      }
    return MetricSummary(last: last, best: whole.isEmpty ? nil : best, count: whole.count)
  }
}
