import ThawCanvas
import ThawProtocol

extension DashboardState {
  /// A click does what the key beside it would: hints, rows, charts, panes, lines of popups.
  mutating func click(x: Int, y: Int) -> [DashboardEffect] {
    let area = Rect(size)
    // What lies below a message was not meant.
    guard !ToastView(self).contains(x: x, y: y, in: area) else { return [] }
    if let binding = FooterView(state: self).binding(atX: x, y: y, in: Frame(area).footer) {
      guard overlay == nil else { return press(binding.keys[0]) }
      return perform(binding)
    }
    guard overlay == nil else {
      _ = clickOverlay(x: x, y: y)
      return []
    }
    layout.dragged = border(atX: x, y: y)
    guard layout.dragged == nil else { return [] }
    switch screen {
    case .live: clickLive(x: x, y: y)
    case .layers: clickBoard(x: x, y: y, in: LayersView.parts(of: area).board)
    case .sessions:
      let view = SessionsView(state: self)
      if let name = view.session(atX: x, y: y, in: area) { sessions.cursor = name }
      if let field = view.heading(atX: x, y: y, in: area) { sessions.sort(by: field) }
    case .compare: clickCompare(x: x, y: y)
    case .findings, .samples: break
    }
    return []
  }

  /// A double click does what enter does with what was clicked; on a chart's title it is two clicks.
  mutating func doubleClick(x: Int, y: Int) -> [DashboardEffect] {
    guard overlay == nil else { return clickOverlay(x: x, y: y) ? press(.enter) : [] }
    let area = Rect(size)
    switch screen {
    case .live where isOnBoard(x: x, y: y, in: LiveLayout(self).board):
      pane = .board
      return show(.layers)
    case .layers where isOnBoard(x: x, y: y, in: LayersView.parts(of: area).board):
      run?.board.toggleTensors()
      return []
    case .sessions where SessionsView(state: self).session(atX: x, y: y, in: area) != nil:
      guard let session = sessions.current else { return [] }
      return open(session)
    default: return click(x: x, y: y)
    }
  }

  /// Chooses the line of a popup that was clicked; false where none was.
  private mutating func clickOverlay(x: Int, y: Int) -> Bool {
    switch overlay {
    case .palette(var palette):
      let candidates = completions(of: palette.typed)
      guard
        let index = PaletteView(state: self, palette: palette)
          .completion(atX: x, y: y, in: Rect(size))
      else { return false }
      palette.complete(to: index, of: candidates)
      overlay = .palette(palette)
    case .settings(var open):
      guard let row = SettingsView(state: self, open: open).row(atX: x, y: y, in: Rect(size)),
        !open.takesKey
      else { return false }
      open.cursor = row
      overlay = .settings(open)
    case .help, .filter, nil: return false
    }
    return true
  }

  /// Whether a row of the board is at a position; it has the cursor then.
  private mutating func isOnBoard(x: Int, y: Int, in area: Rect?) -> Bool {
    guard let area, let run,
      let row = BoardView(state: self, run: run, isFocused: true).row(atX: x, y: y, in: area)
    else { return false }
    self.run?.board.select(row)
    return true
  }

  /// The wheel moves through what lies under it; over a chart it zooms.
  mutating func scroll(x: Int, y: Int, by lines: Int) -> [DashboardEffect] {
    switch overlay {
    case .help, .settings: return press(lines > 0 ? .down : .up)
    case .palette: return press(lines > 0 ? .tab : .backTab)
    case .filter, nil: break
    }
    guard overlay == nil else { return [] }
    if screen == .live {
      let layout = LiveLayout(self)
      if let chart = layout.charts.first(where: { $0.area.contains(x: x, y: y) }), let run {
        let view = ChartView(chart.name, of: run, plots, ChartMarks(of: run, on: plots.axis))
        let place = view.share(atColumn: x, in: chart.area)
        plots.zoom(
          by: lines < 0 ? 1 : -1, around: plots.isFollowing && place == nil ? 1 : place,
          at: place.flatMap { _ in view.position(atColumn: x, in: chart.area) })
        return []
      }
      if layout.board?.contains(x: x, y: y) == true { pane = .board }
      if layout.journal?.contains(x: x, y: y) == true { pane = .journal }
    }
    if screen == .compare { scrollTables(by: lines) } else { move(.move(by: lines)) }
    return []
  }

  private mutating func clickLive(x: Int, y: Int) {
    let layout = LiveLayout(self)
    if let board = layout.board, board.contains(x: x, y: y) {
      pane = .board
      clickBoard(x: x, y: y, in: board)
    } else if let hit = layout.charts.first(where: { $0.area.contains(x: x, y: y) }) {
      let hadKeys = pane == .charts && grid.focus == hit.slot
      pane = .charts
      grid.focus = hit.slot
      if y > hit.area.y, placeCrosshair(atColumn: x, in: hit) { return }
      // A second click on the title enlarges, as enter does.
      isChartEnlarged = !isChartEnlarged && hadKeys
    } else if let journal = layout.journal, let run, journal.contains(x: x, y: y) {
      pane = .journal
      let entry = JournalView(of: run, scroll: journalScroll, isFocused: true)
        .entry(atX: x, y: y, in: journal)
      if let entry { placeCrosshair(atStep: entry.step) }
    }
  }

  /// Puts the cursor on the row that was clicked, or orders the rows by the heading that was.
  private mutating func clickBoard(x: Int, y: Int, in area: Rect) {
    guard !isOnBoard(x: x, y: y, in: area), let run,
      let order = BoardView(state: self, run: run, isFocused: true).heading(atX: x, y: y, in: area)
    else { return }
    orderBoard(by: order, reversed: run.board.order == order && !run.board.isReversed)
  }
}
