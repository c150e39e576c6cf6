public import Foundation
import GRDB
public import ThawProtocol

/// What an engine is to ask of itself at given steps, as if a person did: the past of a session, asked again.
///
/// A session that replays or forks another has it as `script.json` in its folder.
public struct ReplayScript: Equatable, Sendable, Codable {
  /// A command and when it is due.
  public struct Entry: Equatable, Sendable, Codable {
    /// Steps completed before it.
    public var step: Int
    /// What is asked.
    public var command: Command

    /// Makes an entry.
    public init(step: Int, command: Command) {
      self.step = step
      self.command = command
    }
  }

  /// Tells scripts apart: a checkpoint says how much of which script was done.
  public var id: String
  /// What is asked, in order.
  public var entries: [Entry]
  /// The step at which the run ends, if it gets so far; nil: where the recipe says.
  public var end: Int?

  /// Makes a script.
  public init(id: String = UUID().uuidString, entries: [Entry], end: Int? = nil) {
    self.id = id
    self.entries = entries
    self.end = end
  }

  /// Reads the script of a session; nil where it has none.
  ///
  /// - Throws: ``StoreError/damaged(file:detail:)``, or `.unavailable`.
  public static func read(of folder: SessionFolder) throws(StoreError) -> ReplayScript? {
    let file = folder.script
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do {
      return try JSONDecoder().decode(ReplayScript.self, from: Data(contentsOf: file))
    } catch let error as DecodingError {
      throw .damaged(file: file.path, detail: "\(error)")
    } catch {
      throw .unavailable(file: file.path, detail: systemReason(error))
    }
  }

  /// Writes it as the script of a session.
  func write(to folder: SessionFolder) throws {
    try JSONEncoder().encode(self).write(to: folder.script, options: .atomic)
  }
}

extension SessionReader {
  /// What was done to the run and is in force, so that it can be done again.
  ///
  /// Left out is what was undone or lost, and what changes no value: pauses, checkpoints, the end. A pause that an
  /// alarm made is ended as it was.
  ///
  /// - Throws: ``StoreError``.
  public func replayScript() throws(StoreError) -> ReplayScript {
    try read { db in
      ReplayScript(
        entries: try SessionQueries.entriesInForce(db).compactMap(\.scripted),
        end: try lastStep(db))
    }
  }

  /// The last step of which something was logged; 0 where nothing was.
  func lastStep(_ db: Database) throws -> Int {
    try TickRanges(SeriesSource(db, metrics: [])).visible(steps: nil).steps.upperBound
  }

  /// With how many threads the run computed; nil where that is not known, or changed on the way.
  ///
  /// - Throws: ``StoreError``.
  public func threads() throws(StoreError) -> Int? {
    try read { db in
      let path = try AttemptPath(db)
      let rows = try Row.fetchAll(db, sql: "SELECT * FROM attempt")
      let known = Set(
        rows.compactMap { row -> Int? in
          guard path[row["number"]] != nil, row.hasColumn("threads") else { return nil }
          return row["threads"]
        })
      return known.count == 1 ? known.first : nil
    }
  }
}

/// An entry of the journal with its number and its attempt's.
struct NumberedEntry {
  var id: Int
  var attempt: Int
  var entry: JournalEntry

  /// What a replay asks for it; nil for what it leaves out.
  var scripted: ReplayScript.Entry? {
    guard case .applied(let step, _) = entry.outcome,
      // What the engine did of itself it does again.
      let command = try? Command(parsing: entry.command)
    else { return nil }
    switch command {
    case .resume, .step: return .init(step: step, command: .resume)
    case .evaluate: return .init(step: step, command: .evaluate)
    default: return command.isIntervention ? .init(step: step, command: command) : nil
    }
  }
}

extension SessionQueries {
  /// The entries of the journal that are in force, or were at the end of an attempt, oldest first.
  static func entriesInForce(_ db: Database, at attempt: Int? = nil) throws -> [NumberedEntry] {
    let path = try AttemptPath(db, to: attempt)
    let rows = try Row.fetchAll(db, sql: "SELECT * FROM journal ORDER BY attempt, id")
    return rows.compactMap { row in
      let numbered = NumberedEntry(
        id: row["id"], attempt: row["attempt"], entry: journalEntry(row))
      guard let part = path[numbered.attempt] else { return nil }
      // A measurement changed nothing, and what it logged is shown by its step.
      let id = numbered.entry.command == Command.evaluate.text ? nil : numbered.id
      return part.holds(step: numbered.entry.step, entry: id) ? numbered : nil
    }
  }
}
