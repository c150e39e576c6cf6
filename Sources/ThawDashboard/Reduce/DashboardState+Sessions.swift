import ThawProtocol

extension DashboardState {
  /// Orders the list, and says something of the session under the cursor.
  mutating func tend(_ intent: Intent) -> [DashboardEffect] {
    switch intent {
    case .cycleSort:
      sessions.cycleSort()
    case .reverseSort: sessions.sort(by: sessions.arrangement.sorting.field)
    case .showArchived: sessions.rearrange { $0.showsArchived.toggle() }
    case .toggleStar: return label { .star(!$0.isStarred) }
    case .toggleArchived: return label { .archive(!$0.isArchived) }
    case .deleteSession:
      guard let session = sessions.current else { return [] }
      switch session.state {
      case .running, .paused, .stalled:
        toast(.warning, "\(session.name) still runs; stop it before it is deleted")
        return []
      case .stopped, .finished, .failed, .dead: return [.delete(session: session.name)]
      }
    case .restoreSession:
      guard let name = sessions.deleted else { return [] }
      sessions.deleted = nil
      return [.restore(session: name)]
    default: break
    }
    return []
  }

  /// Changes what is said of the session under the cursor; the list shows it once it is stored.
  mutating func label(_ change: (SessionLabels) -> SessionLabels.Change) -> [DashboardEffect] {
    guard let session = sessions.current else {
      toast(.warning, "no session is under the cursor; \(key(.show(.sessions))) lists them")
      return []
    }
    let change = change(session.labels)
    var labels = session.labels
    labels.apply(change)
    return labels == session.labels ? [] : [.label(session: session.name, change)]
  }
}
