import GRDB
import ThawProtocol

/// Moves the oldest ticks of the tail into blocks and the pyramid, inside the caller's transaction.
struct TailFold {
  /// How many ticks stay rows until they are folded together.
  static let capacity = 4096

  private let db: Database
  /// Folds never reach across the start of an attempt.
  private let attemptTick: Int

  init(_ db: Database, attemptTick: Int) {
    self.db = db
    self.attemptTick = attemptTick
  }

  /// Folds the oldest ticks, at most so many; returns how many there were.
  func fold(_ limit: Int) throws -> Int {
    guard let tail = try Tail(db, limit: limit) else { return 0 }
    try add(tail.columns, tail.blocks)
    try db.cachedStatement(sql: "DELETE FROM tick WHERE id <= ?")
      .execute(arguments: [tail.columns.lastTick])
    return tail.columns.steps.count
  }

  /// Stores ticks that follow all folded ones; `blocks` hold their values by metric.
  func add(_ columns: TickColumns, _ blocks: [Int: ValueBlock]) throws {
    try columns.insert(into: db)
    for (metric, block) in blocks.sorted(by: { $0.key < $1.key }) {
      try append(block, of: metric)
      try push(block, of: metric, columns)
    }
  }

  /// Fills the metric's last block of this attempt and opens new ones.
  private func append(_ added: ValueBlock, of metric: Int) throws {
    var block = added
    let last = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id, firstTick, data FROM block
          WHERE metric = ? AND firstTick >= ? AND count < ? ORDER BY firstTick DESC LIMIT 1
          """),
      arguments: [metric, attemptTick, ValueBlock.capacity])
    if let last {
      block = try ValueBlock(firstTick: last[1], decoding: last[2])
      block.append(added)
      try db.cachedStatement(sql: "DELETE FROM block WHERE id = ?")
        .execute(arguments: [last[0] as Int])
    }
    for part in block.parts {
      try db.cachedStatement(
        sql: "INSERT INTO block (metric, firstTick, lastTick, count, data) VALUES (?, ?, ?, ?, ?)"
      ).execute(arguments: [
        metric, part.ticks.first, part.ticks.last, part.count, part.encoded(),
      ])
    }
  }

  /// Adds values that follow to the folds of a metric; `columns` are of their ticks.
  func push(_ block: ValueBlock, of metric: Int, _ columns: TickColumns) throws {
    var nodes: [(id: Int?, node: PyramidNode)] = []
    for level in PyramidNode.levels { nodes.append(try lastNode(of: metric, level: level)) }
    var start = 0
    let finest = PyramidNode.span(of: PyramidNode.levels.lowerBound)
    // Every level's span is a multiple of the finest, so a part that fits there fits everywhere.
    var room = finest - (nodes[0].node.buckets.last.map { $0.bucket.count % finest } ?? 0)
    while start < block.count {
      let end = min(start + room, block.count)
      var sum = BucketSum()
      for index in start..<end {
        let place = block.ticks[index] - columns.firstTick
        sum.add(
          step: columns.steps[place], epoch: columns.epochs[place], time: columns.times[place],
          value: block.values[index])
      }
      guard let bucket = sum.bucket else { break }
      let part = TickedBucket(
        firstTick: block.ticks[start], lastTick: block.ticks[end - 1], bucket: bucket)
      for index in nodes.indices {
        if nodes[index].node.isFull {
          try save(nodes[index], of: metric)
          nodes[index] = (nil, PyramidNode(level: nodes[index].node.level))
        }
        nodes[index].node.push(part)
      }
      start = end
      room = finest
    }
    for node in nodes { try save(node, of: metric) }
  }

  private func lastNode(of metric: Int, level: Int) throws -> (id: Int?, node: PyramidNode) {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id, data FROM pyramid
          WHERE metric = ? AND level = ? AND firstTick >= ? ORDER BY firstTick DESC LIMIT 1
          """),
      arguments: [metric, level, attemptTick])
    guard let row else { return (nil, PyramidNode(level: level)) }
    return (row[0], try PyramidNode(level: level, decoding: row[1]))
  }

  private func save(_ entry: (id: Int?, node: PyramidNode), of metric: Int) throws {
    let buckets = entry.node.buckets
    guard let first = buckets.first, let last = buckets.last else { return }
    try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO pyramid (id, metric, level, firstTick, lastTick, data)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      entry.id, metric, entry.node.level, first.firstTick, last.lastTick, entry.node.encoded(),
    ])
  }
}

extension TickColumns {
  /// Stores them as a block of ticks.
  func insert(into db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO tickBlock (firstTick, lastTick, firstStep, lastStep, data)
        VALUES (?, ?, ?, ?, ?)
        """
    ).execute(arguments: [firstTick, lastTick, steps.first, steps.last, encoded()])
  }
}

extension ValueBlock {
  /// The block in pieces of at most the capacity.
  fileprivate var parts: [ValueBlock] {
    stride(from: 0, to: count, by: Self.capacity).map { start in
      let range = start..<min(start + Self.capacity, count)
      return ValueBlock(ticks: Array(ticks[range]), values: Array(values[range]))
    }
  }
}
