import ThawCanvas
import ThawProtocol

/// The list of sessions, and what the one under the cursor came to.
struct SessionsView: View {
  let state: DashboardState

  /// Where list and details lie.
  static func parts(of area: Rect) -> (list: Rect, detail: Rect) {
    let body = Frame(area).body
    let parts = body.columns([.fill(1), .length(area.width >= 130 ? 50 : 0)])
    return (parts[0], parts[1])
  }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let body = Frame(area).body
    guard let all = state.sessions.all else {
      EmptyText.note("reading the sessions…").render(in: body, into: &buffer, context: context)
      return
    }
    guard !all.isEmpty else {
      EmptyText.noSessions.render(in: body, into: &buffer, context: context)
      return
    }
    let parts = Self.parts(of: area)
    let filter = state.sessions.filter
    let title: Line =
      filter.isEmpty ? "sessions" : Line([Span("sessions "), Span("/" + filter, .accent)])
    let marks = state.sessions.marks
    let inner = Panel(
      title, detail: Line(marks.isEmpty ? "" : "\(marks.count) marked"), isFocused: true
    ).renderFrame(in: parts.list, into: &buffer, context: context)
    guard !state.sessions.visible.isEmpty else {
      EmptyText.note("no session matches; esc clears the filter")
        .render(in: inner, into: &buffer, context: context)
      return
    }
    let place = inner.inset(by: Insets(right: 1))
    table(in: place, context.glyphs).render(in: place, into: &buffer, context: context)
    if !parts.detail.isEmpty, let current = state.sessions.current {
      SessionDetailView(session: current)
        .render(in: parts.detail, into: &buffer, context: context)
    }
  }

  /// The session at a position.
  func session(atX x: Int, y: Int, in area: Rect) -> String? {
    let place = Panel.inner(of: Self.parts(of: area).list).inset(by: Insets(right: 1))
    return table(in: place, .unicode).row(atX: x, y: y, in: place)
      .map { state.sessions.visible[$0].name }
  }

  private func table(in area: Rect, _ glyphs: Glyphs) -> Table {
    let sessions = state.sessions.visible
    let columns = SessionColumn.fitting(area.width)
    let rows = sessions.map { session in
      Table.Row(
        columns.map { $0.cell(of: session, state, glyphs) },
        isMarked: state.sessions.marks.contains(session.name))
    }
    let selected = sessions.firstIndex { $0.name == state.sessions.cursor }
    return Table(
      columns: columns.map(\.column), rows: rows, selected: selected,
      offset: (selected ?? 0) - (area.height - 1) / 2, hasHeader: area.height > 2)
  }
}

/// The columns of the list, from left to right.
private enum SessionColumn: CaseIterable {
  case name
  case state
  case step
  case started
  case loss
  case accuracy

  static func fitting(_ width: Int) -> [SessionColumn] {
    var columns = allCases
    func needed() -> Int { 2 + columns.count + columns.reduce(0) { $0 + $1.width } }
    for column in [SessionColumn.started, .loss, .step, .accuracy, .state]
    where needed() > width {
      columns.removeAll { $0 == column }
    }
    return columns
  }

  var column: Table.Column {
    switch self {
    case .name: Table.Column("name", width: .fill(1))
    case .state: Table.Column("state", width: .length(width))
    case .step: Table.Column("step", width: .length(width), alignment: .trailing)
    case .started: Table.Column("started", width: .length(width))
    case .loss: Table.Column("best val loss", width: .length(width), alignment: .trailing)
    case .accuracy: Table.Column("best val acc", width: .length(width), alignment: .trailing)
    }
  }

  private var width: Int {
    switch self {
    case .name: 16
    case .state: 10
    case .step: 8
    case .started: 16
    case .loss: 13
    case .accuracy: 12
    }
  }

  func cell(of session: SessionSummary, _ state: DashboardState, _ glyphs: Glyphs) -> Line {
    switch self {
    case .name: return Line(session.name)
    case .state:
      let condition = RunCondition(session.state)
      return Line(
        [Span("\(condition.glyph(glyphs)) \(session.state.rawValue)", condition.role)])
    case .step: return Line(grouped(session.step))
    case .started:
      return Line(
        printedDate(session.started, secondsFromGMT: state.secondsFromGMT), .muted)
    case .loss: return best(MetricName.validationLoss, of: session, glyphs)
    case .accuracy: return best(MetricName.validationAccuracy, of: session, glyphs)
    }
  }

  private func best(_ metric: String, of session: SessionSummary, _ glyphs: Glyphs) -> Line {
    guard let best = session.metrics[metric]?.best else {
      return Line(String(glyphs.missing), .muted)
    }
    return Line(printed(best, of: metric))
  }
}

/// All metrics of a session: newest and best values.
private struct SessionDetailView: View {
  let session: SessionSummary

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let inner = Panel(Line(session.name)).renderFrame(in: area, into: &buffer, context: context)
    let names = session.metrics.keys.sorted()
    guard !names.isEmpty else {
      EmptyText.note("nothing was logged").render(in: inner, into: &buffer, context: context)
      return
    }
    let missing = Line(String(context.glyphs.missing), .muted)
    Table(
      columns: [
        Table.Column("metric", width: .fill(1)),
        Table.Column("last", width: .length(10), alignment: .trailing),
        Table.Column("best", width: .length(10), alignment: .trailing),
      ],
      rows: names.map { name in
        let summary = session.metrics[name]
        return Table.Row([
          Line(name, .muted),
          summary.map { Line(printed($0.last, of: name), $0.last.isFinite ? nil : .error) }
            ?? missing,
          summary?.best.map { Line(printed($0, of: name)) } ?? missing,
        ])
      }
    ).render(in: inner.inset(by: Insets(right: 1)), into: &buffer, context: context)
  }
}
