import GRDB
import ThawProtocol

/// Reads values of metrics out of ticks, blocks and pyramid, inside the caller's transaction.
final class SeriesSource {
  let db: Database
  /// The block that was decoded last; values come in order, so the next is mostly in it too.
  private var recent: TickColumns?

  init(_ db: Database) { self.db = db }

  /// Folds that cover a range of ticks exactly, as coarse as a level allows.
  ///
  /// Whole folds of the level fill the middle; the ends come from finer levels, and at last from values.
  func collect(
    _ metric: Int, level: Int, _ ticks: ClosedRange<Int>, _ body: (MetricBucket) -> Void
  ) throws {
    guard PyramidNode.levels.contains(level) else {
      try points(of: metric, ticks) { point in
        body(
          MetricBucket(step: point.step, epoch: point.epoch, time: point.time, value: point.value))
      }
      return
    }
    let folds = try folds(of: metric, level: level, in: ticks)
    guard let first = folds.first, let last = folds.last else {
      return try collect(metric, level: level - 1, ticks, body)
    }
    if first.firstTick > ticks.lowerBound {
      try collect(metric, level: level - 1, ticks.lowerBound...(first.firstTick - 1), body)
    }
    for fold in folds { body(fold.bucket) }
    if last.lastTick < ticks.upperBound {
      try collect(metric, level: level - 1, (last.lastTick + 1)...ticks.upperBound, body)
    }
  }

  /// Whether a level has at least so many folds in a range.
  func hasFolds(
    _ wanted: Int, of metric: Int, level: Int, in ticks: ClosedRange<Int>
  ) throws
    -> Bool
  {
    let nodes = wanted / PyramidNode.capacity + 2
    let found = try Int.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT count(*) FROM (
            SELECT 1 FROM pyramid
            WHERE metric = ? AND level = ? AND firstTick BETWEEN ? AND ? LIMIT ?)
          """),
      arguments: [metric, level, ticks.lowerBound, ticks.upperBound, nodes])
    return (found ?? 0) >= nodes
  }

  /// The values of a metric in a range of ticks, one after the other.
  func points(
    of metric: Int, _ ticks: ClosedRange<Int>, _ body: (MetricPoint) throws -> Void
  ) throws {
    let blocks = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT firstTick, data FROM block
          WHERE metric = :metric AND lastTick >= :first AND firstTick <= :last
            AND firstTick >= coalesce((
              SELECT max(firstTick) FROM block WHERE metric = :metric AND firstTick <= :first), 0)
          ORDER BY firstTick
          """),
      arguments: ["metric": metric, "first": ticks.lowerBound, "last": ticks.upperBound])
    while let row = try blocks.next() {
      let block = try ValueBlock(firstTick: row[0], decoding: row[1])
      for (tick, value) in zip(block.ticks, block.values) where ticks.contains(tick) {
        try body(try columns(holding: tick).point(tick: tick, value: value))
      }
    }
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: "SELECT step, epoch, time, data FROM tick WHERE id BETWEEN ? AND ? ORDER BY id"),
      arguments: [ticks.lowerBound, ticks.upperBound])
    while let row = try rows.next() {
      var found: Double?
      try RecordBlob.decode(row[3]) { if $0 == metric { found = $1 } }
      guard let found else { continue }
      try body(MetricPoint(step: row[0], epoch: row[1], time: row[2], value: found))
    }
  }

  /// The newest tick in a range at which a metric has a value.
  func lastTick(of metric: Int, in ticks: ClosedRange<Int>) throws -> Int? {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: "SELECT id, data FROM tick WHERE id BETWEEN ? AND ? ORDER BY id DESC"),
      arguments: [ticks.lowerBound, ticks.upperBound])
    while let row = try rows.next() {
      var found = false
      try RecordBlob.decode(row[1]) { id, _ in if id == metric { found = true } }
      if found { return row[0] }
    }
    let blocks = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT firstTick, data FROM block
          WHERE metric = ? AND firstTick <= ? AND lastTick >= ? ORDER BY firstTick DESC
          """),
      arguments: [metric, ticks.upperBound, ticks.lowerBound])
    while let row = try blocks.next() {
      let block = try ValueBlock(firstTick: row[0], decoding: row[1])
      if let tick = block.ticks.last(where: ticks.contains) { return tick }
    }
    return nil
  }

  /// Steps, epochs and times of the folded ticks around one.
  func columns(holding tick: Int) throws -> TickColumns {
    if let recent, recent.firstTick <= tick, tick <= recent.lastTick { return recent }
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT firstTick, data FROM tickBlock WHERE firstTick <= ?
          ORDER BY firstTick DESC LIMIT 1
          """),
      arguments: [tick])
    guard let row else { throw BlobError(detail: "tick \(tick) is missing") }
    let columns = try TickColumns(firstTick: row[0], decoding: row[1])
    recent = columns
    return columns
  }

  private func folds(
    of metric: Int, level: Int, in ticks: ClosedRange<Int>
  ) throws -> [TickedBucket] {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT data FROM pyramid
          WHERE metric = :metric AND level = :level AND lastTick >= :first AND firstTick <= :last
            AND firstTick >= coalesce((
              SELECT max(firstTick) FROM pyramid
              WHERE metric = :metric AND level = :level AND firstTick <= :first), 0)
          ORDER BY firstTick
          """),
      arguments: [
        "metric": metric, "level": level, "first": ticks.lowerBound, "last": ticks.upperBound,
      ])
    var found: [TickedBucket] = []
    while let row = try rows.next() {
      found += try PyramidNode(level: level, decoding: row[0]).buckets.filter {
        $0.firstTick >= ticks.lowerBound && $0.lastTick <= ticks.upperBound
      }
    }
    return found
  }
}
