public import Foundation
import GRDB
import Synchronization
public import ThawProtocol

/// Writes a session; one process at a time may, the one that holds its ``EngineLock``.
///
/// Every call is one transaction that is committed when it returns: a process killed afterwards loses
/// none of it. Calls that throw change nothing, and the same call may be made again. Readers in
/// other processes neither wait nor make the writer wait. Calls block for the write, some tens of
/// microseconds a record.
public final class SessionStore: Sendable {
  /// The session's folder.
  public let folder: SessionFolder
  private let queue: DatabaseQueue
  private let state: Mutex<WriterState>
  private let now: @Sendable () -> Date

  /// Begins a session in a folder that has none: its database and `recipe.toml`.
  ///
  /// - Parameters:
  ///   - folder: An existing folder, as ``SessionLibrary/create(for:name:)`` makes it.
  ///   - recipe: What the session does.
  ///   - started: When it begins.
  ///   - now: The clock that tells a stalled run.
  /// - Throws: ``StoreError``.
  public init(
    creating folder: SessionFolder, recipe: Recipe, started: Date = Date(),
    now: @escaping @Sendable () -> Date = { Date() }
  ) throws(StoreError) {
    let file = folder.database.path
    guard !FileManager.default.fileExists(atPath: file) else { throw .exists(folder.name) }
    let queue = try SessionDatabase.writer(folder)
    let state = try SessionDatabase.translating(file) {
      try recipe.toml.write(to: folder.recipe, atomically: true, encoding: .utf8)
      return try queue.write { db in
        try Self.insertSession(db, recipe: recipe, started: started)
        try db.execute(sql: "INSERT INTO attempt (number, startStep, firstTick) VALUES (1, 0, 1)")
        return try WriterState(db)
      }
    }
    self.folder = folder
    self.queue = queue
    self.state = Mutex(state)
    self.now = now
  }

  /// Takes over a database that holds a session.
  init(folder: SessionFolder, queue: DatabaseQueue, state: WriterState) {
    self.folder = folder
    self.queue = queue
    self.state = Mutex(state)
    now = { Date() }
  }

  /// Goes on with a session from a checkpoint, as a new attempt.
  ///
  /// What was logged beyond `step` stays stored, and readers no longer show it.
  ///
  /// - Parameters:
  ///   - folder: The session's folder.
  ///   - step: Steps completed at the checkpoint.
  ///   - now: The clock that tells a stalled run.
  /// - Throws: ``StoreError``.
  public init(
    opening folder: SessionFolder, resumingAt step: Int,
    now: @escaping @Sendable () -> Date = { Date() }
  ) throws(StoreError) {
    let file = folder.database.path
    guard FileManager.default.fileExists(atPath: file) else {
      throw .unavailable(file: file, detail: "there is no such file")
    }
    let queue = try SessionDatabase.writer(folder)
    let state = try SessionDatabase.translating(file) {
      try queue.write { db in
        let from = try SessionQueries.checkpointsInForce(db).last { $0.info.step == step }
        // A fork without a checkpoint begins anew, and is one all the same.
        let last = try from.map(\.lastEntry) ?? SessionQueries.forkOrigin(db)
        try Self.beginAttempt(db, at: step, from: from?.attempt, lastEntry: last)
        return try WriterState(db)
      }
    }
    self.folder = folder
    self.queue = queue
    self.state = Mutex(state)
    self.now = now
  }

  /// Stores metrics, oldest first.
  ///
  /// - Throws: ``StoreError``; ``StoreError/stepWentBack(from:to:)`` where a record's step is below
  ///   the one before it.
  public func append(_ records: [MetricRecord]) throws(StoreError) {
    guard let last = records.last else { return }
    let stored = now().timeIntervalSince1970
    try write { db, state in
      var appending = MetricAppend(db, state)
      try appending.append(records)
      state = appending.state
      while state.tail >= TailFold.capacity {
        state.tail -= try TailFold(db, attemptTick: state.attemptTick).fold(TailFold.capacity)
      }
      try db.cachedStatement(
        sql: """
          UPDATE session SET step = ?, epoch = ?, lastSignAt = ?, stepSeconds = ?
          """
      ).execute(arguments: [last.step, last.epoch, stored, state.pace.median])
    }
  }

  /// The attempt that is being written, and the number of the journal's last entry; 0 for none.
  public var place: (attempt: Int, lastEntry: Int) {
    state.withLock { ($0.attempt, $0.lastEntry) }
  }

  /// Goes back to an earlier moment of the session, as a new attempt.
  ///
  /// - Parameters:
  ///   - step: Steps completed at that moment.
  ///   - attempt: The attempt that the moment is on.
  ///   - lastEntry: The number of the last journal entry before it.
  /// - Throws: ``StoreError``.
  public func rewind(to step: Int, of attempt: Int, lastEntry: Int) throws(StoreError) {
    try write { db, state in
      let phase = try String.fetchOne(db, sql: "SELECT phase FROM session")
      try Self.beginAttempt(db, at: step, from: attempt, lastEntry: lastEntry)
      state = try WriterState(db)
      try db.execute(sql: "UPDATE session SET phase = ?", arguments: [phase])
    }
  }

  /// Stores with how many threads the attempt computes, which the last bits of its values depend on.
  ///
  /// - Throws: ``StoreError``.
  public func setThreads(_ threads: Int) throws(StoreError) {
    try write { db, state in
      try db.execute(
        sql: "UPDATE attempt SET threads = ? WHERE number = ?", arguments: [threads, state.attempt])
    }
  }

  /// Stores what became of a command; returns the number of its entry.
  ///
  /// - Throws: ``StoreError``.
  @discardableResult
  public func append(journal entry: JournalEntry) throws(StoreError) -> Int {
    try write { db, state in
      var applied: Int?
      var note: String?
      var refused: String?
      switch entry.outcome {
      case .applied(let step, let words): (applied, note) = (step, words)
      case .refused(let reason): refused = reason
      }
      try db.cachedStatement(
        sql: """
          INSERT INTO journal (attempt, step, time, command, applied, note, refused)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        state.attempt, entry.step, entry.time, entry.command, applied, note, refused,
      ])
      state.lastEntry = Int(db.lastInsertedRowID)
    }
    return place.lastEntry
  }

  /// Stores a phase, and folds all metrics when no step can follow.
  ///
  /// - Throws: ``StoreError``.
  public func setPhase(_ phase: Phase, step: Int, reason: String? = nil) throws(StoreError) {
    let stored = now().timeIntervalSince1970
    try write { db, state in
      try db.cachedStatement(
        sql: "UPDATE session SET phase = ?, step = ?, reason = ?, lastSignAt = ?"
      ).execute(arguments: [phase.rawValue, step, reason, stored])
      if phase.isFinal {
        state.tail -= try TailFold(db, attemptTick: state.attemptTick).fold(state.tail)
      }
    }
  }

  /// Stores that a checkpoint is complete; one of the same folder is replaced.
  ///
  /// - Throws: ``StoreError``.
  public func add(_ checkpoint: CheckpointInfo) throws(StoreError) {
    try write { db, state in
      try db.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO checkpoint (folder, step, bytes, attempt, journal)
          VALUES (?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        checkpoint.folder, checkpoint.step, checkpoint.bytes, state.attempt, state.lastEntry,
      ])
    }
  }

  /// Stores how far the run is and where it ends.
  ///
  /// - Throws: ``StoreError``.
  public func setProgress(
    epoch: Double, totalSteps: Int, cache: CacheStatus? = nil
  ) throws(StoreError) {
    let cache = cache.flatMap { try? JSONEncoder.thaw.encode($0) }
      .map { String(decoding: $0, as: UTF8.self) }
    try write { db, _ in
      try db.cachedStatement(sql: "UPDATE session SET epoch = ?, totalSteps = ?, cache = ?")
        .execute(arguments: [epoch, totalSteps, cache])
    }
  }

  /// Brings all that was committed onto the disk, where it survives a power cut too.
  ///
  /// - Throws: ``StoreError``.
  public func flush() throws(StoreError) {
    try SessionDatabase.translating(folder.database.path) {
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)")
      }
    }
  }

  /// Ends writing; a session whose phase is final becomes a single compact file.
  ///
  /// Nothing may be written afterwards.
  ///
  /// - Throws: ``StoreError``.
  public func close() throws(StoreError) {
    try SessionDatabase.translating(folder.database.path) {
      try queue.writeWithoutTransaction { db in
        let phase = try String.fetchOne(db, sql: "SELECT phase FROM session")
        guard phase.flatMap(Phase.init)?.isFinal == true else { return }
        try db.execute(sql: "PRAGMA incremental_vacuum")
        // With all in it, the file is complete by itself whatever becomes of the next step.
        try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        // Refused while a reader has the file open; it then stays as it is, and is as readable.
        do {
          try db.execute(sql: "PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE")
        } catch DatabaseError.SQLITE_BUSY {
        } catch DatabaseError.SQLITE_LOCKED {}
      }
      try queue.close()
    }
  }

  /// Runs a transaction; what it makes of the state counts only once it is committed.
  func write(
    _ work: (Database, inout WriterState) throws -> Void
  ) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      var next = state
      try SessionDatabase.translating(folder.database.path) {
        try queue.write { db in try work(db, &next) }
      }
      state = next
    }
  }

  private static func insertSession(_ db: Database, recipe: Recipe, started: Date) throws {
    try db.execute(
      sql: """
        INSERT INTO session
          (id, started, architecture, recipe, phase, step, epoch, totalSteps)
        VALUES (1, ?, ?, ?, ?, 0, 0, 0)
        """,
      arguments: [
        started.timeIntervalSince1970, recipe.model.architecture, recipe.toml,
        Phase.preparing.rawValue,
      ])
  }

  private static func beginAttempt(
    _ db: Database, at step: Int, from attempt: Int?, lastEntry: Int?
  ) throws {
    let before = try WriterState(db)
    _ = try TailFold(db, attemptTick: before.attemptTick).fold(before.tail)
    try db.execute(
      sql: """
        INSERT INTO attempt (number, startStep, firstTick, parent, journal) VALUES (?, ?, ?, ?, ?)
        """,
      arguments: [
        before.attempt + 1, step, before.nextTick, attempt ?? before.attempt, lastEntry,
      ])
    try db.execute(
      sql: """
        UPDATE session SET phase = ?, reason = NULL, step = ?, lastSignAt = NULL,
          stepSeconds = NULL
        """,
      arguments: [Phase.preparing.rawValue, step])
    try MetricSummaries(db).recount()
  }
}
