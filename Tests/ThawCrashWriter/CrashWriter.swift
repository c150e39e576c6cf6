import Foundation
import ThawProtocol
import ThawStore

/// Writes on at a session until it is killed: `thaw-crash-writer FOLDER`.
///
/// After each call that returned, and before it opens, it says on standard output what is stored by then: a line
/// with the last step and the number of journal entries.
@main
struct CrashWriter {
  private let folder: SessionFolder
  private var step: Int
  private var entries: Int

  static func main() throws {
    var writer = try CrashWriter(SessionFolder(URL(filePath: CommandLine.arguments[1])))
    while true { try writer.runAttempt() }
  }

  private init(_ folder: SessionFolder) throws {
    self.folder = folder
    let reader = try SessionReader(folder)
    (step, entries) = (try reader.summary().step, try reader.journal().count)
  }

  /// Resumes the session, which folds what is left of the attempt before, appends, and finishes it, which folds
  /// all and makes one file of database and write-ahead log.
  private mutating func runAttempt() throws {
    say()
    let store = try SessionStore(opening: folder, resumingAt: step)
    say()
    for round in 0..<4 {
      let count = 1 + entries * 97 % 251
      try store.append((step + 1...step + count).map(Self.record))
      step += count
      say()
      let entry = JournalEntry(
        step: step, time: Double(step), command: "entry \(entries + 1)",
        outcome: .applied(step: step))
      try store.append(journal: entry)
      entries += 1
      say()
      // A checkpoint of SQLite's: from the log into the database.
      if round == 2 { try store.flush() }
    }
    try store.setPhase(.finished, step: step)
    say()
    try store.close()
  }

  private func say() {
    FileHandle.standardOutput.write(Data("\(step) \(entries)\n".utf8))
  }

  /// Values that tell their step, some of which float32 cannot hold.
  private static func record(_ step: Int) -> MetricRecord {
    MetricRecord(
      step: step, epoch: Double(step) / 100, time: Double(step),
      values: ["train/loss": Double(step), "third": Double(step) / 3])
  }
}
