import ThawCanvas
import ThawProtocol

extension DashboardState {
  mutating func move(_ intent: Intent) {
    switch intent {
    case .move(let distance): move(by: distance)
    case .movePage(let pages): move(by: pages * max(1, size.height / 2))
    case .moveToEnd(let isLast): move(by: isLast ? 1_000_000 : -1_000_000)
    case .moveSideways(let distance): editPlot { $0.pan(by: distance) }
    default: break
    }
  }

  mutating func adjustPlot(_ intent: Intent) {
    switch intent {
    case .toggleLogarithm: editPlot { $0.isLogarithmic.toggle() }
    case .cycleSmoothing: editPlot { $0.cycleSmoothing() }
    case .cycleAxis: editPlot { $0.axis = $0.axis.next }
    case .zoom(let halvings): editPlot { $0.zoom(by: halvings) }
    case .resetZoom: editPlot { $0.resetZoom() }
    default: break
    }
  }

  /// Changes how the curves of the screen at hand are shown.
  mutating func editPlot(_ change: (inout PlotState) -> Void) {
    if screen == .compare { change(&compare.plot) } else { change(&plots) }
  }

  private mutating func move(by distance: Int) {
    switch screen {
    case .sessions: sessions.move(by: distance)
    case .compare: compare.scroll = min(max(compare.scroll + distance, 0), compare.lineCount - 1)
    case .live where pane == .charts: moveChart(by: distance)
    case .live where pane == .journal:
      journalScroll = min(max(journalScroll + distance, 0), max(0, (run?.journal.count ?? 0) - 1))
    case .live, .layers, .findings, .samples: run?.board.move(by: distance)
    }
  }

  private mutating func moveChart(by distance: Int) {
    let all = ChartName.allCases
    guard let place = all.firstIndex(of: chart) else { return }
    chart = all[min(max(place + distance, 0), all.count - 1)]
  }
}

extension CompareState {
  /// Lines of both tables together, at least one.
  var lineCount: Int {
    max(1, (comparison?.metrics.count ?? 0) + (comparison?.differences.count ?? 0))
  }
}
