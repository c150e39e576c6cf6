import ThawCanvas

/// What an empty screen teaches.
struct EmptyText: View {
  var lines: [Line]

  static func noSession(_ state: DashboardState) -> EmptyText {
    EmptyText(lines: [
      Line("no session is open", .title), "",
      Line([Span(state.key(.show(.sessions)), .footerKey), Span(" lists the sessions")]),
      Line([Span("thaw run RECIPE", .accent), Span(" starts one")]),
    ])
  }

  static let noSessions = EmptyText(lines: [
    Line("there are no sessions yet", .title), "",
    Line([Span("thaw run RECIPE", .accent), Span(" starts a fine-tune in the background")]),
    Line([Span("make demo", .accent), Span(" starts one on real weights and data")]),
    Line([Span("thaw tour", .accent), Span(" shows one that was recorded")]),
  ])

  static func noComparison(_ state: DashboardState) -> EmptyText {
    func key(_ intent: Intent) -> Span { Span(state.key(intent, on: .sessions), .footerKey) }
    return EmptyText(lines: [
      Line("no sessions are compared", .title), "",
      Line([
        key(.show(.sessions)), Span(" lists the sessions; mark some with "), key(.toggleMark),
        Span(", then "), key(.compareMarked),
      ]),
      Line([Span("thaw compare A B", .accent), Span(" does the same from the shell")]),
    ])
  }

  static func note(_ text: String) -> EmptyText { EmptyText(lines: [Line(text, .muted)]) }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let shown = lines.flatMap { $0.wrapped(to: area.width) }
    let top = max(0, (area.height - shown.count) / 2)
    for (index, line) in shown.enumerated() {
      Line(line.spans, alignment: .center)
        .render(in: area.row(top + index), into: &buffer, context: context)
    }
  }
}
