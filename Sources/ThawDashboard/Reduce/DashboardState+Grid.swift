import ThawProtocol

extension DashboardState {
  /// Adds a chart to the grid, or takes the focused one away.
  mutating func changeGrid(_ intent: Intent) {
    focusCharts()
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

  /// Pins a metric's chart, or the one that has the keys, or lets go of it.
  mutating func pin(_ metric: String?, _ isPinned: Bool) {
    let chart = metric.map(ChartName.init(named:)) ?? grid.focused
    if isPinned, !grid.open(chart) {
      toast(.information, allPinned)
      return
    }
    grid.setPinned(chart, isPinned)
    focusCharts()
    toast(
      .information,
      isPinned ? "\(chart.title) stays whatever else is shown" : "\(chart.title) may go again")
  }

  var allPinned: String {
    "all \(ChartGrid.limit) charts are pinned; \(key(.togglePin, on: .live)) lets go of one"
  }

  /// Shows these charts.
  mutating func setGrid(_ names: [String]) {
    var charts: [ChartName] = []
    for name in names.map(ChartName.init(named:)) where !charts.contains(name) {
      charts.append(name)
    }
    grid.show(charts)
    isChartEnlarged = false
    focusCharts()
  }
}
