import ThawProtocol
import ThawStore

/// Translates where a run goes back to from the engine's terms, branches and bus numbers, into the store's.
struct BranchRecord {
  /// The attempt of branch 0; the branches that follow have the numbers that follow.
  private let firstAttempt: Int
  /// Entries of the journal, oldest first, each with its number on the bus; the first is what was there before.
  private var entries: [(sequence: UInt64, number: Int)]

  init(_ store: SessionStore) {
    let place = store.place
    firstAttempt = place.attempt
    entries = [(0, place.lastEntry)]
  }

  /// Notes the number that an entry got in the store.
  mutating func note(entry number: Int, at sequence: UInt64) { entries.append((sequence, number)) }

  /// Has the store go back to a moment.
  func rewind(_ rewind: Rewind, in store: SessionStore) throws(StoreError) {
    switch rewind.place {
    case .branch(let branch, let sequence):
      let last = entries.last { $0.sequence <= sequence }
      try store.rewind(to: rewind.step, of: firstAttempt + branch, lastEntry: last?.number ?? 0)
    case .attempt(let attempt, let entry):
      try store.rewind(to: rewind.step, of: attempt, lastEntry: entry)
    }
  }
}
