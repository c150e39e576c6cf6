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
    guard !all.isEmpty || !state.sessions.broken.isEmpty else {
      EmptyText.noSessions.render(in: body, into: &buffer, context: context)
      return
    }
    let parts = Self.parts(of: area)
    let marks = state.sessions.marks
    let inner = Panel(
      title(context.glyphs), detail: Line(marks.isEmpty ? "" : "\(marks.count) marked"),
      footer: hidden(all, width: parts.list.width - 6), isFocused: true
    ).renderFrame(in: parts.list, into: &buffer, context: context)
    guard !state.sessions.visible.isEmpty else {
      EmptyText.note(
        all.isEmpty
          ? "no session can be read; thaw doctor SESSION says why"
          : "no session matches; \(state.key(.back)) clears the filter"
      )
      .render(in: inner, into: &buffer, context: context)
      return
    }
    let place = inner.inset(by: Insets(right: 1))
    let table = table(in: place, context.glyphs)
    table.render(in: place, into: &buffer, context: context)
    let shown = min(table.rows.count, place.height - (table.hasHeader ? 1 : 0))
    Scrollbar(first: table.firstRow(height: shown), shown: shown, count: table.rows.count).render(
      in: Rect(x: place.right, y: place.bottom - shown, width: 1, height: shown), into: &buffer,
      context: context)
    if !parts.detail.isEmpty, let current = state.sessions.current {
      SessionDetailView(session: current)
        .render(in: parts.detail, into: &buffer, context: context)
    }
  }

  /// The field whose heading is at a position.
  func heading(atX x: Int, y: Int, in area: Rect) -> String? {
    let place = Self.place(in: area)
    let column = table(in: place, .unicode).heading(atX: x, y: y, in: place)
    return column.map { columns(in: place)[$0].field }
  }

  private static func place(in area: Rect) -> Rect {
    Panel.inner(of: parts(of: area).list).inset(by: Insets(right: 1))
  }

  /// The session at a position.
  func session(atX x: Int, y: Int, in area: Rect) -> String? {
    let place = Self.place(in: area)
    return table(in: place, .unicode).row(atX: x, y: y, in: place).flatMap {
      lines[$0].session?.name
    }
  }

  /// What is shown in which order.
  private func title(_ glyphs: Glyphs) -> Line {
    let sessions = state.sessions
    var spans = [Span("sessions")]
    if !sessions.filter.isEmpty {
      spans.append(Span(" /" + sessions.filter, sessions.filterError == nil ? .accent : .warning))
      if let error = sessions.filterError { spans.append(Span("  " + error, .warning)) }
    }
    if let sort = sessions.arrangement.sort {
      let arrow = sessions.arrangement.isDescending ? glyphs.down : glyphs.up
      spans.append(Span("  by \(sort) \(arrow)", .muted))
    }
    if let group = sessions.arrangement.group {
      spans.append(Span("  grouped by \(group)", .muted))
    }
    return Line(spans)
  }

  /// What is not listed, and why.
  private func hidden(_ all: [SessionSummary], width: Int) -> Line {
    let sessions = state.sessions
    let archived = sessions.arrangement.showsArchived ? 0 : all.count { $0.labels.isArchived }
    var spans: [[Span]] = []
    if !sessions.broken.isEmpty {
      let names = sessions.broken.joined(separator: ", ")
      let text = "cannot be read: \(names)"
      spans.append([
        Span(text.columns <= width ? text : "\(sessions.broken.count) cannot be read", .warning)
      ])
    }
    if archived > 0 {
      spans.append([Span("\(archived) archived, \(state.key(.showArchived)) shows them")])
    }
    let line = Line(Array(spans.joined(separator: [Span("  ")])))
    return line.columns <= width ? line : Line(spans.first ?? [])
  }

  /// A line of the list: a group's heading, or a session.
  private struct ListLine {
    var group: SessionArrangement.Group?
    var session: SessionSummary?
  }

  private var lines: [ListLine] {
    let isGrouped = state.sessions.arrangement.group != nil
    return state.sessions.groups.flatMap { group in
      (isGrouped ? [ListLine(group: group)] : []) + group.sessions.map { ListLine(session: $0) }
    }
  }

  private func columns(in area: Rect) -> [SessionColumn] {
    SessionColumn.fitting(area.width, state.sessions.arrangement, state.sessions.visible)
  }

  private func table(in area: Rect, _ glyphs: Glyphs) -> Table {
    let sessions = state.sessions
    let columns = columns(in: area)
    let sorting = sessions.arrangement.sorting
    let lines = lines
    let rows = lines.map { line in
      guard let session = line.session else { return heading(line.group, columns, glyphs) }
      return Table.Row(
        columns.map { $0.cell(of: session, state, glyphs) },
        isMarked: sessions.marks.contains(session.name))
    }
    let selected = lines.firstIndex { $0.session?.name == sessions.cursor && $0.session != nil }
    return Table(
      columns: columns.map { column in
        var shown = column.column
        if column.field == sorting.field {
          shown.sorting = sorting.isDescending ? .descending : .ascending
        }
        return shown
      },
      rows: rows, selected: selected, offset: (selected ?? 0) - (area.height - 1) / 2,
      hasHeader: area.height > 2)
  }

  /// A group's value and count, and the means of its numbers.
  private func heading(
    _ group: SessionArrangement.Group?, _ columns: [SessionColumn], _ glyphs: Glyphs
  ) -> Table.Row {
    guard let group, let field = state.sessions.arrangement.group else { return Table.Row([]) }
    let value = group.value ?? String(glyphs.missing)
    let name = Line([
      Span(value, .title, attributes: .bold), Span("  \(field), \(group.sessions.count)", .muted),
    ])
    return Table.Row(columns.enumerated().map { $0 == 0 ? name : $1.cell(of: group) })
  }
}
