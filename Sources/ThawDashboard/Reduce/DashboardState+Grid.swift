import ThawProtocol

extension DashboardState {
  /// Adds a chart to the grid, or takes the focused one away.
  mutating func changeGrid(_ intent: Intent) {
    pane = .charts
    if intent == .addChart {
      isChartEnlarged = false
      if !grid.add(from: run?.curves.charts ?? []) {
        toast(
          .information,
          grid.charts.count < ChartGrid.limit
            ? "all metrics are shown" : "there is room for \(ChartGrid.limit) charts")
      }
    } else if !grid.dropFocused() {
      toast(.information, "the last chart stays")
    }
  }

  /// Shows these charts.
  mutating func setGrid(_ names: [String]) {
    var charts: [ChartName] = []
    for name in names.map(ChartName.init(named:)) where !charts.contains(name) {
      charts.append(name)
    }
    grid = ChartGrid(charts: charts)
    isChartEnlarged = false
    pane = .charts
  }
}
