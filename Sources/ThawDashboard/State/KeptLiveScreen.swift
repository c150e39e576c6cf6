/// How a session's Live screen was left: its charts, the pinned ones, and how the panes share the room.
public struct KeptLiveScreen: Codable, Equatable, Sendable {
  private var charts: [String]
  private var pinned: [String]
  private var preset: LayoutState.Preset?
  private var right: Double?
  private var small: Double?
  private var journal: Double?

  init(_ grid: ChartGrid, _ layout: LayoutState) {
    charts = grid.charts.map(\.metric)
    pinned = grid.charts.filter(grid.pinned.contains).map(\.metric)
    (preset, right, small, journal) = (layout.preset, layout.right, layout.small, layout.journal)
  }

  /// The charts; a file may hold anything, so what cannot be shown is left out.
  var grid: ChartGrid {
    var grid = ChartGrid()
    var shown: [ChartName] = []
    for chart in charts.map(ChartName.init(of:)) where !shown.contains(chart) {
      shown.append(chart)
    }
    if !shown.isEmpty { grid.show(shown) }
    for metric in pinned { grid.setPinned(ChartName(of: metric), true) }
    return grid
  }

  var layout: LayoutState {
    func valid(_ share: Double?) -> Double? {
      share.flatMap { LayoutState.shares.contains($0) ? $0 : nil }
    }
    var layout = LayoutState()
    layout.preset = preset
    (layout.right, layout.small, layout.journal) = (valid(right), valid(small), valid(journal))
    return layout
  }
}

extension ChartName {
  /// The chart that is mainly about a metric.
  fileprivate init(of metric: String) {
    self = metric == ChartName.loss.metric ? .loss : .metric(metric)
  }
}

extension DashboardState {
  /// Gives the Live screen of a session back as it was left; one that was never shown has the usual charts,
  /// and the panes as they are.
  mutating func recallLiveScreen(of session: String) {
    if let kept = liveScreens[session] {
      (grid, layout) = (kept.grid, kept.layout)
    } else {
      grid = ChartGrid()
    }
    openedLiveScreen = KeptLiveScreen(grid, layout)
    settlePane()
  }

  /// Takes what was kept by an earlier start, unless something was changed meanwhile.
  mutating func take(_ kept: KeptLiveScreen, of session: String) {
    guard liveScreens[session] == nil else { return }
    liveScreens[session] = kept
    if run?.name == session { recallLiveScreen(of: session) }
  }

  /// Has the Live screen kept where it is not as it was; a border that is held is not let go of yet.
  mutating func keepLiveScreen() -> [DashboardEffect] {
    guard let run, tour == nil, layout.dragged == nil else { return [] }
    let screen = KeptLiveScreen(grid, layout)
    guard screen != liveScreens[run.name] ?? openedLiveScreen else { return [] }
    liveScreens[run.name] = screen
    return [.keepLiveScreen(session: run.name, screen)]
  }
}
