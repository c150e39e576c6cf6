import ThawCanvas
import ThawProtocol

/// The layer board: which rows train, and how much each moves.
struct BoardView: View {
  let state: DashboardState
  let run: RunState
  let isFocused: Bool

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let board = run.board
    let parts = parts(of: area)
    let footer = footer(context.glyphs).split(width: area.width, lines: parts.lines.height)
    let inner = Panel(
      title, detail: detail(area.width), footer: footer.border, isFocused: isFocused
    )
    .renderFrame(in: area, into: &buffer, context: context)
    guard !board.rows.isEmpty else {
      let reason =
        run.origin == nil
        ? "the layers appear once the weights are loaded"
        : "not trained by thaw: curves only, no layers"
      Line(reason, .muted, alignment: .center)
        .render(in: inner.row(inner.height / 2), into: &buffer, context: context)
      return
    }
    guard !board.visible.isEmpty else {
      Line("no layer matches; \(state.key(.back)) clears the filter", .muted, alignment: .center)
        .render(in: inner.row(inner.height / 2), into: &buffer, context: context)
      return
    }
    let (table, _, lines, scrollbar) = table(in: parts.table, context.glyphs)
    table.render(in: parts.table, into: &buffer, context: context)
    scrollbar.render(
      in: Rect(
        x: parts.table.right, y: parts.table.bottom - lines.count, width: 1, height: lines.count),
      into: &buffer, context: context)
    Text(footer.lines).render(in: parts.lines, into: &buffer, context: context)
  }

  /// The row of the board at a position, as an index into its rows.
  func row(atX x: Int, y: Int, in area: Rect, glyphs: Glyphs = .unicode) -> Int? {
    let place = parts(of: area).table
    let (table, _, lines, _) = table(in: place, glyphs)
    return table.row(atX: x, y: y, in: place).map { lines[$0].row }
  }

  /// What the heading at a position orders by.
  func heading(atX x: Int, y: Int, in area: Rect) -> BoardOrder? {
    let place = parts(of: area).table
    let (table, columns, _, _) = table(in: place, .unicode)
    return table.heading(atX: x, y: y, in: place).map { columns[$0].order }
  }

  /// Where the layers lie, and the lines below them.
  private func parts(of area: Rect) -> (table: Rect, lines: Rect) {
    let inner = Panel.inner(of: area).inset(by: Insets(right: 1))
    let count = BoardFooter.lineCount(run.board, height: inner.height)
    let parts = inner.rows([.fill(1), .length(count)])
    return (parts[0], parts[1].inset(by: Insets(left: 1)))
  }

  private var title: Line {
    var spans = [Span("layers")]
    if let word = run.board.order.word { spans.append(Span(" \(word)", .accent)) }
    if !run.board.filter.isEmpty { spans.append(Span(" /" + run.board.filter, .accent)) }
    return Line(spans)
  }

  private func detail(_ width: Int) -> Line {
    let board = run.board
    guard !board.rows.isEmpty else { return [] }
    let trainable = compactNumber(Double(board.trainableParameters))
    let all = compactNumber(Double(board.parameters))
    return width >= 44 ? "\(trainable) of \(all) parameters train" : "\(trainable)/\(all) train"
  }

  private func footer(_ glyphs: Glyphs) -> BoardFooter {
    BoardFooter(
      state: state, board: run.board, cached: cached, hint: FreezeHint(run), glyphs: glyphs)
  }

  /// What is kept of the frozen prefix's outputs, where any is.
  private var cached: String {
    guard let cache = run.progress?.cache, cache.stage == .keeping else { return "" }
    return cache.isComplete ? ", cached" : ", \(percentage(cache.share)) cached"
  }

  /// The lines in view, so that a board of hundreds of rows costs no more than a screenful.
  private func table(
    in area: Rect, _ glyphs: Glyphs
  ) -> (table: Table, columns: [BoardColumn], lines: [BoardLine], scrollbar: Scrollbar) {
    let board = run.board
    let shares = board.costShares
    let longest = board.longestName
    let columns = BoardColumn.fitting(
      area.width, longestName: longest, hasCosts: shares != nil)
    let widths = BoardWidths(
      columns, in: area.width, longestName: max(longest, board.longestTensor))
    let lines = BoardLine.lines(of: board)
    let selected = lines.firstIndex(of: BoardLine(row: board.cursor))
    // In a row or two the rows themselves count.
    let hasHeader = area.height > 2
    let height = max(0, area.height - (hasHeader ? 1 : 0))
    // The cursor stays in the middle, so that what comes next is in view both ways.
    let first = scrolled(
      (selected ?? 0) - height / 2, count: lines.count, height: height, selected: selected)
    let shown = Array(lines[first..<min(lines.count, first + height)])
    let marked = board.marked
    let rows = shown.map { line -> Table.Row in
      if let tensor = line.tensor {
        return Table.Row(
          columns.map { column in
            column.cell(of: board.rows[line.row].tensors[tensor], nameWidth: widths.name, glyphs)
          })
      }
      let row = board.rows[line.row]
      let cells = columns.map { column -> Line in
        switch column {
        case .state: stateCell(line.row, glyphs)
        case .name: nameCell(row, width: widths.name, glyphs)
        case .cost: Line(shares.map { percentage($0[line.row]) } ?? "", .muted)
        default: cell(column, of: row, widths, glyphs)
        }
      }
      return Table.Row(cells, isMarked: marked.contains(line.row))
    }
    let table = Table(
      columns: titled(columns, widths), rows: rows, selected: selected.map { $0 - first },
      hasHeader: hasHeader, isFocused: isFocused)
    return (table, columns, shown, Scrollbar(first: first, shown: shown.count, count: lines.count))
  }

  /// The columns, that which the rows are ordered by with a sign; the usual order has none.
  private func titled(_ columns: [BoardColumn], _ widths: BoardWidths) -> [Table.Column] {
    let board = run.board
    let isUsual = board.order == .network && !board.isReversed
    let sorted = columns.firstIndex { $0 != .state && $0.order == board.order }
    return columns.enumerated().map { place, column in
      var shown = column.column(widths)
      if place == sorted, !isUsual { shown.sorting = board.isReversed ? .ascending : .descending }
      return shown
    }
  }

  private func cell(
    _ column: BoardColumn, of row: LayerRow, _ widths: BoardWidths, _ glyphs: Glyphs
  ) -> Line {
    let goal = state.pendingGoal(of: row.name)
    let isFrozen = row.state == .frozen
    switch column {
    case .state, .name, .cost: return []
    case .parameters: return Line(compactNumber(Double(row.parameters)), .muted)
    case .gradient:
      if let goal {
        return Line("\(glyphs.arrow) \(goal == .frozen ? "freeze" : "thaw")", .rowPending)
      }
      if let line = standingLine(of: row, at: run.step, glyphs) { return line }
      if isFrozen { return Line("frozen", .rowFrozen) }
      return curve(MetricName.rowGradientNorm(row.name), widths.curve, glyphs)
    case .update:
      return isFrozen || goal != nil
        ? [] : curve(MetricName.rowUpdateRatio(row.name), widths.curve, glyphs)
    case .norm: return gauge(MetricName.rowGradientNorm(row.name), isShown: !isFrozen, glyphs)
    case .updateRatio: return gauge(MetricName.rowUpdateRatio(row.name), isShown: !isFrozen, glyphs)
    case .drift: return gauge(MetricName.rowDrift(row.name), isShown: true, glyphs)
    }
  }

  private func nameCell(_ row: LayerRow, width: Int, _ glyphs: Glyphs) -> Line {
    let isMuted = state.pendingGoal(of: row.name) == nil && row.state == .frozen
    return Line(
      boardName(of: row).abbreviated(to: width, glyphs.ellipsis), isMuted ? .muted : nil)
  }

  private func curve(_ metric: String, _ width: Int, _ glyphs: Glyphs) -> Line {
    // The newest stretch: over the whole run the first steps would dwarf all that follow.
    let values = run.curves[metric].buckets.suffix(max(64, 2 * width)).map(\.mean)
    return Line(Sparkline(values).text(columns: width, glyphs: glyphs), .rowTrainable)
  }

  /// The row's state, behind a bracket around the rows that the backward pass reaches.
  private func stateCell(_ index: Int, _ glyphs: Glyphs) -> Line {
    let board = run.board
    let row = board.rows[index]
    let sign =
      state.pendingGoal(of: row.name) != nil
      ? Span(glyphs.pending, .rowPending)
      : row.state == .frozen
        ? Span(glyphs.frozen, .rowFrozen) : Span(glyphs.trainable, .rowTrainable)
    guard board.order == .network, !board.isReversed, let boundary = board.boundary,
      index >= boundary
    else {
      return [Span(" "), sign]
    }
    let bracket =
      index == boundary
      ? glyphs.corners[0] : index == board.rows.count - 1 ? glyphs.corners[2] : glyphs.vertical
    return [Span(bracket, .rowTrainable), sign]
  }

  private func gauge(_ metric: String, isShown: Bool, _ glyphs: Glyphs) -> Line {
    guard isShown, let last = run.curves[metric].last else {
      return Line(String(glyphs.missing), .muted)
    }
    return Line(compactNumber(last, digits: 2), last.isFinite ? nil : .error)
  }
}
