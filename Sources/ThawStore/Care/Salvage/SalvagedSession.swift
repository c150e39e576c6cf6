import Foundation
import GRDB
import ThawProtocol

/// Makes a session of what could be read of its tables, and tells what was lost.
struct SalvagedSession {
  /// How many metrics are told of one by one.
  private static let told = 12
  /// How many attempts a session may have; a row that names a later one lies.
  private static let attempts = 1 << 14

  private let db: Database
  private let tables: SalvagedTables
  private(set) var lost: [String] = []

  /// Mends the new database, in which `tables` are, inside the caller's transaction.
  ///
  /// - Throws: ``BlobError`` where neither the session's row nor its recipe can be read.
  init(_ db: Database, _ tables: SalvagedTables, recipe: URL) throws {
    self.db = db
    self.tables = tables
    try mendSession(recipe)
    try tellEntries()
    try mendAttempts()
    try mendTicks()
    let missing = try mendBlocks()
    try mendMetrics()
    try countAgain(missing)
    try mendProgress()
  }

  private func outcome(_ table: String) -> SalvagedTables.Outcome {
    tables.outcomes[table] ?? SalvagedTables.Outcome()
  }

  // MARK: What is one row each

  private mutating func mendSession(_ recipe: URL) throws {
    let phase = try String.fetchOne(db, sql: "SELECT phase FROM session")
    guard phase.flatMap(Phase.init) == nil else { return }
    let attributes = try? FileManager.default.attributesOfItem(atPath: recipe.path)
    guard let text = try? String(contentsOf: recipe, encoding: .utf8),
      let read = try? Recipe(toml: text), let began = attributes?[.modificationDate] as? Date
    else { throw BlobError(detail: "neither its session nor recipe.toml can be read") }
    try db.execute(
      sql: """
        DELETE FROM session;
        INSERT INTO session
          (id, started, architecture, recipe, phase, reason, step, epoch, totalSteps)
        VALUES (1, ?, ?, ?, ?, ?, -1, 0, 0)
        """,
      arguments: [
        began.timeIntervalSince1970, read.model.architecture, text, Phase.stopped.rawValue,
        "what it said of itself was lost with a damaged page",
      ])
    lost.append(
      "state, length and beginning of the run; recipe.toml tells its recipe and when it began")
  }

  /// Tells of entries whose numbers leave gaps.
  private mutating func tellEntries() throws {
    try db.execute(sql: "DELETE FROM journal WHERE attempt > ?", arguments: [Self.attempts])
    for (table, number, first, what) in [
      ("journal", "id", 1, "entries of the journal"),
      ("layerRow", "position", 0, "rows of the layer board"),
    ] where outcome(table).isCut {
      let row = try Row.fetchOne(db, sql: "SELECT count(*), max(\(number)) FROM \(table)")
      let (count, last): (Int, Int?) = (row?[0] ?? 0, row?[1])
      guard let last else {
        lost.append("all \(what)")
        continue
      }
      let there = last - first + 1
      if there > count { lost.append("\(there - count) of \(there) \(what)") }
      if outcome(table).hasLostEnd {
        lost.append("\(what) after the first \(there), if there were any")
      }
    }
    if outcome("checkpoint").isCut {
      lost.append("entries of the list of checkpoints; those on the disk are listed anew")
    }
  }

  // MARK: What hangs together

  /// Begins the attempts that are lost where the steps go back.
  private mutating func mendAttempts() throws {
    let known = try Set(Int.fetchAll(db, sql: "SELECT number FROM attempt"))
    let named = try Int.fetchOne(
      db,
      sql: """
        SELECT max(n) FROM (SELECT max(number) AS n FROM attempt UNION ALL
          SELECT max(attempt) FROM journal UNION ALL SELECT max(attempt) FROM checkpoint)
        """)
    var returns = try ticksThatGoBack()
    var count = 0
    var number = 0
    while number < min(max(named ?? 1, 1), Self.attempts)
      || (outcome("attempt").hasLostEnd && !returns.isEmpty)
    {
      number += 1
      let before = try beginning(of: number, "<")
      let place = returns.firstIndex { $0.tick > before?.tick ?? 0 }
      if known.contains(number) {
        let own = try Int.fetchOne(
          db, sql: "SELECT firstTick FROM attempt WHERE number = ?", arguments: [number])
        returns.removeAll { $0.tick <= own ?? 0 }
        continue
      }
      count += 1
      var start = (tick: 1, step: try min(0, firstStep()))
      if number > 1 {
        let after = try beginning(of: number, ">")
        if let place, returns[place].tick < after?.tick ?? .max {
          start = returns[place]
        } else {
          // Nothing tells where it began: what it logged counts as of the attempt before.
          start = try after ?? (SessionQueries.nextTick(db), (try? lastStep()) ?? 0)
        }
      }
      try db.execute(
        sql: "INSERT INTO attempt (number, startStep, firstTick) VALUES (?, ?, ?)",
        arguments: [number, start.step, start.tick])
      returns.removeAll { $0.tick <= start.tick }
    }
    if count > 0 {
      lost.append("where the run was resumed or taken back, which its steps tell in part")
    }
  }

  /// Where an attempt's neighbour began.
  private func beginning(of number: Int, _ side: String) throws -> (tick: Int, step: Int)? {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT firstTick, startStep FROM attempt WHERE number \(side) ?
        ORDER BY number \(side == "<" ? "DESC" : "ASC") LIMIT 1
        """, arguments: [number])
    return row.map { ($0[0], $0[1]) }
  }

  /// Ticks with a lower step than the one before, each with the step before it.
  private func ticksThatGoBack() throws -> [(tick: Int, step: Int)] {
    var found: [(tick: Int, step: Int)] = []
    var last = Int.min
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT firstTick, firstStep, lastStep FROM tickBlock
        UNION ALL SELECT * FROM (SELECT id, step, step FROM tick ORDER BY id LIMIT 1) ORDER BY 1
        """)
    {
      let (tick, first, end): (Int, Int, Int) = (row[0], row[1], row[2])
      if first < last { found.append((tick, first - 1)) }
      last = end
    }
    return found
  }

  private func firstStep() throws -> Int {
    try Int.fetchOne(
      db, sql: "SELECT firstStep FROM tickBlock UNION ALL SELECT step FROM tick ORDER BY 1 LIMIT 1"
    ) ?? 0
  }

  private func lastStep() throws -> Int {
    try TickRanges(SeriesSource(db, metrics: [])).visible(steps: nil).steps.upperBound
  }

  // MARK: Ticks and values

  private mutating func mendTicks() throws {
    // What was folded is no row any more; a page that is no longer in use may still have it.
    try db.execute(
      sql: """
        DELETE FROM tick WHERE id <= max(
          (SELECT coalesce(max(lastTick), 0) FROM tickBlock),
          (SELECT coalesce(max(lastTick), 0) FROM block))
        """)
    let filled = try TickGaps(db).fill()
    if let steps = try steps(of: filled) {
      lost.append("when steps \(steps) were; they are spaced between those that are known")
    }
  }

  /// Finds which blocks there were and are no more, by metric.
  private func mendBlocks() throws -> [Int: (lost: Int, of: Int, steps: String)] {
    var missing: [Int: (lost: Int, of: Int, steps: String)] = [:]
    for (metric, blocks) in tables.blocks ?? [:] {
      let there = try Set(
        Int.fetchAll(
          db, sql: "SELECT firstTick FROM block WHERE metric = ?", arguments: [metric]))
      var ranges: [ClosedRange<Int>] = []
      for (first, next) in zip(blocks, blocks.dropFirst() + [.max]) where !there.contains(first) {
        if let range = try ticks(from: first, before: next) { ranges.append(range) }
      }
      guard !ranges.isEmpty, let steps = try steps(of: ranges) else { continue }
      missing[metric] = (ranges.count, blocks.count, steps)
    }
    return missing
  }

  /// The folded ticks from one on that are of its attempt and before another.
  private func ticks(from first: Int, before next: Int) throws -> ClosedRange<Int>? {
    let end = try Int.fetchOne(
      db,
      sql: """
        SELECT min((SELECT coalesce(max(lastTick), 0) + 1 FROM tickBlock),
          coalesce((SELECT min(firstTick) FROM attempt WHERE firstTick > :first), :next), :next)
        """, arguments: ["first": first, "next": next])
    guard let end, end > first else { return nil }
    return first...end - 1
  }

  /// The steps of ticks in print, `1–512, 4097–8192`; nil for none.
  private func steps(of ticks: [ClosedRange<Int>]) throws -> String? {
    let ranges = TickRanges(SeriesSource(db, metrics: []))
    var joined: [ClosedRange<Int>] = []
    for range in ticks {
      if let last = joined.last, last.upperBound + 1 == range.lowerBound {
        joined[joined.count - 1] = last.lowerBound...range.upperBound
      } else {
        joined.append(range)
      }
    }
    guard !joined.isEmpty else { return nil }
    return try joined.map { range in
      let steps = try ranges.steps(of: range)
      return steps.count == 1 ? "\(steps.lowerBound)" : "\(steps.lowerBound)–\(steps.upperBound)"
    }.joined(separator: ", ")
  }

  /// Names the metrics whose names are lost after their numbers.
  private mutating func mendMetrics() throws {
    var numbers = try Set(Int.fetchAll(db, sql: "SELECT DISTINCT metric FROM block"))
    let rows = try Row.fetchCursor(db, sql: "SELECT data FROM tick")
    while let row = try rows.next() {
      try RecordBlob.decode(row[0]) { metric, _ in numbers.insert(metric) }
    }
    let unknown = numbers.subtracting(try Int.fetchAll(db, sql: "SELECT id FROM metric"))
    for metric in unknown.sorted() {
      try db.execute(
        sql: "INSERT INTO metric (id, name, count) VALUES (?, ?, 0)",
        arguments: [metric, "unnamed/\(metric)"])
    }
    if !unknown.isEmpty { lost.append("the names of \(unknown.count) metrics, now unnamed/…") }
  }

  /// Makes folds and counts anew, and tells what each metric lacks.
  private mutating func countAgain(_ missing: [Int: (lost: Int, of: Int, steps: String)]) throws {
    let metrics = try Row.fetchAll(db, sql: "SELECT id, name, count FROM metric ORDER BY name")
    let folds = MetricFolds(db)
    for metric in metrics { try folds.refold(metric[0]) }
    try folds.recount()
    var lines: [String] = []
    for metric in metrics {
      let (id, name, before): (Int, String, Int) = (metric[0], metric[1], metric[2])
      let count = try Int.fetchOne(
        db, sql: "SELECT count FROM metric WHERE id = ?", arguments: [id])
      if let blocks = missing[id] {
        lines.append("\(name): \(blocks.lost) of \(blocks.of) blocks, steps \(blocks.steps)")
      } else if let count, count < before {
        lines.append("\(name): \(before - count) of \(before) values")
      }
    }
    lost += lines.prefix(Self.told)
    if lines.count > Self.told { lost.append("values of \(lines.count - Self.told) more metrics") }
    // Counts tell of what is gone, and the index of blocks; with both damaged nothing does.
    if outcome("metric").isCut, tables.blocks == nil || outcome("tick").isCut {
      lost.append("values that nothing is left to tell of, if there were any")
    }
  }

  /// Tells of a session whose row is new how far it came.
  private func mendProgress() throws {
    let step = try lastStep()
    try db.execute(
      sql: "UPDATE session SET step = ?, totalSteps = ? WHERE step < 0", arguments: [step, step])
  }
}
