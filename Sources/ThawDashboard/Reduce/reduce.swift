/// Evolves the state and returns what must be done outside it.
///
/// Pure: the same state and action give the same result. Draw after each batch of actions; a tick that
/// changes nothing gives the same picture.
public func reduce(
  _ state: inout DashboardState, _ action: DashboardAction
) -> [DashboardEffect] {
  let effects = take(action, into: &state)
  // Kept with the curves, an average takes each value once, not all of them for each picture.
  state.run?.curves.smoothing = state.plots.smoothing
  // Only a person changes it, and messages come by the thousand.
  return switch action {
  case .keyPressed, .clicked, .doubleClicked, .released: effects + state.keepLiveScreen()
  default: effects
  }
}

private func take(
  _ action: DashboardAction, into state: inout DashboardState
) -> [DashboardEffect] {
  switch action {
  case .keyPressed(let key): return state.press(key) + state.followUp()
  case .clicked(let x, let y): return state.click(x: x, y: y) + state.followUp()
  case .doubleClicked(let x, let y): return state.doubleClick(x: x, y: y) + state.followUp()
  case .scrolled(let x, let y, let lines): return state.scroll(x: x, y: y, by: lines)
  case .dragged(let x, let y): state.drag(toX: x, y: y)
  case .released: state.layout.dragged = nil
  case .resized(let columns, let rows): state.resize(columns: columns, rows: rows)
  case .ticked(let seconds): return state.tick(at: seconds)

  case .connected(let snapshot): return state.connect(snapshot)
  case .eventArrived(let sequence, let event): return state.take(event, sequence: sequence)
  case .lagged: return [.requestSnapshot]
  case .replied(let id, let outcome): state.take(outcome, for: id)
  case .disconnected(let reason): return state.disconnect(reason)
  case .cameTogether(let actions): return actions.flatMap { reduce(&state, $0) }

  case .historyLoaded(let history): state.take(history)
  case .forked(let session):
    state.toast(.success, "\(session) goes its own way from here")
    return state.attach(session)
  case .sessionsLoaded(let sessions, let broken):
    state.sessions.take(sessions)
    state.sessions.broken = broken
  case .liveScreenKept(let session, let kept): state.take(kept, of: session)
  case .sessionDeleted(let name):
    state.sessions.deleted = name
    let key = state.key(.restoreSession, on: .sessions)
    state.toast(.information, "\(name) is in the trash; \(key) brings it back")
  case .comparisonLoaded(let histories): state.compare.take(histories)
  case .recordingLoaded(let recording): return state.startTour(on: recording)
  case .loadFailed(let message, let effect): state.fail(message, effect)

  case .themeChanged(let name): state.toast(.information, "theme: \(name)")
  case .pictureSaved(let path): state.toast(.success, "written: \(path).svg and .txt")
  case .warned(let message): state.toast(.warning, message)
  }
  return []
}
