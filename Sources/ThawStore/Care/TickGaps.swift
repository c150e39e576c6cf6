import GRDB

/// Ticks of which it is lost when they were: their steps, epochs and times are spaced evenly between those that are known.
///
/// The values of such ticks stay. Where a step has one tick, as in most runs, the steps are what they were.
struct TickGaps {
  private struct Moment {
    var step: Int
    var epoch: Double
    var time: Double
  }

  /// How many ticks in a row may be lost; a row that says so of more lies.
  private static let most = 1 << 24

  private let db: Database

  init(_ db: Database) { self.db = db }

  /// Fills all gaps, inside the caller's transaction; returns which ticks they were.
  @discardableResult
  func fill() throws -> [ClosedRange<Int>] {
    let steps = try removeBroken()
    let gaps = try gaps()
    for gap in gaps { try fill(gap, steps: steps[gap]) }
    return gaps
  }

  /// Takes out the blocks of ticks that cannot be decoded; returns the steps that their rows tell.
  private func removeBroken() throws -> [ClosedRange<Int>: ClosedRange<Int>] {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT firstTick, lastTick, firstStep, lastStep, data FROM tickBlock")
    var broken: [Int] = []
    var steps: [ClosedRange<Int>: ClosedRange<Int>] = [:]
    while let row = try rows.next() {
      let (first, last, firstStep, lastStep): (Int, Int, Int, Int) = (
        row[0], row[1], row[2], row[3]
      )
      let columns = try? TickColumns(firstTick: first, decoding: row[4])
      guard columns?.lastTick != last else { continue }
      broken.append(first)
      if last >= first, lastStep >= firstStep { steps[first...last] = firstStep...lastStep }
    }
    for first in broken {
      try db.execute(sql: "DELETE FROM tickBlock WHERE firstTick = ?", arguments: [first])
    }
    return steps
  }

  /// Ranges of ticks between those that are there, none across the start of an attempt or longer than a block.
  private func gaps() throws -> [ClosedRange<Int>] {
    var gaps: [ClosedRange<Int>] = []
    var next = 1
    let starts = try Int.fetchAll(db, sql: "SELECT firstTick FROM attempt ORDER BY firstTick")
    func add(upTo end: Int) throws {
      guard end - next <= Self.most else {
        throw BlobError(detail: "it has no ticks before \(end)")
      }
      while next < end {
        let start = starts.first { $0 > next } ?? end
        let piece = min(end, start, next + TailFold.capacity)
        gaps.append(next...piece - 1)
        next = piece
      }
    }
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT firstTick, lastTick FROM tickBlock UNION ALL SELECT id, id FROM tick ORDER BY 1
        """)
    while let row = try rows.next() {
      try add(upTo: row[0])
      next = max(next, row[1] + 1)
    }
    // Values of ticks after all that are known; with ticks that are not folded yet there are none.
    if try Int.fetchOne(db, sql: "SELECT 1 FROM tick") == nil {
      try add(upTo: 1 + (Int.fetchOne(db, sql: "SELECT max(lastTick) FROM block") ?? 0))
    }
    return gaps
  }

  private func fill(_ ticks: ClosedRange<Int>, steps known: ClosedRange<Int>?) throws {
    let (start, next) = try attempt(holding: ticks.lowerBound)
    let before = try moment(ticks.lowerBound - 1)
    let after = ticks.upperBound + 1 == next ? nil : try moment(ticks.upperBound + 1)
    let low = before ?? after ?? Moment(step: start.step, epoch: 0, time: 0)
    let high = after ?? low
    let lastBefore = ticks.lowerBound == start.tick ? start.step : low.step
    let first = min(lastBefore + 1, after?.step ?? .max)
    let steps = known ?? first...max(first, after.map { $0.step - 1 } ?? first + ticks.count - 1)

    var columns = TickColumns(firstTick: ticks.lowerBound)
    for place in 0..<ticks.count {
      let share = Double(place) / Double(max(1, ticks.count - 1))
      let between = Double(place + 1) / Double(ticks.count + 1)
      columns.append(
        step: steps.lowerBound + Int((share * Double(steps.count - 1)).rounded()),
        epoch: low.epoch + between * (high.epoch - low.epoch),
        time: low.time + between * (high.time - low.time))
    }
    try insert(columns)
  }

  private func insert(_ columns: TickColumns) throws {
    let isTail = try Int.fetchOne(
      db, sql: "SELECT 1 FROM tick WHERE id < ?", arguments: [columns.firstTick])
    guard isTail != nil else { return try columns.insert(into: db) }
    for place in columns.steps.indices {
      try db.execute(
        sql: "INSERT INTO tick (id, step, epoch, time, data) VALUES (?, ?, ?, ?, x'')",
        arguments: [
          columns.firstTick + place, columns.steps[place], columns.epochs[place],
          columns.times[place],
        ])
    }
  }

  /// The first tick of the attempt that a tick is of and the step that it began after, and the first tick of the next.
  private func attempt(
    holding tick: Int
  ) throws -> (start: (tick: Int, step: Int), next: Int?) {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT firstTick, startStep FROM attempt WHERE firstTick <= ? ORDER BY number DESC LIMIT 1
        """, arguments: [tick])
    let next = try Int.fetchOne(
      db, sql: "SELECT min(firstTick) FROM attempt WHERE firstTick > ?", arguments: [tick])
    return (row.map { ($0[0], $0[1]) } ?? (1, 0), next)
  }

  private func moment(_ tick: Int) throws -> Moment? {
    let row = try Row.fetchOne(
      db, sql: "SELECT step, epoch, time FROM tick WHERE id = ?", arguments: [tick])
    if let row { return Moment(step: row[0], epoch: row[1], time: row[2]) }
    guard let columns = try? SeriesSource(db, metrics: []).columns(holding: tick),
      columns.firstTick <= tick, tick <= columns.lastTick
    else { return nil }
    let place = tick - columns.firstTick
    return Moment(
      step: columns.steps[place], epoch: columns.epochs[place], time: columns.times[place])
  }
}
