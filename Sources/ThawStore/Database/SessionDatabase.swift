import Foundation
import GRDB

/// Opens the database of a session and puts its errors into words.
enum SessionDatabase {
  /// Opens a database for writing, and brings its schema up to date.
  static func writer(_ folder: SessionFolder) throws(StoreError) -> DatabaseQueue {
    let file = folder.database.path
    return try translating(file) {
      var configuration = Configuration()
      configuration.label = "session"
      configuration.busyMode = .timeout(5)
      configuration.prepareDatabase { db in
        // Before anything that changes the file.
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard version <= Schema.version else { throw StoreError.newerSchema(file: file) }
        // Before WAL, which fixes it: a finished session gives back the pages of its folded ticks.
        try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
        try db.execute(sql: "PRAGMA journal_mode = WAL")
        // A killed process loses no commit; only a power cut can lose the newest.
        try db.execute(sql: "PRAGMA synchronous = NORMAL")
      }
      let queue = try DatabaseQueue(path: file, configuration: configuration)
      try Schema.migrator.migrate(queue)
      return queue
    }
  }

  /// Changes the database of a session that no engine runs, and leaves it a single file.
  ///
  /// - Throws: ``StoreError``; ``StoreError/engineRunning(session:pid:)`` where one runs.
  static func change(
    _ session: SessionFolder, _ work: (DatabaseQueue) throws -> Void
  ) throws(StoreError) {
    let lock = try EngineLock(session)
    defer { withExtendedLifetime(lock) {} }
    let queue = try writer(session)
    try translating(session.database.path) {
      try work(queue)
      // Refused while somebody reads: it is then as readable.
      try? queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try queue.close()
    }
  }

  /// Opens a database for reading only; it need not be at rest.
  static func reader(_ folder: SessionFolder) throws(StoreError) -> DatabaseQueue {
    let file = folder.database.path
    guard FileManager.default.fileExists(atPath: file) else {
      throw .unavailable(file: file, detail: "there is no such file")
    }
    return try translating(file) {
      do {
        return try reader(of: file)
      } catch let error as DatabaseError where needsMore(error) && !EngineLock.isHeld(folder) {
        guard FileManager.default.fileExists(atPath: file + "-journal") else {
          return try reader(of: file, isAlone: true)
        }
        // A writer killed while it made one file of all left a journal, which only a writer may roll back.
        try DatabaseQueue(path: file).read { _ = try $0.tableExists("session") }
        return try reader(of: file)
      }
    }
  }

  /// Whether a reader lacks the right, or the room, to write what it needs beside the database.
  private static func needsMore(_ error: DatabaseError) -> Bool {
    [.SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_IOERR]
      .contains(error.resultCode.primaryResultCode)
  }

  /// Opens a database for reading.
  ///
  /// Readers share an index of the write-ahead log, a file beside it. One that is alone, as no engine runs, keeps
  /// it in memory, and so reads from a disk that is full or read-only, too.
  private static func reader(of file: String, isAlone: Bool = false) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "session reader"
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    var path = file
    if isAlone {
      let plain = CharacterSet.urlPathAllowed.subtracting(["?", "#", "%"])
      path =
        "file:\(file.addingPercentEncoding(withAllowedCharacters: plain) ?? file)?vfs=unix-none"
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.read { db in
      // Asking the migrator takes several times as long, which a listing would feel.
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      guard version <= Schema.version else { throw StoreError.newerSchema(file: file) }
      guard version >= Schema.oldestReadable else {
        throw StoreError.damaged(file: file, detail: "its tables are missing")
      }
    }
    return queue
  }

  /// Runs database work with its errors translated.
  static func translating<Result>(
    _ file: String, _ work: () throws -> Result
  ) throws(StoreError) -> Result {
    do {
      return try passing(file, work)
    } catch let error as StoreError {
      throw error
    } catch {
      throw .unavailable(file: file, detail: systemReason(error))
    }
  }

  /// Runs database work with the database's errors translated, and others passed on.
  static func passing<Result>(_ file: String, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as BlobError {
      throw StoreError.damaged(file: file, detail: error.detail)
    } catch let error as DatabaseError {
      throw translation(of: error, file: file)
    }
  }

  private static func translation(of error: DatabaseError, file: String) -> StoreError {
    let detail = error.message ?? "\(error.resultCode)"
    switch error.resultCode.primaryResultCode {
    case .SQLITE_FULL: return .diskFull(file: file)
    // Growing the shared-memory index of a full disk is reported as an input/output error.
    case .SQLITE_IOERR where hasNoRoom(file): return .diskFull(file: file)
    case _ where error.isDamage: return .damaged(file: file, detail: detail)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      return .unavailable(file: file, detail: "\(detail); its folder must be yours to write")
    default: return .unavailable(file: file, detail: detail)
    }
  }

  private static func hasNoRoom(_ file: String) -> Bool {
    let folder = URL(filePath: file).deletingLastPathComponent().path
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    let free = attributes?[.systemFreeSize] as? NSNumber
    return free.map { $0.intValue < 1 << 16 } ?? false
  }
}

extension DatabaseError {
  /// Whether the bytes of the database are not what SQLite wrote.
  var isDamage: Bool {
    [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(resultCode.primaryResultCode)
  }
}
