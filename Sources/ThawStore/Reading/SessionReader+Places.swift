import GRDB
import ThawProtocol

/// Where in a session a command took effect.
public struct JournalPlace: Equatable, Sendable {
  /// The command as the journal has it.
  public var command: String
  /// Steps completed before it.
  public var step: Int
  /// The attempt that it was asked of.
  public var attempt: Int
  /// The number of its entry.
  public var entry: Int

  /// States a place.
  public init(command: String, step: Int, attempt: Int, entry: Int) {
    self.command = command
    self.step = step
    self.attempt = attempt
    self.entry = entry
  }
}

extension SessionReader {
  /// The number of the newest attempt.
  ///
  /// - Throws: ``StoreError``.
  public func newestAttempt() throws(StoreError) -> Int {
    try read { db in try Int.fetchOne(db, sql: "SELECT max(number) FROM attempt") ?? 1 }
  }

  /// The commands that took effect and are in force, or were at the end of an attempt, oldest first.
  ///
  /// - Throws: ``StoreError``.
  public func journalPlaces(at attempt: Int? = nil) throws(StoreError) -> [JournalPlace] {
    try read { db in
      try SessionQueries.entriesInForce(db, at: attempt).compactMap { numbered in
        guard case .applied(let step, _) = numbered.entry.outcome else { return nil }
        return JournalPlace(
          command: numbered.entry.command, step: step, attempt: numbered.attempt,
          entry: numbered.id)
      }
    }
  }
}
