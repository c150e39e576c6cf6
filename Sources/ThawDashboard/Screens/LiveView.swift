import ThawCanvas
import ThawProtocol

/// The Live screen: curves, layers, journal.
struct LiveView: View {
  let state: DashboardState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard let run = state.run else {
      EmptyText.noSession(state).render(in: Frame(area).body, into: &buffer, context: context)
      return
    }
    let layout = LiveLayout(state)
    ProgressLine(progress: run.progress)
      .render(in: layout.progress, into: &buffer, context: context)
    if let place = layout.banner, let banner = state.banner {
      let lines = banner.lines(width: place.width, context.glyphs)
      let details = banner.details.map { Line("   \($0)", .muted) }
      for (row, line) in (lines + details).prefix(place.height).enumerated() {
        line.render(in: place.row(row), into: &buffer, context: context)
      }
    }
    let marks = ChartMarks(of: run, on: state.plots.axis)
    for chart in layout.charts {
      let hasKeys = state.pane == .charts && state.grid.focus == chart.slot
      ChartView(
        chart.name, of: run, state.plots, marks, isFocused: state.isChartEnlarged || hasKeys,
        isPinned: state.grid.pinned.contains(chart.name),
        others: layout.charts.count == 1 ? state.grid.charts : []
      ).render(in: chart.area, into: &buffer, context: context)
    }
    if let board = layout.board {
      BoardView(state: state, run: run, isFocused: state.pane == .board)
        .render(in: board, into: &buffer, context: context)
    }
    if let journal = layout.journal {
      JournalView(of: run, scroll: state.journalScroll, isFocused: state.pane == .journal)
        .render(in: journal, into: &buffer, context: context)
    }
  }
}

/// How much of the run is done, as a bar and a percentage.
private struct ProgressLine: View {
  let progress: Progress?

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    // Of a run whose end nobody knows there is no share.
    guard let progress, progress.totalSteps > 0 else {
      return Gauge(0).render(
        in: area.inset(by: Insets(left: 1, right: 1)), into: &buffer, context: context)
    }
    let share = Double(progress.step) / Double(progress.totalSteps)
    let parts = area.inset(by: Insets(left: 1, right: 1)).columns([.fill(1), .length(6)])
    Gauge(share).render(in: parts[0], into: &buffer, context: context)
    // All is done only once all is.
    let shown = progress.step < progress.totalSteps ? min(share, 0.99) : share
    Line(percentage(shown), .muted, alignment: .trailing)
      .render(in: parts[1], into: &buffer, context: context)
  }
}
