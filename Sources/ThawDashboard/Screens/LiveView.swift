import ThawCanvas
import ThawProtocol

/// The Live screen: curves, layers, journal.
struct LiveView: View {
  let state: DashboardState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard let run = state.run else {
      EmptyText.noSession.render(in: Frame(area).body, into: &buffer, context: context)
      return
    }
    let layout = LiveLayout(state)
    ProgressLine(progress: run.progress)
      .render(in: layout.progress, into: &buffer, context: context)
    if let place = layout.banner, let banner = state.banner {
      Line([Span(" \(context.glyphs.alarm) \(banner.text)", banner.role)])
        .render(in: place, into: &buffer, context: context)
      for (index, detail) in banner.details.prefix(place.height - 1).enumerated() {
        Line("   \(detail)", .muted)
          .render(in: place.row(index + 1), into: &buffer, context: context)
      }
    }
    for chart in layout.charts {
      let hasKeys = state.pane == .charts && state.grid.focus == chart.slot
      ChartView(
        chart.name, of: run, state.plots, isFocused: state.isChartEnlarged || hasKeys,
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
    let total = Double(progress?.totalSteps ?? 0)
    let share = total > 0 ? Double(progress?.step ?? 0) / total : 0
    let parts = area.inset(by: Insets(left: 1, right: 1)).columns([.fill(1), .length(6)])
    Gauge(share).render(in: parts[0], into: &buffer, context: context)
    Line(percentage(share), .muted, alignment: .trailing)
      .render(in: parts[1], into: &buffer, context: context)
  }
}

/// What an empty screen teaches.
struct EmptyText: View {
  var lines: [Line]

  static let noSession = EmptyText(lines: [
    Line("no session is open", .title), "",
    Line([Span("3", .footerKey), Span(" lists the sessions")]),
    Line([Span("thaw run RECIPE", .accent), Span(" starts one")]),
  ])

  static let noSessions = EmptyText(lines: [
    Line("there are no sessions yet", .title), "",
    Line([Span("thaw run RECIPE", .accent), Span(" starts a fine-tune in the background")]),
    Line([Span("make demo", .accent), Span(" starts one on real weights and data")]),
    Line([Span("thaw tour", .accent), Span(" shows one that was recorded")]),
  ])

  static let noComparison = EmptyText(lines: [
    Line("no sessions are compared", .title), "",
    Line([
      Span("3", .footerKey), Span(" lists the sessions; mark some with "),
      Span("space", .footerKey), Span(", then "), Span("C", .footerKey),
    ]),
    Line([Span("thaw compare A B", .accent), Span(" does the same from the shell")]),
  ])

  static func note(_ text: String) -> EmptyText { EmptyText(lines: [Line(text, .muted)]) }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let top = max(0, (area.height - lines.count) / 2)
    for (index, line) in lines.enumerated() {
      Line(line.spans, alignment: .center)
        .render(in: area.row(top + index), into: &buffer, context: context)
    }
  }
}
