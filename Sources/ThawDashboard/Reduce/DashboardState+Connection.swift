import ThawCanvas
import ThawProtocol

extension DashboardState {
  mutating func resize(columns: Int, rows: Int) { size = Size(width: columns, height: rows) }

  mutating func connect(_ snapshot: Snapshot) -> [DashboardEffect] {
    // One of a session that was left meanwhile may still have been on its way.
    guard let run, run.name == snapshot.session, run.link != .saved else { return [] }
    self.run?.take(snapshot, at: now)
    if !hasSaidThatTrainingGoesOn {
      hasSaidThatTrainingGoesOn = true
      let palette = key(.openPalette)
      toast(
        .information,
        "\(key(.detach)) only detaches: training goes on. "
          + "\(palette.count > 1 ? palette + " " : palette)stop ends the run")
    }
    // The store is complete up to the snapshot, which what was read before it need not be.
    return [.loadHistory(session: snapshot.session)]
  }

  mutating func disconnect(_ reason: String) -> [DashboardEffect] {
    guard let run, run.link != .saved else { return [] }
    for command in pending {
      toast(.warning, "no answer to “\(command.command.text)”: the connection was lost")
    }
    pending = []
    var attempts = 0
    if case .lost(_, let made, _) = run.link { attempts = made }
    // 1, 2, 4, … at most 15 seconds apart.
    let wait = min(15, Double(1 << min(attempts, 4)))
    self.run?.link = .lost(reason: reason, attempts: attempts + 1, retryAt: now + wait)
    if run.phase?.isFinal == true {
      self.run?.link = .saved
      return []
    }
    // The store tells whether the engine is gone or only out of reach.
    if run.link == .connecting {
      // It is read beside the first attempt.
      settle()
      return []
    }
    return [.loadHistory(session: run.name)]
  }

  mutating func take(_ history: SessionHistory) {
    guard run?.name == history.detail.summary.name else { return }
    guard run?.isOutdated(history) != true else {
      run?.rereadAt = now + 0.25
      return
    }
    let isFirst = run?.hasHistory == false
    run?.take(history)
    if isFirst, let run, run.origin != nil, liveScreens[run.name] == nil, grid == ChartGrid() {
      grid = ChartGrid(for: run.curves)
      openedLiveScreen = KeptLiveScreen(grid, layout)
    }
    settle()
    settlePane()
  }

  /// What could not be read is said, and for as long as the screen would wait for it, there.
  mutating func fail(_ message: String, _ effect: DashboardEffect?) {
    toast(.failure, message)
    switch effect {
    case .loadHistory(let session) where run?.name == session && run?.hasHistory == false:
      run?.unreadable = message
    case .loadComparison(let names) where names == compare.names: compare.unreadable = message
    default: break
    }
  }

  /// Takes a session for saved that was not reached and is over by its store.
  private mutating func settle() {
    guard case .lost = run?.link, let stored = run?.stored else { return }
    switch stored {
    case .running, .paused, .stalled: break
    case .stopped, .finished, .failed, .dead:
      run?.link = .saved
      run?.phase = nil
    }
  }

  mutating func tick(at seconds: Double) -> [DashboardEffect] {
    now = max(now, seconds)
    toasts.removeAll { $0.until <= now }
    for index in pending.indices
    where !pending[index].isOverdue && now - pending[index].sentAt >= PendingCommand.patience {
      pending[index].isOverdue = true
      toast(
        .warning, "no answer to “\(pending[index].command.text)” in 10 s; the engine may be busy")
    }
    renewOrder()
    advanceTour()
    return reconnect() + refreshList() + refreshComparison() + rereadHistory()
  }

  /// Sessions that run go on while they are compared.
  private mutating func refreshComparison() -> [DashboardEffect] {
    guard screen == .compare, compare.isGrowing, now >= compare.reloadAt else { return [] }
    compare.reloadAt = now + CompareState.freshness
    return [.loadComparison(compare.names)]
  }

  /// Sessions go on while their list is looked at.
  private mutating func refreshList() -> [DashboardEffect] {
    guard screen == .sessions, now >= sessions.reloadAt else { return [] }
    sessions.reloadAt = now + sessions.freshness
    return [loadSessions()]
  }

  /// Reads a history again that had been read too early.
  private mutating func rereadHistory() -> [DashboardEffect] {
    guard let run, let due = run.rereadAt, now >= due else { return [] }
    self.run?.rereadAt = nil
    return [.loadHistory(session: run.name)]
  }

  private mutating func reconnect() -> [DashboardEffect] {
    guard let run, case .lost(let reason, let attempts, let retryAt) = run.link, now >= retryAt
    else { return [] }
    // Until the attempt is answered the next one lies far off.
    self.run?.link = .lost(reason: reason, attempts: attempts, retryAt: now + 30)
    return [.attach(session: run.name)]
  }
}
