import Testing
import ThawProtocol

@Suite("Interventions of a journal")
struct InterventionsTests {
  private static func entry(_ command: String, at step: Int) -> JournalEntry {
    JournalEntry(step: step, time: 0, command: command, outcome: .applied(step: step))
  }

  private static let done = [
    entry("lr 0.01", at: 0), entry("freeze stem", at: 2),
    entry("plan: thaw final", at: 4),
  ]

  @Test("An undo takes back what a person did last, and what the plan did since")
  func undone() {
    let journal = Self.done + [Self.entry("undo", at: 2)]
    #expect(journal.withoutUndone.map(\.command) == ["lr 0.01", "undo"])
    let twice = journal + [Self.entry("undo", at: 0)]
    #expect(twice.withoutUndone.map(\.command) == ["undo", "undo"])
  }

  @Test("A redo brings all of it back")
  func redone() {
    let journal = Self.done + [Self.entry("undo", at: 2), Self.entry("redo", at: 5)]
    #expect(journal.withoutUndone == journal)
  }
}
