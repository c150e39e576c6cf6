import GRDB

/// The newest ticks, those that are still rows: what they hold of some metrics.
struct Tail {
  var columns: TickColumns
  /// Values by metric.
  var blocks: [Int: ValueBlock] = [:]

  /// Reads the oldest ticks, at most so many; nil where there are none.
  ///
  /// - Throws: What the database throws, or `BlobError`.
  init?(_ db: Database, of metrics: Set<Int>? = nil, limit: Int = -1) throws {
    let rows = try Row.fetchCursor(
      db.cachedStatement(sql: "SELECT id, step, epoch, time, data FROM tick ORDER BY id LIMIT ?"),
      arguments: [limit])
    guard var row = try rows.next() else { return nil }
    columns = TickColumns(firstTick: row[0])
    while true {
      let tick: Int = row[0]
      guard tick == columns.lastTick + 1 else {
        throw BlobError(detail: "tick \(tick) is out of order")
      }
      columns.append(step: row[1], epoch: row[2], time: row[3])
      try RecordBlob.decode(row[4]) { metric, value in
        if metrics?.contains(metric) ?? true {
          blocks[metric, default: ValueBlock()].append(tick: tick, value: value)
        }
      }
      guard let next = try rows.next() else { return }
      row = next
    }
  }
}
