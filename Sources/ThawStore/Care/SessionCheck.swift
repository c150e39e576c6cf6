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
      /// Make the folds of metrics anew from their values.
      case refold(metrics: [Int])
      /// Space the steps of ticks whose own are lost evenly between those that are known.
      case spaceSteps
      /// Take out the values of ticks that cannot be read.
      case emptyTicks([Int])
      /// Delete the labels.
      case dropLabels
      /// Write the database anew from what can be read of it.
      case salvage

      /// Whether the database is written to, which only one with sound pages may be.
      var changesDatabase: Bool {
        switch self {
        case .none, .writeRecipe, .remove, .dropLabels, .salvage: false
        case .list, .dropBlocks, .refold, .spaceSteps, .emptyTicks: true
        }
      }
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
  private var hasDamagedPages = false

  /// Looks at everything that a session holds, every value included; reads only.
  ///
  /// - Throws: ``StoreError`` where the database cannot be opened for other reasons than damage.
  public init(_ session: SessionFolder) throws(StoreError) {
    self.session = session
    let reader: SessionReader
    do throws(StoreError) { reader = try SessionReader(session) } catch .damaged(_, let detail) {
      looked.append("the database")
      addDamage("it cannot be opened: \(detail)")
      return
    }
    look("the database") { try $0.checkDatabase(reader) }
    look("the folds of the metrics") { try $0.checkFolds(reader) }
    look("the steps of the values") { try $0.checkTicks(reader) }
    look("the names of the metrics") { try $0.checkValues(reader) }
    look("the recipe") { try $0.checkRecipe(reader) }
    look("the list of checkpoints") { try $0.checkCheckpoints(reader) }
    do { _ = try session.labels() } catch {
      add("labels.json cannot be read", .dropLabels)
    }
  }

  /// Looks at a part; a damaged page may keep it from being read, and not the others.
  private mutating func look(_ what: String, _ check: (inout Self) throws -> Void) {
    do { try check(&self) } catch StoreError.damaged(_, let detail) {
      add("\(what) cannot be read: \(detail)")
    } catch {
      add("\(error)")
    }
  }

  private mutating func add(_ text: String, _ repair: Finding.Repair = .none) {
    let isPossible = !(hasDamagedPages && repair.changesDatabase)
    findings.append(Finding(text: text, repair: isPossible ? repair : .none))
  }

  private func counted(_ things: [some Any], _ name: String) -> String {
    "\(things.count) \(name)\(things.count == 1 ? "" : "s")"
  }

  private mutating func checkDatabase(_ reader: SessionReader) throws(StoreError) {
    let answers = try reader.inspect { db in
      var answers: [String] = []
      do {
        let rows = try String.fetchCursor(db, sql: "PRAGMA integrity_check(20)")
        while let answer = try rows.next() { answers.append(answer) }
      } catch let error as DatabaseError where error.isDamage {
        // What it meets may end the check, too.
        answers.append(error.message ?? "\(error.resultCode)")
      }
      return answers
    }
    looked.append("every page of the database")
    let wrong = answers.flatMap { $0.split(separator: "\n") }
      .filter { $0 != "ok" && !$0.hasPrefix("***") }
    guard let first = wrong.first else { return }
    addDamage("\(counted(wrong, "thing")) wrong in the database, the first: \(first)")
  }

  private mutating func addDamage(_ text: String) {
    hasDamagedPages = true
    add("\(text); repair writes a new one of what can be read, and keeps this one", .salvage)
  }

  /// Decodes the steps, epochs and times of all ticks, and the values of the newest.
  private mutating func checkTicks(_ reader: SessionReader) throws(StoreError) {
    let blocks = try broken("SELECT firstTick, lastTick, data FROM tickBlock", reader) { row in
      let columns = try TickColumns(firstTick: row[0], decoding: row[2])
      guard columns.lastTick == row[1] else { throw BlobError(detail: "it is too short") }
    }
    let ticks = try broken("SELECT id, data FROM tick", reader) { row in
      try RecordBlob.decode(row[1]) { _, _ in }
    }
    if !blocks.isEmpty {
      add(
        "the steps of \(counted(blocks, "block")) of ticks cannot be read, and so neither can curves",
        .spaceSteps)
    }
    if !ticks.isEmpty {
      add("the values of \(counted(ticks, "tick")) cannot be read", .emptyTicks(ticks))
    }
  }

  /// Decodes the folds of all metrics.
  private mutating func checkFolds(_ reader: SessionReader) throws(StoreError) {
    let metrics = try broken("SELECT metric, level, data FROM pyramid", reader) { row in
      _ = try PyramidNode(level: row[1], decoding: row[2])
    }
    guard !metrics.isEmpty else { return }
    add(
      "the folds of \(counted(Array(Set(metrics)), "metric")) cannot be read, and so neither can curves",
      .refold(metrics: Set(metrics).sorted()))
  }

  /// The first column of the rows that cannot be decoded.
  private func broken(
    _ sql: String, _ reader: SessionReader, _ decode: (Row) throws -> Void
  ) throws(StoreError) -> [Int] {
    try reader.inspect { db in
      var broken: [Int] = []
      let rows = try Row.fetchCursor(db, sql: sql)
      while let row = try rows.next() {
        do { try decode(row) } catch is BlobError { broken.append(row[0]) }
      }
      return broken
    }
  }

  /// Decodes every block.
  private mutating func checkValues(_ reader: SessionReader) throws(StoreError) {
    var count = 0
    var broken: [(id: Int, name: String)] = []
    var damaged: [String] = []
    try reader.inspect { db in
      for metric in try Row.fetchAll(db, sql: "SELECT id, name FROM metric ORDER BY name") {
        do {
          let rows = try Row.fetchCursor(
            db.cachedStatement(
              sql: "SELECT id, firstTick, count, data FROM block WHERE metric = ?"),
            arguments: [metric["id"]])
          while let row = try rows.next() {
            let expected: Int = row[2]
            if let block = try? ValueBlock(firstTick: row[1], decoding: row[3]),
              block.count == expected
            {
              count += block.count
            } else {
              broken.append((row[0], metric["name"]))
            }
          }
        } catch let error as DatabaseError where error.isDamage {
          damaged.append(metric["name"])
        }
      }
    }
    looked.append("\(count) folded values")
    if !damaged.isEmpty {
      add("values of \(damaged.joined(separator: ", ")) are on damaged pages")
    }
    guard !broken.isEmpty else { return }
    let names = Set(broken.map(\.name)).sorted().joined(separator: ", ")
    add(
      "\(counted(broken, "block")) of \(names) cannot be read, and so neither can curves",
      .dropBlocks(broken.map(\.id)))
  }

  private mutating func checkRecipe(_ reader: SessionReader) throws(StoreError) {
    let stored = try reader.read(SessionQueries.session)
    guard !stored.hasColumn("origin") || stored["origin"] == nil else { return }
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
    looked.append(counted(listed, "checkpoint"))
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
}
