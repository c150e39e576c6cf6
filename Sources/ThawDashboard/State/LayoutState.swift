import ThawCanvas

/// How the Live screen's panes share the room.
struct LayoutState: Equatable, Sendable {
  /// What gets room at all.
  enum Preset: String, CaseIterable, Codable, Sendable {
    /// Charts, layers and the journal.
    case standard
    /// Charts alone.
    case charts
    /// Layers and the journal alone.
    case layers
  }

  /// A border that can be dragged.
  enum Border: Equatable, Sendable {
    /// Between charts and layers.
    case columns
    /// Between the large chart and the small ones.
    case charts
    /// Between layers and journal.
    case journal
  }

  /// What gets room; nil as usual, see ``DashboardState/preset``.
  var preset: Preset?
  /// The layers' share of the width, the small charts' and the journal's of the height; nil as usual.
  var right: Double?
  var small: Double?
  var journal: Double?
  /// The border that is being dragged.
  var dragged: Border?

  /// Nothing gets so small that it shows nothing.
  static let shares = 0.15...0.75
}

extension DashboardState {
  /// What gets room on the Live screen: of a run without layers, that thaw did not train, charts alone unless more is
  /// asked for.
  var preset: LayoutState.Preset {
    layout.preset ?? (run?.origin == nil ? .standard : .charts)
  }

  /// The panes that there is room for, in the order of tab.
  var panes: [Pane] {
    switch preset {
    case .standard: Pane.allCases
    case .charts: [.charts]
    case .layers: [.board, .journal]
    }
  }

  /// Takes the next preset, with all borders where they usually are.
  mutating func cycleLayout() {
    let all = LayoutState.Preset.allCases
    let place = all.firstIndex(of: preset) ?? 0
    layout = LayoutState()
    layout.preset = all[(place + 1) % all.count]
    settlePane()
  }

  /// Gives the keys to a pane that is shown.
  mutating func settlePane() { if !panes.contains(pane) { pane = panes[0] } }

  /// Gives the keys to the charts, and room where they have none.
  mutating func focusCharts() {
    pane = .charts
    if preset == .layers { layout.preset = .standard }
  }

  /// Whether there are layers on the screen that keys could be about.
  var showsBoard: Bool {
    screen != .live || LiveLayout(self).board.map { !$0.isEmpty } ?? false
  }

  /// The border at a cell of the Live screen, or nil where there is none.
  func border(atX x: Int, y: Int) -> LayoutState.Border? {
    guard screen == .live, overlay == nil, !isChartEnlarged, size.width >= 110, size.height >= 16
    else { return nil }
    let layout = LiveLayout(self)
    if let board = layout.board, layout.charts.isEmpty == false,
      (board.x - 1...board.x).contains(x), y >= board.y
    {
      return .columns
    }
    if layout.charts.count > 1, let large = layout.charts.first?.area, y == large.bottom - 1,
      x < large.right
    {
      return .charts
    }
    if let board = layout.board, let journal = layout.journal, x >= board.x,
      y == board.bottom - 1 || y == journal.y
    {
      return .journal
    }
    return nil
  }

  /// Moves the border that is held to where the mouse is.
  mutating func drag(toX x: Int, y: Int) {
    guard let border = layout.dragged else { return }
    let body = LiveLayout.panes(of: self)
    guard !body.isEmpty else { return }
    func share(_ part: Int, of whole: Int) -> Double {
      let share = Double(part) / Double(max(1, whole))
      return min(max(share, LayoutState.shares.lowerBound), LayoutState.shares.upperBound)
    }
    switch border {
    case .columns: layout.right = share(body.right - x, of: body.width)
    case .charts: layout.small = share(body.bottom - y, of: body.height)
    case .journal: layout.journal = share(body.bottom - y, of: body.height)
    }
  }
}
