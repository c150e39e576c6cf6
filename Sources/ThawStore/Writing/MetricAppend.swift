import GRDB
import ThawProtocol

/// Stores records as ticks and keeps the metrics' summaries, inside the caller's transaction.
struct MetricAppend {
  private let db: Database
  private(set) var state: WriterState
  private var touched: Set<String> = []

  init(_ db: Database, _ state: WriterState) {
    self.db = db
    self.state = state
  }

  mutating func append(_ records: [MetricRecord]) throws {
    let insert = try db.cachedStatement(sql: "INSERT INTO tick VALUES (?, ?, ?, ?, ?)")
    for record in records {
      guard record.step >= state.lastStep else {
        throw StoreError.stepWentBack(from: state.lastStep, to: record.step)
      }
      let values = try record.values.map { name, value in
        (metric: try add(value, to: name), value: value)
      }
      try insert.execute(arguments: [
        state.nextTick, record.step, record.epoch, record.time, RecordBlob.encode(values),
      ])
      state.nextTick += 1
      state.tail += 1
      state.lastStep = record.step
      state.pace.add(step: record.step, time: record.time)
      touched.formUnion(record.values.keys)
    }
    try saveSummaries()
  }

  /// Counts a value and returns its metric's number.
  private mutating func add(_ value: Double, to name: String) throws -> Int {
    if let known = state.metrics[name] {
      state.metrics[name]?.summary.add(value, known.direction)
      return known.id
    }
    try db.execute(
      sql: "INSERT INTO metric (name, count) VALUES (?, 0)", arguments: [name])
    let direction = MetricDefinition(named: name).direction
    var metric = WriterState.Metric(
      id: Int(db.lastInsertedRowID), direction: direction,
      summary: MetricSummary(last: value, best: nil, count: 0))
    metric.summary.add(value, direction)
    state.metrics[name] = metric
    return metric.id
  }

  private func saveSummaries() throws {
    let update = try db.cachedStatement(
      sql: "UPDATE metric SET count = ?, last = ?, best = ? WHERE id = ?")
    for name in touched {
      guard let metric = state.metrics[name] else { continue }
      try update.execute(arguments: [
        metric.summary.count, metric.summary.last, metric.summary.best, metric.id,
      ])
    }
  }
}
