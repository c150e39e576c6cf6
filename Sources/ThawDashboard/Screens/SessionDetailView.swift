import ThawCanvas
import ThawProtocol

/// What a session came to: what people say of it, its metrics, and what its recipe says.
struct SessionDetailView: View {
  let session: SessionSummary

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let title = session.name.shortened(to: area.width - 6, context.glyphs.ellipsis)
    let inner = Panel(Line(title)).renderFrame(in: area, into: &buffer, context: context)
      .inset(by: Insets(right: 1))
    let note = labels.flatMap { $0.wrapped(to: inner.width - 2) }
    let parts = inner.rows([
      .length(note.isEmpty ? 0 : note.count + 1), .length(max(2, session.metrics.count + 2)),
      .fill(1),
    ])
    Text(note).render(
      in: parts[0].inset(by: Insets(left: 2)), into: &buffer, context: context)
    drawMetrics(in: parts[1], into: &buffer, context)
    drawRecipe(in: parts[2], into: &buffer, context)
  }

  private var labels: [Line] {
    let labels = session.labels
    return [Line(labels.noteLine), Line(labels.tags.joined(separator: " "), .muted)]
      .filter { !$0.plainText.isEmpty }
  }

  private func drawMetrics(
    in area: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) {
    let names = session.metrics.keys.sorted()
    guard !names.isEmpty else {
      Line("nothing was logged", .muted, alignment: .center)
        .render(in: area, into: &buffer, context: context)
      return
    }
    let missing = Line(String(context.glyphs.missing), .muted)
    Table(
      columns: [
        Table.Column("metric", width: .fill(1)),
        Table.Column("last", width: .length(9), alignment: .trailing),
        Table.Column("best", width: .length(8), alignment: .trailing),
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
    ).render(in: area, into: &buffer, context: context)
  }

  private func drawRecipe(
    in area: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) {
    let keys = session.recipe.keys.sorted()
    let keyWidth = min(keys.map(\.columns).max() ?? 0, area.width / 2)
    let valueWidth = area.width - 2 - keyWidth - 1
    Table(
      columns: [
        Table.Column("recipe", width: .length(keyWidth)), Table.Column("", width: .fill(1)),
      ],
      rows: keys.map { key in
        Table.Row([
          Line(key, .muted),
          Line((session.recipe[key] ?? "").shortened(to: valueWidth, context.glyphs.ellipsis)),
        ])
      }, hasHeader: !keys.isEmpty
    ).render(in: area, into: &buffer, context: context)
  }
}
