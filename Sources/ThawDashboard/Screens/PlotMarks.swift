import ThawCanvas
import ThawProtocol

extension PlotMark.Kind {
  /// What an entry is on a curve; nil for what leaves no mark there.
  init?(_ entry: JournalEntry) {
    guard case .applied = entry.outcome else { return nil }
    switch withoutPlan(entry.command).split(separator: " ").first {
    case "freeze": self = .freeze
    case "thaw": self = .thaw
    case "lr": self = .note
    case "checkpoint": self = .checkpoint
    case let word where word?.hasPrefix("alarm") == true: self = .alarm
    default: return nil
    }
  }
}

/// The marks of a session's curves: freezes, thaws and learning rates that were not undone, alarms.
func plotMarks(journal: [JournalEntry], at place: (Int) -> Double?) -> [PlotMark] {
  let marks = journal.withoutUndone.compactMap { entry -> PlotMark? in
    guard let kind = PlotMark.Kind(entry), kind != .checkpoint, let x = place(entry.step) else {
      return nil
    }
    return PlotMark(x: x, kind: kind, label: label(of: withoutPlan(entry.command), kind))
  }
  return marks.sorted { $0.x < $1.x }
}

/// What was done, without saying that the plan did it.
private func withoutPlan(_ command: String) -> Substring {
  command.hasPrefix("plan: ") ? command.dropFirst(6) : command[...]
}

/// The glyph says the verb, so the label is only what it was done to.
private func label(of command: Substring, _ kind: PlotMark.Kind) -> String {
  switch kind {
  case .freeze, .thaw: command.split(separator: " ").dropFirst().joined(separator: " ")
  case .note, .alarm: String(command)
  case .checkpoint, .fork: ""
  }
}
