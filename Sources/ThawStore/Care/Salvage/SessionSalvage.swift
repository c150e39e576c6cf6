public import Foundation
import GRDB

/// A session's database that was written anew, of what could be read of a damaged one.
public struct SessionSalvage: Equatable, Sendable {
  /// Where the damaged database is kept: `session.sqlite.damaged`, with a number where there is one.
  public let kept: URL
  /// What was lost, a few words each; empty where all could be read.
  public let lost: [String]

  /// Writes a session's database anew, while no engine runs it.
  ///
  /// The new one is written beside it, checked, and then renamed into its place: at every moment one of the two is there,
  /// and whole.
  ///
  /// - Throws: ``StoreError``; ``StoreError/engineRunning(session:pid:)`` where an engine runs the session, and
  ///   ``StoreError/damaged(file:detail:)`` where nothing can be read. The session is then as it was.
  init(of session: SessionFolder) throws(StoreError) {
    let lock = try EngineLock(session)
    defer { withExtendedLifetime(lock) {} }
    let new = SessionFolder(session.url.appending(path: ".salvage"))
    // What one left that was cut off, and what this one leaves.
    try? FileManager.default.removeItem(at: new.url)
    defer { try? FileManager.default.removeItem(at: new.url) }
    (lost, kept) = try SessionDatabase.translating(session.database.path) {
      try FileManager.default.createDirectory(at: new.url, withIntermediateDirectories: true)
      let old = try Self.opened(session, scratch: new.url.appending(path: "relisted"))
      let lost = try Self.write(new, of: session, old)
      try old.close()
      try Self.check(new)
      return (lost, try Self.exchange(session, for: new))
    }
  }

  /// The damaged database; where its list of tables is what is damaged, a copy with another.
  private static func opened(_ session: SessionFolder, scratch: URL) throws -> DatabaseQueue {
    do {
      let old = try SessionDatabase.reader(session)
      let isListed = try old.read { db in
        try SalvagedTables.names.allSatisfy { try db.tableExists($0) }
      }
      if isListed { return old }
    } catch StoreError.damaged {
    } catch let error as DatabaseError where error.isDamage {}
    return try RelistedDatabase.copy(of: session, into: scratch)
  }

  /// Writes what can be read into a new database; returns what was lost.
  private static func write(
    _ new: SessionFolder, of session: SessionFolder, _ old: DatabaseQueue
  ) throws -> [String] {
    let queue = try SessionDatabase.writer(new)
    // A log would take as much room again.
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    let lost = try old.unsafeRead { old in
      try queue.write { db in
        // What is referred to may be mended later than what refers to it.
        try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
        let tables = try SalvagedTables(from: old, to: db)
        return try SalvagedSession(db, tables, recipe: session.recipe).lost
      }
    }
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA incremental_vacuum") }
    try queue.close()
    return lost
  }

  /// Holds that the new database is sound, and that all of it can be read.
  private static func check(_ new: SessionFolder) throws {
    let reader = try SessionReader(new)
    let answer = try reader.inspect { try String.fetchOne($0, sql: "PRAGMA integrity_check(1)") }
    guard answer == "ok" else { throw BlobError(detail: "its copy is not sound: \(answer ?? "")") }
    _ = try reader.detail()
    for metric in try reader.metricNames() {
      try reader.points(of: metric) { _ in }
      _ = try reader.series(metric, buckets: 1)
    }
  }

  /// Puts the new database into the place of the old one; returns where that is kept.
  private static func exchange(_ session: SessionFolder, for new: SessionFolder) throws -> URL {
    let (files, place) = (FileManager.default, session.database.path)
    var kept = "\(place).damaged"
    var number = 2
    while files.fileExists(atPath: kept) {
      kept = "\(place).damaged-\(number)"
      number += 1
    }
    do { try files.linkItem(atPath: place, toPath: kept) } catch {
      try files.copyItem(atPath: place, toPath: kept)
    }
    // A log or journal of the old database would be taken for one of the new.
    let logs = ["-wal", "-journal"].filter { files.fileExists(atPath: place + $0) }
    do {
      for log in logs { try files.moveItem(atPath: place + log, toPath: kept + log) }
      try? files.removeItem(atPath: place + "-shm")
      guard rename(new.database.path, place) == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
    } catch {
      for log in logs { try? files.moveItem(atPath: kept + log, toPath: place + log) }
      try? files.removeItem(atPath: kept)
      throw error
    }
    return URL(filePath: kept)
  }
}
