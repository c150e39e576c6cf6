import GRDB

/// The attempts that a session's newest state, or the end of an earlier attempt, came through, and where each was left.
///
/// An attempt goes on from another: from its checkpoint when a run is resumed, from an earlier moment of it when
/// something is undone. What was done after that point is abandoned.
struct AttemptPath {
  /// An attempt on the path.
  struct Part: Equatable {
    var number: Int
    var startStep: Int
    /// Its ticks; empty where nothing was logged.
    var ticks: Range<Int>
    /// Its last step that counts; nil: all do.
    var lastStep: Int?
    /// The last entry of the journal that is in force of it; nil: all are.
    var lastEntry: Int?

    /// Whether something of this attempt counts that was done after so many steps and journal entries.
    func holds(step: Int, entry: Int?) -> Bool {
      step <= lastStep ?? .max && entry ?? 0 <= lastEntry ?? .max
    }
  }

  /// The parts, oldest first.
  private(set) var parts: [Part] = []
  /// What of the attempts is not on the path: ticks of attempts, from the step given on.
  private(set) var abandoned: [(ticks: Range<Int>, after: Int?)] = []

  /// Reads the path to the end of an attempt; nil: of the newest.
  init(_ db: Database, to last: Int? = nil) throws {
    // Sessions of schema 2 and before lack the newer columns.
    let attempts = try Row.fetchAll(db, sql: "SELECT * FROM attempt ORDER BY number")
    var end = try SessionQueries.nextTick(db)
    var ticks: [Int: Range<Int>] = [:]
    for row in attempts.reversed() {
      let first: Int = row["firstTick"]
      ticks[row["number"]] = first..<max(first, end)
      end = min(end, first)
    }

    var wanted = last ?? attempts.last?["number"]
    var lastStep: Int?
    var lastEntry: Int?
    for (index, row) in attempts.enumerated().reversed() {
      let number: Int = row["number"]
      guard number == wanted else { continue }
      let start: Int = row["startStep"]
      parts.append(
        Part(
          number: number, startStep: start, ticks: ticks[number] ?? 0..<0, lastStep: lastStep,
          lastEntry: lastEntry))
      let parent: Int? = row.hasColumn("parent") ? row["parent"] : nil
      wanted = parent ?? (index > 0 ? attempts[index - 1]["number"] : nil)
      lastStep = min(lastStep ?? start, start)
      guard let wanted else { break }
      let stored: Int? = row.hasColumn("journal") ? row["journal"] : nil
      let entry = try stored ?? Self.lastEntry(before: start, of: wanted, db)
      lastEntry = min(lastEntry ?? entry, entry)
    }
    parts.reverse()
    let onPath = Dictionary(uniqueKeysWithValues: parts.map { ($0.number, $0.lastStep) })
    for row in attempts {
      let number: Int = row["number"]
      guard let range = ticks[number], !range.isEmpty else { continue }
      switch onPath[number] {
      case nil: abandoned.append((range, nil))
      case .some(let last?): abandoned.append((range, last))
      case .some(nil): break
      }
    }
  }

  /// The last entry in force, of an attempt that older versions went on from after `step` steps.
  ///
  /// A checkpoint at the cadence comes before the commands of its step; one that was asked for after those
  /// before it.
  private static func lastEntry(before step: Int, of attempt: Int, _ db: Database) throws -> Int {
    let entry = try Int.fetchOne(
      db,
      sql: """
        SELECT max(id) FROM journal WHERE attempt <= :attempt AND (
          step < :step OR (step = :step AND id <= (
            SELECT max(id) FROM journal WHERE attempt <= :attempt AND step = :step
              AND applied IS NOT NULL AND command IN ('checkpoint', 'stop'))))
        """, arguments: ["attempt": attempt, "step": step])
    return entry ?? 0
  }

  /// The part of an attempt; nil where nothing of it counts.
  subscript(attempt: Int) -> Part? { parts.first { $0.number == attempt } }
}
