import ThawCanvas
import ThawProtocol

/// The layer board in full; beside it the tensors of the row under the cursor, how it trained, and the cache.
struct LayersView: View {
  let state: DashboardState

  /// Where board and details lie.
  static func parts(of area: Rect) -> (board: Rect, details: Rect) {
    let body = Frame(area).body
    let parts = body.columns([.fill(1), .length(area.width >= 110 ? area.width * 45 / 100 : 0)])
    return (parts[0], parts[1])
  }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard let run = state.run else {
      EmptyText.noSession(state).render(in: Frame(area).body, into: &buffer, context: context)
      return
    }
    let parts = Self.parts(of: area)
    BoardView(state: state, run: run, isFocused: true)
      .render(in: parts.board, into: &buffer, context: context)
    guard !parts.details.isEmpty, run.board.rows.indices.contains(run.board.cursor) else { return }
    let row = run.board.rows[run.board.cursor]
    let cache = parts.details.height >= 3 * CacheView.height ? run.progress?.cache : nil
    let metrics = [
      MetricName.rowGradientNorm(row.name), MetricName.rowUpdateRatio(row.name),
      MetricName.rowDrift(row.name),
    ].filter(run.curves.contains)
    let free = parts.details.height - (cache == nil ? 0 : CacheView.height)
    // The tensors have what they need, at most half; charts come in where they are of use.
    let count = min(metrics.count, (free - min(row.tensors.count + 3, free / 2)) / 9)
    let height = count > 0 ? max(free / 4, min(row.tensors.count + 3, free / 2)) : free
    let places = parts.details.rows(
      [.length(height)] + Array(repeating: .fill(1), count: max(0, count))
        + [.length(cache == nil ? 0 : CacheView.height)])
    TensorsView(row: row).render(in: places[0], into: &buffer, context: context)
    let marks = ChartMarks(of: run, on: state.plots.axis)
    for (metric, place) in zip(metrics.prefix(max(0, count)), places.dropFirst()) {
      ChartView(.metric(metric), of: run, state.plots, marks)
        .render(in: place, into: &buffer, context: context)
    }
    if let cache {
      CacheView(status: cache)
        .render(in: places[places.count - 1], into: &buffer, context: context)
    }
  }
}

/// The tensors of a row with shapes and types.
private struct TensorsView: View {
  let row: LayerRow

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let inner = Panel(Line("\(row.name) tensors"), detail: Line("\(row.tensors.count)"))
      .renderFrame(in: area, into: &buffer, context: context)
    guard !row.tensors.isEmpty else {
      EmptyText.note("no tensors are listed").render(in: inner, into: &buffer, context: context)
      return
    }
    let place = inner.inset(by: Insets(right: 1))
    // Cursor and marks, two more columns and the spaces before them.
    let nameWidth = place.width - 2 - 18 - 5 - 2
    Table(
      columns: [
        Table.Column("name", width: .fill(1)),
        Table.Column("shape", width: .length(18), alignment: .trailing),
        Table.Column("type", width: .length(5)),
      ],
      rows: row.tensors.map { tensor in
        Table.Row([
          Line(tensor.name.shortened(to: nameWidth, head: 0, context.glyphs.ellipsis)),
          Line(tensor.shapeText, .muted), Line(tensor.type, .muted),
        ])
      }
    ).render(in: place, into: &buffer, context: context)
  }
}
