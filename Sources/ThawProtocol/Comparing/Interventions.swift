/// What was done to a run and is in force: by people or by its plan, without what was undone.
struct Interventions {
  /// The commands with the steps before which they took effect, in the order in which they were done.
  var inForce: [(step: Int, command: Command)] { done.map { ($0.step, $0.command) } }
  /// Those that a person did.
  var byHand: [Comparison.Timeline.Intervention] {
    done.filter { !$0.isPlanned }.map { .init(step: $0.step, command: $0.command.text) }
  }
  /// The places in the journal of those that were undone.
  private(set) var undonePlaces: Set<Int> = []
  /// Whether a person did something that can be undone.
  var canUndo: Bool { done.contains { !$0.isPlanned } }
  /// Whether something was undone, and nothing else done since.
  private(set) var canRedo = false

  private typealias Entry = (place: Int, step: Int, command: Command, isPlanned: Bool)

  private var done: [Entry] = []

  init(_ journal: [JournalEntry]) {
    // The engine undoes what a person did last, and with it what the plan did since.
    var undone: [[Entry]] = []
    for (place, entry) in journal.enumerated() {
      guard case .applied(let step, _) = entry.outcome,
        let command = try? Command(
          parsing: String(entry.command.trimmingPrefix(JournalEntry.planned)))
      else { continue }
      switch command {
      case .undo:
        guard let last = done.lastIndex(where: { !$0.isPlanned }) else { continue }
        undone.append(Array(done[last...]))
        undonePlaces.formUnion(done[last...].map(\.place))
        done.removeSubrange(last...)
      case .redo:
        guard let last = undone.popLast() else { continue }
        done += last
        undonePlaces.subtract(last.map(\.place))
      default:
        guard command.isIntervention else { continue }
        done.append((place, step, command, entry.command.hasPrefix(JournalEntry.planned)))
        undone = []
      }
      canRedo = !undone.isEmpty
    }
  }
}

extension [JournalEntry] {
  /// Whether `undo` has something to take back, and `redo` something to bring back.
  public var waysBack: (undo: Bool, redo: Bool) {
    let interventions = Interventions(self)
    return (interventions.canUndo, interventions.canRedo)
  }

  /// The entries without the interventions that were undone and not redone.
  public var withoutUndone: [JournalEntry] {
    guard contains(where: { $0.command == Command.undo.text }) else { return self }
    let undone = Interventions(self).undonePlaces
    return enumerated().filter { !undone.contains($0.offset) }.map(\.element)
  }
}
