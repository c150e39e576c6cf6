import ThawCanvas
import ThawProtocol

extension PlotMark.Kind {
  /// What an entry is on a curve; nil for what leaves no mark there.
  init?(_ entry: JournalEntry) {
    guard case .applied = entry.outcome else { return nil }
    switch entry.command.split(separator: " ").first {
    case "freeze": self = .freeze
    case "thaw": self = .thaw
    case "lr": self = .note
    case let word where word?.hasPrefix("alarm") == true: self = .alarm
    default: return nil
    }
  }

  func glyph(_ glyphs: Glyphs) -> Character {
    switch self {
    case .freeze: glyphs.frozen
    case .thaw: glyphs.thaw
    case .checkpoint: glyphs.checkpoint
    case .alarm: glyphs.alarm
    case .note: glyphs.chevron
    }
  }

  var role: Role {
    switch self {
    case .freeze: .rowFrozen
    case .thaw: .rowTrainable
    case .checkpoint, .note: .plotMark
    case .alarm: .error
    }
  }
}

/// The marks of a session's curves: freezes, thaws, learning rates, alarms, checkpoints.
func plotMarks(
  journal: [JournalEntry], checkpoints: [CheckpointInfo], at place: (Int) -> Double?
) -> [PlotMark] {
  let commands = journal.compactMap { entry -> PlotMark? in
    guard let kind = PlotMark.Kind(entry), let x = place(entry.step) else { return nil }
    return PlotMark(x: x, kind: kind, label: label(of: entry.command, kind))
  }
  let saved = checkpoints.compactMap { checkpoint in
    place(checkpoint.step).map { PlotMark(x: $0, kind: .checkpoint) }
  }
  return (saved + commands).sorted { $0.x < $1.x }
}

/// The glyph says the verb, so the label is only what it was done to.
private func label(of command: String, _ kind: PlotMark.Kind) -> String {
  switch kind {
  case .freeze, .thaw: command.split(separator: " ").dropFirst().joined(separator: " ")
  case .note, .alarm: command
  case .checkpoint: ""
  }
}
