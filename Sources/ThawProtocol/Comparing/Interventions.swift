/// What was done to a run and is in force: by people or by its plan, without what was undone.
struct Interventions {
  /// The commands with the steps before which they took effect, in the order in which they were done.
  private(set) var inForce: [(step: Int, command: Command)] = []

  init(_ journal: [JournalEntry]) {
    var undone: [(step: Int, command: Command)] = []
    for entry in journal {
      guard case .applied(let step, _) = entry.outcome,
        let command = try? Command(parsing: String(entry.command.trimmingPrefix("plan: ")))
      else { continue }
      switch command {
      case .undo:
        if let last = inForce.popLast() { undone.append(last) }
      case .redo:
        if let last = undone.popLast() { inForce.append(last) }
      default:
        guard command.isIntervention else { continue }
        inForce.append((step, command))
        undone = []
      }
    }
  }
}
