import GRDB
import ThawProtocol

/// Reads values of metrics out of ticks, blocks and pyramid, inside the caller's transaction.
final class SeriesSource {
  private static let cachedTickBlocks = 64

  let db: Database
  private let metrics: Set<Int>
  private var tickBlocks: [Int: TickColumns] = [:]
  private var recent: TickColumns?
  private lazy var tail = Result { try Tail(db, of: metrics) }

  /// Reads some metrics; ticks that are rows are read once for all of them.
  init(_ db: Database, metrics: Set<Int>) {
    self.db = db
    self.metrics = metrics
  }

  /// Folds that cover a range of ticks exactly, as coarse as a level allows.
  ///
  /// Whole folds of the level fill the middle; the ends come from finer levels, and at last from
  /// values.
  func collect(
    _ metric: Int, level: Int, _ ticks: ClosedRange<Int>, into fold: inout ColumnFold
  ) throws {
    guard PyramidNode.levels.contains(level) else {
      return try segments(of: metric, ticks) { fold.add($0) }
    }
    let folds = try folds(of: metric, level: level, in: ticks)
    guard let first = folds.first, let last = folds.last else {
      return try collect(metric, level: level - 1, ticks, into: &fold)
    }
    if first.firstTick > ticks.lowerBound {
      let before = ticks.lowerBound...(first.firstTick - 1)
      try collect(metric, level: level - 1, before, into: &fold)
    }
    for found in folds { fold.add(found.bucket) }
    if last.lastTick < ticks.upperBound {
      let after = (last.lastTick + 1)...ticks.upperBound
      try collect(metric, level: level - 1, after, into: &fold)
    }
  }

  /// The coarsest level that still has a fold for each column; below the pyramid's: the values.
  func level(
    of metric: Int, _ ticks: ClosedRange<Int>, columns: Int
  ) throws -> Int {
    let nodes = columns / PyramidNode.capacity + 2
    for level in PyramidNode.levels.reversed() {
      let found = try Int.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT count(*) FROM (
              SELECT 1 FROM pyramid
              WHERE metric = ? AND level = ? AND firstTick BETWEEN ? AND ? LIMIT ?)
            """),
        arguments: [metric, level, ticks.lowerBound, ticks.upperBound, nodes])
      if found == nodes { return level }
    }
    return PyramidNode.levels.lowerBound - 1
  }

  /// The values of a metric in a range of ticks, some thousand at a time.
  func segments(
    of metric: Int, _ ticks: ClosedRange<Int>, _ body: (SeriesSegment) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT firstTick, data FROM block
          WHERE metric = :metric AND lastTick >= :first AND firstTick <= :last
            AND firstTick >= coalesce((
              SELECT max(firstTick) FROM block WHERE metric = :metric AND firstTick <= :first), 0)
          ORDER BY firstTick
          """),
      arguments: ["metric": metric, "first": ticks.lowerBound, "last": ticks.upperBound])
    while let row = try rows.next() {
      let block = try ValueBlock(firstTick: row[0], decoding: row[1])
      var range = block.places(in: ticks)
      while let first = range.first {
        let columns = try columns(holding: block.ticks[first])
        let part = block.places(in: columns.firstTick...columns.lastTick).clamped(to: range)
        guard !part.isEmpty else {
          throw BlobError(detail: "tick \(block.ticks[first]) is missing")
        }
        try body(SeriesSegment(columns: columns, block: block, range: part))
        range = part.upperBound..<range.upperBound
      }
    }
    guard let tail = try tail.get(), let block = tail.blocks[metric] else { return }
    let range = block.places(in: ticks)
    if !range.isEmpty { try body(SeriesSegment(columns: tail.columns, block: block, range: range)) }
  }

  /// A range of ticks cut where blocks of a metric begin, so that each can be read where another is damaged.
  func parts(of metric: Int, _ ticks: ClosedRange<Int>) throws -> [ClosedRange<Int>] {
    // The index tells, without the blocks.
    var starts = try Int.fetchAll(
      db.cachedStatement(
        sql: "SELECT firstTick FROM block WHERE metric = ? AND firstTick > ? AND firstTick <= ?"),
      arguments: [metric, ticks.lowerBound, ticks.upperBound])
    starts = [ticks.lowerBound] + starts.sorted()
    return zip(starts, starts.dropFirst() + [ticks.upperBound + 1]).map { $0...($1 - 1) }
  }

  /// Steps, epochs and times of the folded ticks around one.
  func columns(holding tick: Int) throws -> TickColumns {
    if let recent, recent.firstTick <= tick, tick <= recent.lastTick { return recent }
    let first = try Int.fetchOne(
      db.cachedStatement(sql: "SELECT max(firstTick) FROM tickBlock WHERE firstTick <= ?"),
      arguments: [tick])
    guard let first else { throw BlobError(detail: "tick \(tick) is missing") }
    let columns = try tickBlocks[first] ?? decodedColumns(first)
    if tickBlocks.count == Self.cachedTickBlocks { tickBlocks = [:] }
    tickBlocks[first] = columns
    recent = columns
    return columns
  }

  private func decodedColumns(_ first: Int) throws -> TickColumns {
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT data FROM tickBlock WHERE firstTick = ?"),
      arguments: [first])
    guard let row else { throw BlobError(detail: "tick \(first) is missing") }
    return try TickColumns(firstTick: first, decoding: row[0])
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
