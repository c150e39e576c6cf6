import ThawProtocol

extension DashboardState {
  /// Gives a key to what lies on top: a popup, else the screen, else everywhere.
  mutating func press(_ key: Key) -> [DashboardEffect] {
    switch overlay {
    case .palette: return pressInPalette(key)
    case .filter(let field): return pressInFilter(key, field)
    case .help(let help): return pressInHelp(key, help)
    case .settings(let open): return pressInSettings(key, open)
    case nil: break
    }
    guard let binding = binding(for: key) else { return [] }
    return perform(binding)
  }

  /// Does what a line of a key table says, or says why it can't be done.
  mutating func perform(_ binding: KeyBinding) -> [DashboardEffect] {
    if let refusal = binding.refusal(self) {
      toast(.warning, refusal)
      return []
    }
    return perform(binding.intent)
  }

  mutating func perform(_ intent: Intent) -> [DashboardEffect] {
    switch intent {
    case .move, .movePage, .moveToEnd, .moveSideways: move(intent)
    case .moveCrosshair, .moveToIntervention, .followNewest: moveAlong(intent)
    case .toggleLogarithm, .toggleClipping, .cycleSmoothing, .cycleAxis, .zoom, .resetZoom:
      adjustPlot(intent)
    case .toggleRows: return toggleRows()
    case .markRange: run?.board.toggleRange()
    case .markGroup: run?.board.toggleGroup()
    case .markHint: markHint()
    case .cycleOrder: cycleOrder()
    case .toggleTensors: run?.board.toggleTensors()
    case .freezeBelow: return freezeBelow()
    case .thawAbove: return thawAbove()
    case .togglePause: return send(run?.phase == .paused ? .resume : .pause)
    case .stepOnce: return send(.step(1))
    case .checkpoint: return send(.checkpoint)
    case .evaluate: return send(.evaluate)
    case .undo: return send(.undo)
    case .redo: return send(.redo)
    case .fork: openFork()
    case .openPalette: overlay = .palette(PaletteState())
    case .openFilter: overlay = .filter(TextField(filter))
    case .nextPane(let distance): cyclePane(by: distance)
    case .show(let screen): return show(screen)
    case .open: return open()
    case .toggleMark:
      sessions.toggleMark()
    case .compareMarked: return startComparison(of: sessions.marks)
    case .pinBaseline:
      compare.pinBaseline()
      sessions.markFirst(compare.names[compare.baseline])
    case .cycleAlignment: compare.cycleAlignment()
    case .toggleMeans: compare.group(compare.grouping == nil ? .seeds : nil)
    case .cycleSort, .reverseSort, .toggleStar, .toggleArchived, .showArchived, .deleteSession,
      .restoreSession:
      return tend(intent)
    case .cycleMetric(let distance): cycleMetric(by: distance)
    case .addChart, .dropChart: changeGrid(intent)
    case .togglePin: pin(nil, !grid.pinned.contains(grid.focused))
    case .reload: return [loadSessions()]
    case .back: return goBack()
    case .copy: return copy()
    case .cycleLayout: cycleLayout()
    case .openSettings: overlay = .settings(SettingsState())
    case .toggleHelp: overlay = .help(HelpState())
    case .cycleTheme: return [.cycleTheme]
    case .redraw: return [.redraw]
    case .startTour: return [.loadRecording(session: nil)]
    case .tour(let intent): return perform(intent)
    case .savePicture: return [.savePicture(stem: pictureStem)]
    case .detach: return [.detach]
    case .edit: break
    }
    return []
  }

  private mutating func cyclePane(by distance: Int) {
    isChartEnlarged = false
    let all = panes
    guard let place = all.firstIndex(of: pane) else { return }
    pane = all[(place + distance + all.count) % all.count]
  }

  private mutating func open() -> [DashboardEffect] {
    switch screen {
    case .live where pane == .board: return show(.layers)
    case .live: isChartEnlarged = pane == .charts
    case .sessions where sessions.marks.count > 1: return startComparison(of: sessions.marks)
    case .sessions:
      guard let session = sessions.current else { return [] }
      return open(session)
    case .layers, .compare, .findings, .samples: break
    }
    return []
  }

  /// Shows a session of the list: one that runs is followed.
  mutating func open(_ session: SessionSummary) -> [DashboardEffect] {
    switch session.state {
    case .running, .paused, .stalled: attach(session.name)
    case .stopped, .finished, .failed, .dead: openSaved(session.name)
    }
  }

  /// One layer back: the crosshair, the enlarged chart, marks, the filter, messages, then the screen.
  private mutating func goBack() -> [DashboardEffect] {
    if hasFocusedChart, plots.cursor != nil {
      plots.cursor = nil
    } else if isChartEnlarged {
      isChartEnlarged = false
    } else if screen == .sessions, !sessions.filter.isEmpty {
      sessions.setFilter("")
    } else if screen == .sessions, !sessions.marks.isEmpty {
      sessions.marks = []
    } else if screen.hasBoard, run?.board.marked.isEmpty == false {
      run?.board.clearMarks()
    } else if screen.hasBoard, run?.board.filter.isEmpty == false {
      run?.board.setFilter("")
    } else if screen == .live, plots.cursor != nil {
      plots.cursor = nil
    } else if screen == .compare {
      return show(.sessions)
    } else if !toasts.isEmpty {
      toasts = []
    } else if screen.hasBoard, run?.alarm != nil {
      run?.alarm = nil
    } else if run != nil {
      screen = .live
      pane = panes[0]
    }
    return []
  }
}

extension Screen {
  var hasBoard: Bool { self == .live || self == .layers }
}
