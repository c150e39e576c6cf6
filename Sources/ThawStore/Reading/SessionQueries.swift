import Foundation
import GRDB
import ThawProtocol

/// The questions a reader asks, inside its transaction.
enum SessionQueries {
  static func session(_ db: Database) throws -> Row {
    guard let row = try Row.fetchOne(db, sql: "SELECT * FROM session") else {
      throw BlobError(detail: "it has no session")
    }
    return row
  }

  /// What was last kept of frozen rows; sessions before schema 4 do not tell.
  static func cache(_ session: Row) -> CacheStatus? {
    guard session.hasColumn("cache"), let text: String = session["cache"] else { return nil }
    return try? JSONDecoder.thaw.decode(CacheStatus.self, from: Data(text.utf8))
  }

  static func summary(_ db: Database, folder: SessionFolder, now: Date) throws -> SessionSummary {
    let row = try session(db)
    let stored: String = row["phase"]
    guard let phase = Phase(rawValue: stored) else {
      throw BlobError(detail: "it has the unknown phase \(stored)")
    }
    let lastSign: Double? = row["lastSignAt"]
    let state = SessionStateRule.state(
      phase: phase, engineIsThere: !phase.isFinal && EngineLock.isHeld(folder),
      silence: lastSign.map { now.timeIntervalSince1970 - $0 }, stepSeconds: row["stepSeconds"])
    var summary = SessionSummary(
      name: folder.name, state: state, step: row["step"],
      started: Date(timeIntervalSince1970: row["started"]),
      metrics: try metrics(db))
    if phase == .waiting, [.running, .stalled].contains(state) { summary.waiting = row["reason"] }
    // Labels that cannot be read hide no session; `thaw doctor` names them.
    summary.labels = (try? folder.labels()) ?? SessionLabels()
    return summary
  }

  /// What each metric came to; rows' metrics left out.
  static func metrics(_ db: Database) throws -> [String: MetricSummary] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT name, count, last, best FROM metric WHERE count > 0 AND name NOT LIKE 'row/%'
        """)
    var metrics: [String: MetricSummary] = [:]
    while let row = try rows.next() {
      metrics[row[0]] = MetricSummary(last: row[2] ?? .nan, best: row[3], count: row[1])
    }
    return metrics
  }

  /// The number that the tick after the newest gets.
  static func nextTick(_ db: Database) throws -> Int {
    let newest = try Int.fetchOne(
      db,
      sql: """
        SELECT max(coalesce((SELECT max(id) FROM tick), 0),
                   coalesce((SELECT max(lastTick) FROM tickBlock), 0))
        """)
    return (newest ?? 0) + 1
  }

  static func rows(_ db: Database) throws -> [LayerRow] {
    try Row.fetchAll(db, sql: "SELECT * FROM layerRow ORDER BY position").map(layerRow)
  }

  static func layerRow(_ row: Row) throws -> LayerRow {
    let state: String = row["state"]
    let tensors: String = row["tensors"]
    guard let state = RowState(rawValue: state),
      let tensors = try? JSONDecoder().decode([TensorDescription].self, from: Data(tensors.utf8))
    else { throw BlobError(detail: "a row of the layer board cannot be read") }
    return LayerRow(
      name: row["name"], parameters: row["parameters"], state: state, tensors: tensors,
      cost: detail("cost", of: row), standing: detail("standing", of: row),
      sharedWith: detail("shared", of: row))
  }

  /// What a board can do without: sessions before schema 5 lack some columns, and later versions other JSON.
  private static func detail<Detail: Decodable>(_ column: String, of row: Row) -> Detail? {
    guard row.hasColumn(column), let text: String = row[column] else { return nil }
    return try? JSONDecoder().decode(Detail.self, from: Data(text.utf8))
  }

  static func journal(_ db: Database) throws -> [JournalEntry] {
    try Row.fetchAll(db, sql: "SELECT * FROM journal ORDER BY id").map(journalEntry)
  }

  /// The number of the entry that tells where a session was forked, of one whose journal begins with that.
  static func forkOrigin(_ db: Database) throws -> Int? {
    try Row.fetchAll(db, sql: "SELECT id, command FROM journal ORDER BY id")
      .prefix { ForkOrigin($0["command"]) != nil }.last?["id"]
  }

  /// The places in ``journal(_:)`` of what is no longer in force.
  static func takenBack(_ db: Database) throws -> Set<Int> {
    let inForce = Set(try entriesInForce(db).map(\.id))
    let entries = try Int.fetchAll(db, sql: "SELECT id FROM journal ORDER BY id")
    return Set(entries.indices.filter { !inForce.contains(entries[$0]) })
  }

  static func journalEntry(_ row: Row) -> JournalEntry {
    let refused: String? = row["refused"]
    let outcome: CommandOutcome =
      refused.map { .refused(reason: $0) } ?? .applied(step: row["applied"], note: row["note"])
    return JournalEntry(
      step: row["step"], time: row["time"], command: row["command"], outcome: outcome)
  }

  static func checkpoints(_ db: Database, folder: SessionFolder) throws -> [CheckpointInfo] {
    try checkpointsInForce(db).filter { folder.hasCheckpoint($0.info.folder) }.map(\.info)
  }

  /// The checkpoints from which the newest state came, or could be gone on from, by step.
  ///
  /// The engine removes those that newer ones replace, so they need not be on the disk.
  static func checkpointsInForce(_ db: Database) throws -> [CheckpointRecord] {
    try checkpointRecords(db).inForce
  }

  /// All checkpoints that are listed: those in force, and those of branches that were left, by step.
  static func checkpointRecords(
    _ db: Database
  ) throws -> (inForce: [CheckpointRecord], left: [CheckpointRecord]) {
    let path = try AttemptPath(db)
    var records: (inForce: [CheckpointRecord], left: [CheckpointRecord]) = ([], [])
    for row in try Row.fetchAll(db, sql: "SELECT * FROM checkpoint ORDER BY step, folder") {
      let record = CheckpointRecord(
        info: CheckpointInfo(step: row["step"], folder: row["folder"], bytes: row["bytes"]),
        attempt: row.hasColumn("attempt") ? row["attempt"] : nil,
        lastEntry: row.hasColumn("journal") ? row["journal"] : nil)
      let isInForce =
        record.attempt.map {
          path[$0]?.holds(step: record.info.step, entry: record.lastEntry) == true
        } ?? true
      if isInForce { records.inForce.append(record) } else { records.left.append(record) }
    }
    return records
  }
}

/// A checkpoint and where in its session's history it was taken.
struct CheckpointRecord {
  var info: CheckpointInfo
  /// The attempt; nil for those of older versions.
  var attempt: Int?
  /// The last entry of the journal before it; nil for those of older versions.
  var lastEntry: Int?
}
