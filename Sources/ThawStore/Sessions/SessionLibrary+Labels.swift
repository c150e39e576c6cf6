public import Foundation
public import ThawProtocol

extension SessionFolder {
  /// What people say of the session, as JSON; absent while nobody does.
  public var labelsFile: URL { url.appending(path: "labels.json") }

  /// What people say of the session.
  ///
  /// It lies in a file of its own, so that a session can be labelled while its engine, the only
  /// writer of the database, runs.
  ///
  /// - Throws: ``StoreError/damaged(file:detail:)``.
  public func labels() throws(StoreError) -> SessionLabels {
    guard let data = try? Data(contentsOf: labelsFile) else { return SessionLabels() }
    do { return try JSONDecoder().decode(SessionLabels.self, from: data) } catch {
      throw .damaged(file: labelsFile.path, detail: "it holds no labels; delete it")
    }
  }

  /// Changes labels, whole or not at all; what others change meanwhile is changed too.
  ///
  /// Labels that say nothing leave no file.
  ///
  /// - Throws: ``StoreError/damaged(file:detail:)`` or ``StoreError/unavailable(file:detail:)``.
  public func changeLabels(_ change: (inout SessionLabels) -> Void) throws(StoreError) {
    try alone { () throws(StoreError) in
      let before = try labels()
      var labels = before
      change(&labels)
      if labels != before { try write(labels) }
    }
  }

  fileprivate func write(_ labels: SessionLabels) throws(StoreError) {
    do {
      guard labels != SessionLabels() else {
        if FileManager.default.fileExists(atPath: labelsFile.path) {
          try FileManager.default.removeItem(at: labelsFile)
        }
        return
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(labels).write(to: labelsFile, options: .atomic)
    } catch {
      throw .unavailable(file: labelsFile.path, detail: systemReason(error))
    }
  }

  /// Does what no other process may come between, under a lock on the folder itself, which leaves no file.
  fileprivate func alone(_ work: () throws(StoreError) -> Void) throws(StoreError) {
    let descriptor = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .unavailable(file: url.path, detail: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    // Network file systems may lock no folder; there it goes without.
    _ = flock(descriptor, LOCK_EX)
    try work()
  }
}

extension SessionLibrary {
  /// Gives a session another name; its labels keep the old one, by which forks know it.
  ///
  /// - Throws: ``StoreError/engineRunning(session:pid:)``, ``StoreError/invalidName(_:)``,
  ///   ``StoreError/exists(_:)`` or ``StoreError/unavailable(file:detail:)``.
  public func rename(_ session: SessionFolder, to name: String) throws(StoreError) -> SessionFolder
  {
    guard SessionName.isValid(name) else { throw .invalidName(name) }
    let goal = SessionFolder(session.url.deletingLastPathComponent().appending(path: name))
    guard !FileManager.default.fileExists(atPath: goal.url.path) else { throw .exists(name) }
    try session.alone { () throws(StoreError) in
      let before = try session.labels()
      var labels = before
      labels.rename(from: session.name, to: name)
      try session.write(labels)
      do throws(StoreError) {
        try move(session, to: goal.url)
      } catch {
        try session.write(before)
        throw error
      }
    }
    return goal
  }

  /// Moves a session that no engine runs, nor begins to meanwhile.
  func move(_ session: SessionFolder, to place: URL) throws(StoreError) {
    let lock = try EngineLock(session)
    defer { withExtendedLifetime(lock) {} }
    try SessionDatabase.translating(session.url.path) {
      try FileManager.default.moveItem(at: session.url, to: place)
    }
  }
}
