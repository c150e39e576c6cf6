import ThawProtocol

extension DashboardState {
  /// What `y` copies: the marked rows or the cursor's, the reading at the crosshair, a session's name.
  var copyable: String? {
    switch screen {
    case .sessions:
      return sessions.marks.isEmpty
        ? sessions.current?.name : sessions.marks.joined(separator: " ")
    case .compare: return compare.names.isEmpty ? nil : compare.names.joined(separator: " ")
    default: break
    }
    guard let run else { return nil }
    if hasFocusedChart {
      let curve = run.curves[grid.focused.metric]
      guard let step = plots.cursor, let index = curve.index(ofStep: step) else {
        return grid.focused.metric
      }
      return "\(grid.focused.metric) \(curve.buckets[index].mean) at step \(step)"
    }
    if pane == .journal, screen == .live {
      return run.journalWithCheckpoints.last.map { "step \($0.step): \($0.command)" }
    }
    let names = run.board.targets.map { run.board.rows[$0].name }
    return names.isEmpty ? run.name : names.joined(separator: " ")
  }

  mutating func copy() -> [DashboardEffect] {
    guard let text = copyable else {
      toast(.information, "there is nothing to copy here")
      return []
    }
    toast(.success, "copied: \(text)")
    return [.copy(text)]
  }
}
