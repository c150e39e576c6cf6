import ThawProtocol

extension RunState {
  /// Takes curves and checkpoints back to a step; what lay beyond on curves is shown as abandoned.
  mutating func rewind(to step: Int) {
    for (name, branch) in curves.cut(after: step) where !name.hasPrefix("row/") {
      abandoned[name, default: []].append(branch)
    }
    checkpoints.removeAll { $0.step > step }
    progress?.step = step
  }

  /// Has the store read after the run went back: it alone knows what a redo brings back.
  mutating func reloads(after entry: JournalEntry, at now: Double) -> [DashboardEffect] {
    guard case .applied = entry.outcome,
      [Command.undo, .redo].contains(where: { $0.text == entry.command })
    else { return [] }
    rewoundAt = entry.time
    return [.loadHistory(session: name)]
  }

  /// Whether a history was read before the store had taken in that the run went back.
  func isOutdated(_ history: SessionHistory) -> Bool {
    guard let rewoundAt else { return false }
    return history.detail.journal.last?.time ?? -.infinity < rewoundAt
  }
}

extension CurveSet {
  /// Removes what lies beyond a step, and gives it back by metric.
  mutating func cut(after step: Int) -> [String: [MetricBucket]] {
    var removed: [String: [MetricBucket]] = [:]
    for name in allNames {
      let branch = cutCurve(name, after: step)
      if !branch.isEmpty { removed[name] = branch }
    }
    return removed
  }
}
