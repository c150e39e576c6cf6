public import ThawCanvas
public import ThawProtocol

/// What the dashboard opens with.
public enum Opening: Equatable, Sendable {
  /// A live session; without an engine its store is shown.
  case attach(session: String, isReadOnly: Bool)
  /// A session's store, whether or not an engine runs.
  case saved(session: String)
  /// The list of sessions.
  case sessions
  /// A comparison, the first session being the baseline; counted from a moment, grouped, and with values to reach
  /// where that is asked for.
  case compare(
    [String], alignment: AlignmentMark? = nil, grouping: Grouping? = nil,
    targets: [String: Double] = [:])
  /// The tour on a recorded session, nil for the usual one; `speed` in seconds of it that pass in one, nil for
  /// about a minute in all.
  case tour(session: String?, speed: Double?)
  /// A run that another tool logs into files.
  case watch(path: String, run: String)
}

extension DashboardState {
  /// The first state and the effects that fill it.
  ///
  /// `settings` is how the person wants it to be, `themes` are the names there are, and `history` the lines
  /// that were entered after `:` in earlier starts. `kept` is how sessions were listed and compared then, and `folder`
  /// where they are, unless commands find them there unasked.
  public static func opening(
    _ opening: Opening, size: Size, client: String, secondsFromGMT: Int = 0,
    settings: Settings = Settings(), themes: [String] = [], history: [String] = [],
    kept: KeptChoices? = nil, folder: String? = nil
  ) -> (state: DashboardState, effects: [DashboardEffect]) {
    var state = DashboardState(size: size, client: client, secondsFromGMT: secondsFromGMT)
    (state.themes, state.paletteHistory, state.folder) = (themes, history, folder)
    _ = state.take(settings)
    if let kept { state.take(kept) }
    let effects = state.open(opening)
    return (state, effects)
  }

  /// Opens something in the place of what is open.
  mutating func open(_ opening: Opening) -> [DashboardEffect] {
    switch opening {
    case .attach(let session, let isReadOnly):
      if isReadOnly { self.isReadOnly = true }
      return attach(session)
    case .saved(let session): return openSaved(session)
    case .sessions: return show(.sessions)
    case .tour(let session, let speed): return openTour(session, speed: speed)
    case .compare(let names, let alignment, let grouping, let targets):
      return startComparison(
        of: names, alignment: alignment, grouping: grouping, targets: targets)
    case .watch(let path, let run): return watch(path, run: run)
    }
  }

  /// Shows a session and connects to its engine; its history is read at once, so that curves are
  /// there before the engine has answered.
  mutating func attach(_ session: String) -> [DashboardEffect] {
    open(RunState(name: session, isReadOnly: isReadOnly, link: .connecting))
    return [.attach(session: session), .loadHistory(session: session)]
  }

  private mutating func openTour(_ session: String?, speed: Double?) -> [DashboardEffect] {
    tourSpeed = speed
    return [.loadRecording(session: session)]
  }

  /// Shows a session's store.
  mutating func openSaved(_ session: String) -> [DashboardEffect] {
    open(RunState(name: session, isReadOnly: false, link: .saved))
    return [.leave, .loadHistory(session: session)]
  }

  /// Shows what another tool logs, as it grows.
  mutating func watch(_ path: String, run name: String) -> [DashboardEffect] {
    var next = RunState(name: name, isReadOnly: true, link: .saved)
    (next.origin, next.watchedPath) = (path, path)
    open(next)
    return [.watch(path: path, run: name)]
  }

  mutating func startComparison(
    of names: [String], alignment: AlignmentMark? = nil, grouping: Grouping? = nil,
    targets: [String: Double] = [:]
  ) -> [DashboardEffect] {
    var choices = compare.choices
    choices.alignment = alignment ?? choices.alignment
    choices.grouping = grouping ?? choices.grouping
    compare = CompareState(of: names, choices, isAlignmentWanted: alignment != nil)
    compare.targets = targets
    compare.reloadAt = now + CompareState.freshness
    screen = .compare
    isChartEnlarged = false
    return [.loadComparison(names)]
  }

  mutating func show(_ next: Screen) -> [DashboardEffect] {
    // Who marked sessions and goes to Compare wants to see them there.
    if next == .compare, compare.names.isEmpty, sessions.marks.count > 1 {
      return startComparison(of: sessions.marks)
    }
    screen = next
    isChartEnlarged = false
    guard next == .sessions else { return [] }
    sessions.reloadAt = now + sessions.freshness
    return [loadSessions()]
  }

  /// Puts a session on the Live screen, and ends a tour.
  mutating func open(_ next: RunState) {
    tour = nil
    recallLiveScreen(of: next.name)
    run = next
    run?.openedAt = now
    if let folder { run?.address = "\(folder)/\(next.name)".shellWord }
    run?.curves.smoothing = plots.smoothing
    pending = []
    screen = .live
    pane = panes[0]
    isChartEnlarged = false
    // What is typed was meant for another list.
    if case .filter = overlay { overlay = nil }
    journalScroll = 0
    plots.resetZoom()
    plots.cursor = nil
  }
}
