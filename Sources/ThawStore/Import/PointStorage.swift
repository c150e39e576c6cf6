import GRDB
import ThawProtocol

/// Stores points as folded ticks, without a row for each on the way.
struct PointStorage {
  private let db: Database
  private let points: PointTable
  private var metrics: [WriterState.Metric] = []
  private var columns = TickColumns(firstTick: 1)
  private var blocks: [ValueBlock] = []

  init(_ db: Database, _ points: PointTable) {
    self.db = db
    self.points = points
  }

  /// Stores all points, which must be arranged, and what each metric came to.
  mutating func store() throws {
    for (place, name) in points.names.enumerated() {
      metrics.append(
        .init(
          id: place + 1, direction: MetricDefinition(named: name).direction,
          summary: MetricSummary(last: .nan, best: nil, count: 0)))
      try db.execute(
        sql: "INSERT INTO metric (id, name, count) VALUES (?, ?, 0)", arguments: [place + 1, name])
    }
    blocks = Array(repeating: ValueBlock(), count: metrics.count)
    try points.forEachTick { tick in
      guard let first = tick.first else { return }
      columns.append(step: first.step, epoch: first.epoch, time: first.time)
      for point in tick {
        let metric = Int(point.metric)
        blocks[metric].append(tick: columns.lastTick, value: point.value)
        metrics[metric].summary.add(point.value, metrics[metric].direction)
      }
      if columns.steps.count == TailFold.capacity { try fold() }
    }
    if !columns.steps.isEmpty { try fold() }
    for metric in metrics {
      try db.execute(
        sql: "UPDATE metric SET count = ?, last = ?, best = ? WHERE id = ?",
        arguments: [
          metric.summary.count, metric.summary.last, metric.summary.best, metric.id,
        ])
    }
  }

  private mutating func fold() throws {
    var filled: [Int: ValueBlock] = [:]
    for (place, block) in blocks.enumerated() where block.count > 0 {
      filled[metrics[place].id] = block
      blocks[place] = ValueBlock()
    }
    try TailFold(db, attemptTick: 1).add(columns, filled)
    columns = TickColumns(firstTick: columns.lastTick + 1)
  }
}
