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
    case .compare:
      let page = CompareView.parts(of: Rect(size), lineCount: compare.lineCount).tables.height - 2
      compare.scroll = clamped(compare.scroll + distance, lines: compare.lineCount, page: page)
    case .live where pane == .charts: moveChart(by: distance)
    case .live where pane == .journal:
      let page = (LiveLayout(self).journal?.height ?? 0) - 2
      journalScroll = clamped(
        journalScroll + distance, lines: run?.journalWithCheckpoints.count ?? 0, page: page)
    case .live, .layers, .findings, .samples: run?.board.move(by: distance)
    }
  }

  private mutating func moveChart(by distance: Int) {
    let all = ChartName.allCases
    guard let place = all.firstIndex(of: chart) else { return }
    chart = all[min(max(place + distance, 0), all.count - 1)]
  }
}

/// A first line that leaves no row of the page empty.
private func clamped(_ first: Int, lines: Int, page: Int) -> Int {
  min(max(first, 0), max(0, lines - max(0, page)))
}
