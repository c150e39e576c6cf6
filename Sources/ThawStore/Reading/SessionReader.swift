public import Foundation
import GRDB
public import ThawProtocol

/// Reads a session, from any process, whether it is being written or not.
///
/// Never makes the writer wait. Each call sees all that was committed when it began.
public final class SessionReader: Sendable {
  /// The session's folder.
  public let folder: SessionFolder
  private let queue: DatabaseQueue

  /// Opens a session.
  ///
  /// - Throws: ``StoreError``; ``StoreError/newerSchema(file:)`` for one of a newer thaw.
  public init(_ folder: SessionFolder) throws(StoreError) {
    self.folder = folder
    queue = try SessionDatabase.reader(folder)
  }

  /// The names of all metrics that have a value, in alphabetical order.
  ///
  /// - Throws: ``StoreError``.
  public func metricNames() throws(StoreError) -> [String] {
    try read { db in
      try String.fetchAll(db, sql: "SELECT name FROM metric WHERE count > 0 ORDER BY name")
    }
  }

  /// The layer board.
  ///
  /// - Throws: ``StoreError``.
  public func rows() throws(StoreError) -> [LayerRow] { try read(SessionQueries.rows) }

  /// What was asked and what became of it, oldest first.
  ///
  /// - Throws: ``StoreError``.
  public func journal() throws(StoreError) -> [JournalEntry] { try read(SessionQueries.journal) }

  /// The checkpoints that are on the disk, by step.
  ///
  /// - Throws: ``StoreError``.
  public func checkpoints() throws(StoreError) -> [CheckpointInfo] {
    try read { db in try SessionQueries.checkpoints(db, folder: folder) }
  }

  /// The checkpoints on the disk that are of branches that were left, by step: nothing can be gone on from them.
  func checkpointsLeft() throws(StoreError) -> [CheckpointInfo] {
    try read { db in
      try SessionQueries.checkpointRecords(db).left.map(\.info)
        .filter { folder.hasCheckpoint($0.folder) }
    }
  }

  /// The folders of all checkpoints that were ever written, of branches that were left too.
  func checkpointFolders() throws(StoreError) -> Set<String> {
    try read { db in Set(try String.fetchAll(db, sql: "SELECT folder FROM checkpoint")) }
  }

  /// The recipe as TOML.
  ///
  /// - Throws: ``StoreError``.
  public func recipeText() throws(StoreError) -> String {
    try read { db in try String.fetchOne(db, sql: "SELECT recipe FROM session") ?? "" }
  }

  /// The model's architecture.
  ///
  /// - Throws: ``StoreError``.
  public func architecture() throws(StoreError) -> String {
    try read { db in try String.fetchOne(db, sql: "SELECT architecture FROM session") ?? "" }
  }

  /// Why the run is paused or failed, where that was told.
  ///
  /// - Throws: ``StoreError``.
  public func reason() throws(StoreError) -> String? {
    try read { db in try String.fetchOne(db, sql: "SELECT reason FROM session") }
  }

  /// The session's line in a listing.
  ///
  /// What counts as stalled is told by `now`.
  ///
  /// - Throws: ``StoreError``.
  public func summary(
    now: Date = Date(), withRecipe: Bool = false
  ) throws(StoreError) -> SessionSummary {
    try read { db in
      var summary = try SessionQueries.summary(db, folder: folder, now: now)
      if withRecipe {
        let text = try String.fetchOne(db, sql: "SELECT recipe FROM session")
        summary.recipe = Recipe.flattened(toml: text ?? "")
      }
      return summary
    }
  }

  /// The session without its curves.
  ///
  /// What counts as stalled is told by `now`.
  ///
  /// - Throws: ``StoreError``.
  public func detail(now: Date = Date()) throws(StoreError) -> SessionDetail {
    try read { db in
      let row = try SessionQueries.session(db)
      let summary = try SessionQueries.summary(db, folder: folder, now: now)
      var detail = SessionDetail(
        summary: summary,
        epoch: row["epoch"], totalSteps: row["totalSteps"],
        rows: try SessionQueries.rows(db), journal: try SessionQueries.journal(db),
        checkpoints: try SessionQueries.checkpoints(db, folder: folder),
        recipe: Recipe.flattened(toml: row["recipe"]),
        // Sessions of schema 1 have no such column.
        origin: row.hasColumn("origin") ? row["origin"] : nil,
        cache: SessionQueries.cache(row))
      detail.takenBack = try SessionQueries.takenBack(db)
      // That of a pause says nothing of an engine that died in it, or trains again.
      if [.paused, .stopped, .finished, .failed].contains(summary.state) {
        detail.reason = row["reason"]
      }
      return detail
    }
  }

  /// Reads with the caller's own errors passed on.
  func passing<Value>(_ work: (Database) throws -> Value) throws -> Value {
    try SessionDatabase.passing(folder.database.path) { try queue.read(work) }
  }

  /// Reads without a transaction, which on damaged pages could not be ended.
  func inspect<Value>(_ work: (Database) throws -> Value) throws(StoreError) -> Value {
    try SessionDatabase.translating(folder.database.path) { try queue.unsafeRead(work) }
  }

  func read<Value>(_ work: (Database) throws -> Value) throws(StoreError) -> Value {
    try SessionDatabase.translating(folder.database.path) { try queue.read(work) }
  }
}
