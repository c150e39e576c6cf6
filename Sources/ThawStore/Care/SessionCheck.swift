import Foundation
import GRDB
public import ThawProtocol

/// What is wrong with a stored session, and what can be done about it.
public struct SessionCheck: Sendable {
  /// Something that is not as it should be.
  public struct Finding: Equatable, Sendable {
    /// What can be done.
    public enum Repair: Equatable, Sendable {
      /// Nothing of thaw's; the finding says what a person can do.
      case none
      /// Write `recipe.toml` anew from the database.
      case writeRecipe
      /// List a checkpoint that is whole and that the database does not know.
      case list(CheckpointInfo)
      /// Remove what an interrupted writing left.
      case remove(file: String)
      /// Take out values that cannot be read, and count the rest anew.
      case dropBlocks([Int])
      /// Delete the labels.
      case dropLabels
    }

    /// What is wrong, as a sentence's half.
    public var text: String
    /// What can be done.
    public var repair: Repair
  }

  /// The session.
  public let session: SessionFolder
  /// What was found; empty for a sound session.
  public private(set) var findings: [Finding] = []
  /// What was looked at, in a few words each.
  public private(set) var looked: [String] = []

  /// Looks at everything that a session holds, every value included; reads only.
  ///
  /// - Throws: ``StoreError`` where the database cannot be opened at all.
  public init(_ session: SessionFolder) throws(StoreError) {
    self.session = session
    let reader = try SessionReader(session)
    try checkDatabase(reader)
    try checkValues(reader)
    try checkRecipe(reader)
    try checkCheckpoints(reader)
    do { _ = try session.labels() } catch {
      add("labels.json cannot be read", .dropLabels)
    }
  }

  /// Does what can be done about the findings, while no engine runs the session.
  ///
  /// - Returns: How many findings were repaired.
  /// - Throws: ``StoreError``; ``StoreError/engineRunning(session:pid:)`` where one runs.
  public func repair() throws(StoreError) -> Int {
    let lock = try EngineLock(session)
    defer { withExtendedLifetime(lock) {} }
    let repairs = findings.map(\.repair).filter { $0 != .none }
    guard !repairs.isEmpty else { return 0 }
    let queue = try SessionDatabase.writer(session)
    try SessionDatabase.translating(session.database.path) {
      for repair in repairs { try perform(repair, queue) }
      try? queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try queue.close()
    }
    return repairs.count
  }

  private mutating func add(_ text: String, _ repair: Finding.Repair = .none) {
    findings.append(Finding(text: text, repair: repair))
  }

  private mutating func checkDatabase(_ reader: SessionReader) throws(StoreError) {
    let answers = try reader.read { db in
      try String.fetchAll(db, sql: "PRAGMA integrity_check(20)")
    }
    looked.append("every page of the database")
    for answer in answers where answer != "ok" {
      add("the database: \(answer); copy what can be read: thaw export \(session.name) --csv")
    }
  }

  /// Decodes every block.
  private mutating func checkValues(_ reader: SessionReader) throws(StoreError) {
    let (count, broken) = try reader.read { db in
      var count = 0
      var broken: [(id: Int, name: String, ticks: ClosedRange<Int>)] = []
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT block.id, name, firstTick, lastTick, block.count, data
          FROM block JOIN metric ON metric.id = metric
          """)
      while let row = try rows.next() {
        let expected: Int = row[4]
        if let block = try? ValueBlock(firstTick: row[2], decoding: row[5]), block.count == expected
        {
          count += block.count
        } else {
          broken.append((row[0], row[1], row[2]...row[3]))
        }
      }
      return (count, broken)
    }
    looked.append("\(count) folded values")
    guard !broken.isEmpty else { return }
    let names = Set(broken.map(\.name)).sorted().joined(separator: ", ")
    add(
      "\(broken.count) blocks of \(names) cannot be read, and so neither can curves",
      .dropBlocks(broken.map(\.id)))
  }

  private mutating func checkRecipe(_ reader: SessionReader) throws(StoreError) {
    guard try reader.detail().origin == nil else { return }
    looked.append("the recipe")
    guard let text = try? String(contentsOf: session.recipe, encoding: .utf8) else {
      return add("recipe.toml is missing", .writeRecipe)
    }
    do { _ = try Recipe(toml: text) } catch {
      add("recipe.toml cannot be read: \(error)", .writeRecipe)
    }
  }

  private mutating func checkCheckpoints(_ reader: SessionReader) throws(StoreError) {
    let files = FileManager.default
    let listed = try reader.checkpoints()
    let found = (try? files.contentsOfDirectory(atPath: session.checkpoints.path)) ?? []
    looked.append("\(listed.count) checkpoints")
    guard !EngineLock.isHeld(session) else { return }
    // Those of a branch that was left are not shown, and still belong to the session.
    let known = try reader.checkpointFolders()
    for entry in found.sorted() where !known.contains(entry) {
      let place = session.checkpoints.appending(path: entry)
      if entry.hasPrefix(".") {
        add("checkpoints/\(entry) is left of a writing that was cut off", .remove(file: place.path))
      } else if let info = Self.checkpoint(at: place) {
        add("checkpoint \(entry) is whole and not listed", .list(info))
      } else {
        add("checkpoints/\(entry) is no checkpoint; look at it, then delete it")
      }
    }
  }

  /// A folder with all the files of a checkpoint.
  private static func checkpoint(at place: URL) -> CheckpointInfo? {
    let name = place.lastPathComponent
    guard name.hasPrefix("step-"), let step = Int(name.dropFirst(5)) else { return nil }
    var bytes = 0
    for file in ["model.safetensors", "optimizer.safetensors", "state.json"] {
      let path = place.appending(path: file).path
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
        let size = (attributes[.size] as? NSNumber)?.intValue, size > 0
      else { return nil }
      bytes += size
    }
    return CheckpointInfo(step: step, folder: name, bytes: bytes)
  }

  private func perform(_ repair: Finding.Repair, _ queue: DatabaseQueue) throws {
    switch repair {
    case .none: break
    case .writeRecipe:
      let text = try queue.read { try String.fetchOne($0, sql: "SELECT recipe FROM session") ?? "" }
      try text.write(to: session.recipe, atomically: true, encoding: .utf8)
    case .list(let info):
      try queue.write { db in
        try db.execute(
          sql: "INSERT OR REPLACE INTO checkpoint (folder, step, bytes) VALUES (?, ?, ?)",
          arguments: [info.folder, info.step, info.bytes])
      }
    case .remove(let file): try FileManager.default.removeItem(atPath: file)
    case .dropBlocks(let blocks): try queue.write { try drop(blocks, $0) }
    case .dropLabels: try FileManager.default.removeItem(at: session.labelsFile)
    }
  }

  /// Takes blocks out, and the folds above them: what is drawn then comes from the values that are left.
  private func drop(_ blocks: [Int], _ db: Database) throws {
    for block in blocks {
      try db.execute(
        sql: """
          DELETE FROM pyramid WHERE metric = (SELECT metric FROM block WHERE id = ?)
          """, arguments: [block])
      try db.execute(sql: "DELETE FROM block WHERE id = ?", arguments: [block])
    }
    let state = try WriterState(db)
    _ = try TailFold(db, attemptTick: state.attemptTick).fold(state.tail)
    try MetricSummaries(db).recount()
  }
}
