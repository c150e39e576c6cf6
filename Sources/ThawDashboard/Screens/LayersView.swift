import ThawCanvas
import ThawProtocol

/// The layer board in full, with the tensors of the row under the cursor.
struct LayersView: View {
  let state: DashboardState

  /// Where board and tensors lie.
  static func parts(of area: Rect) -> (board: Rect, tensors: Rect) {
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
    guard !parts.tensors.isEmpty, run.board.rows.indices.contains(run.board.cursor) else { return }
    let row = run.board.rows[run.board.cursor]
    var tensors = parts.tensors
    if let cache = run.progress?.cache, tensors.height >= 3 * CacheView.height {
      let halves = tensors.rows([.fill(1), .length(CacheView.height)])
      tensors = halves[0]
      CacheView(status: cache).render(in: halves[1], into: &buffer, context: context)
    }
    let inner = Panel(Line("\(row.name) tensors"), detail: Line("\(row.tensors.count)"))
      .renderFrame(in: tensors, into: &buffer, context: context)
    guard !row.tensors.isEmpty else {
      EmptyText.note("no tensors are listed").render(in: inner, into: &buffer, context: context)
      return
    }
    TensorTable.table(of: row)
      .render(in: inner.inset(by: Insets(right: 1)), into: &buffer, context: context)
  }
}

private enum TensorTable {
  static func table(of row: LayerRow) -> Table {
    Table(
      columns: [
        Table.Column("name", width: .fill(1)),
        Table.Column("shape", width: .length(18), alignment: .trailing),
        Table.Column("type", width: .length(5)),
      ],
      rows: row.tensors.map { tensor in
        Table.Row([
          Line(tensor.name), Line(tensor.shapeText, .muted), Line(tensor.type, .muted),
        ])
      })
  }
}
