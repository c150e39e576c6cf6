import ThawCanvas
import ThawProtocol

extension DashboardState {
  mutating func move(_ intent: Intent) {
    switch intent {
    case .move(let distance): move(by: distance)
    case .movePage(let pages) where screen == .compare: scrollTables(by: pages * 8)
    case .movePage(let pages): move(by: pages * max(1, size.height / 2))
    case .moveToEnd(let isLast) where screen == .compare:
      scrollTables(by: isLast ? 1_000_000 : -1_000_000)
    case .moveToEnd(let isLast): move(by: isLast ? 1_000_000 : -1_000_000)
    case .moveSideways(let distance): editPlot { $0.pan(by: distance) }
    default: break
    }
  }

  mutating func adjustPlot(_ intent: Intent) {
    switch intent {
    case .toggleLogarithm: editPlot { $0.isLogarithmic.toggle() }
    case .toggleClipping: editPlot { $0.isClipping.toggle() }
    case .cycleSmoothing: editPlot { $0.cycleSmoothing() }
    case .cycleAxis: cycleAxis()
    case .zoom(let halvings):
      let anchor = screen == .live ? plots.cursor.flatMap(share) : nil
      editPlot { $0.zoom(by: halvings, around: anchor) }
    case .resetZoom: editPlot { $0.resetZoom() }
    default: break
    }
  }

  /// Moves the crosshair; where no chart has the keys, left and right move the view.
  mutating func moveAlong(_ intent: Intent) {
    switch intent {
    case .moveCrosshair(let columns):
      if hasFocusedChart {
        moveCrosshair(by: columns)
      } else {
        editPlot { $0.pan(by: columns) }
      }
    case .moveToIntervention(let distance): moveCrosshairToIntervention(by: distance)
    case .followNewest: plots.follow()
    default: break
    }
  }

  /// Shows another metric: in the comparison, or in the chart that has the keys.
  mutating func cycleMetric(by distance: Int) {
    guard screen == .live else { return compare.cycleMetric(by: distance) }
    focusCharts()
    if !grid.cycle(through: run?.curves.charts ?? [], by: distance) {
      toast(.information, "all metrics are shown")
    }
  }

  private mutating func cycleAxis() {
    let all = axes
    editPlot { plot in
      let place = all.firstIndex(of: plot.axis) ?? -1
      plot.axis = all[(place + 1) % all.count]
    }
  }

  /// What the x-axis can count on the screen at hand.
  var axes: [PlotAxis] {
    screen == .compare ? compare.axes : PlotAxis.known(to: run.map { [$0.curves] } ?? [])
  }

  /// Changes how the curves of the screen at hand are shown.
  mutating func editPlot(_ change: (inout PlotState) -> Void) {
    if screen == .compare { change(&compare.plot) } else { change(&plots) }
  }

  /// Moves the tables of Compare by so many lines.
  mutating func scrollTables(by lines: Int) {
    let count = compare.lineCount
    let page = CompareView.parts(of: Rect(size), lineCount: count).tables.height - 2
    compare.scroll = clamped(compare.scroll + lines, lines: count, page: page)
  }

  private mutating func move(by distance: Int) {
    switch screen {
    case .sessions: sessions.move(by: distance)
    case .compare: compare.moveCursor(by: distance)
    case .live where pane == .charts: grid.moveFocus(by: distance)
    case .live where pane == .journal:
      guard let run, let area = LiveLayout(self).journal else { return }
      let end = JournalView(of: run, scroll: journalScroll, isFocused: true)
        .furthestScroll(in: area)
      journalScroll = min(max(journalScroll + distance, 0), end)
    case .live, .layers, .findings, .samples: run?.board.move(by: distance)
    }
  }
}

/// A first line that leaves no row of the page empty.
private func clamped(_ first: Int, lines: Int, page: Int) -> Int {
  min(max(first, 0), max(0, lines - max(0, page)))
}
