import ThawCanvas
import ThawProtocol

/// All metrics of a session: newest and best values.
struct SessionDetailView: View {
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
