import Foundation
import GRDB
import ThawProtocol

extension SessionLibrary {
  /// Stores an imported run as a finished session, without layers and with its settings for a recipe.
  ///
  /// It is called `name`, or else after the run, with a number where there is such a session.
  ///
  /// - Throws: ``StoreError``; the library is then as it was.
  public func add(_ run: ImportedRun, name: String? = nil) throws(StoreError) -> SessionFolder {
    let folder = if let name { try create(exactly: name) } else { try create(like: run.name) }
    do throws(StoreError) {
      try SessionStore(importing: run, into: folder).close()
    } catch {
      try? FileManager.default.removeItem(at: folder.url)
      throw error
    }
    return folder
  }
}

extension SessionStore {
  /// Makes the database of an imported run, in one transaction.
  convenience init(importing run: ImportedRun, into folder: SessionFolder) throws(StoreError) {
    let queue = try SessionDatabase.writer(folder)
    let state = try SessionDatabase.translating(folder.database.path) {
      try queue.write { db in
        let last = run.points.points.last
        try db.execute(
          sql: """
            INSERT INTO session
              (id, started, architecture, recipe, phase, step, epoch, totalSteps, origin)
            VALUES (1, ?, '', ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            run.started.timeIntervalSince1970, settings(of: run), Phase.finished.rawValue,
            last?.step, last?.epoch, last?.step, run.origin,
          ])
        // Steps of other tools may begin below 0.
        let first = min(0, run.points.points.first?.step ?? 0)
        try db.execute(
          sql: "INSERT INTO attempt (number, startStep, firstTick) VALUES (1, ?, 1)",
          arguments: [first])
        var points = PointStorage(db, run.points)
        try points.store()
        return try WriterState(db)
      }
    }
    self.init(folder: folder, queue: queue, state: state)
  }
}

/// An imported run's settings as TOML.
private func settings(of run: ImportedRun) -> String {
  run.settings.sorted { $0.key < $1.key }
    .map { "\(quoted($0.key)) = \(quoted($0.value))\n" }.joined()
}
