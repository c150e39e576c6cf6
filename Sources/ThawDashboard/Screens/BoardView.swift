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
    let inner = Panel(
      title, detail: detail(area.width), footer: footer(area.width, context.glyphs),
      isFocused: isFocused
    )
    .renderFrame(in: area, into: &buffer, context: context)
    guard !board.rows.isEmpty else {
      let reason =
        run.origin == nil
        ? "the layers appear once the weights are loaded" : "imported: curves only, no layers"
      Line(reason, .muted, alignment: .center)
        .render(in: inner.row(inner.height / 2), into: &buffer, context: context)
      return
    }
    guard !board.visible.isEmpty else {
      Line("no layer matches; esc clears the filter", .muted, alignment: .center)
        .render(in: inner.row(inner.height / 2), into: &buffer, context: context)
      return
    }
    let place = Self.tableArea(in: area)
    table(in: place, context.glyphs).render(in: place, into: &buffer, context: context)
  }

  /// The row of the board at a position, as an index into its rows.
  func row(atX x: Int, y: Int, in area: Rect, glyphs: Glyphs = .unicode) -> Int? {
    let place = Self.tableArea(in: area)
    return table(in: place, glyphs).row(atX: x, y: y, in: place).map { run.board.visible[$0] }
  }

  private static func tableArea(in area: Rect) -> Rect {
    Panel.inner(of: area).inset(by: Insets(right: 1))
  }

  private var title: Line {
    run.board.filter.isEmpty
      ? "layers" : Line([Span("layers "), Span("/" + run.board.filter, .accent)])
  }

  private func detail(_ width: Int) -> Line {
    let board = run.board
    guard !board.rows.isEmpty else { return [] }
    let trainable = compactNumber(Double(board.trainableParameters))
    let all = compactNumber(Double(board.parameters))
    return width >= 44 ? "\(trainable) of \(all) parameters train" : "\(trainable)/\(all) train"
  }

  private func footer(_ width: Int, _ glyphs: Glyphs) -> Line {
    BoardFooter(board: run.board, goal: state.toggleGoal, cached: cached, glyphs: glyphs)
      .line(width: width)
  }

  /// What is kept of the frozen prefix's outputs, where any is.
  private var cached: String {
    guard let cache = run.progress?.cache, cache.stage == .keeping else { return "" }
    return cache.isComplete ? ", cached" : ", \(percentage(cache.share)) cached"
  }

  private func table(in area: Rect, _ glyphs: Glyphs) -> Table {
    let board = run.board
    let visible = board.visible
    let shares = board.costShares
    let columns = BoardColumn.fitting(
      area.width, names: board.rows.map(boardName), hasCosts: shares != nil)
    let marked = board.marked
    let rows = visible.map { index in
      let row = board.rows[index]
      let cells = columns.map { column in
        column == .cost
          ? Line(shares.map { percentage($0[index]) } ?? "", .muted)
          : column == .state ? stateCell(index, glyphs) : cell(column, of: row, glyphs)
      }
      return Table.Row(cells, isMarked: marked.contains(index))
    }
    let selected = visible.firstIndex(of: board.cursor)
    // The cursor stays in the middle, so that what comes next is in view both ways.
    return Table(
      columns: columns.map(\.column), rows: rows, selected: selected,
      offset: (selected ?? 0) - (area.height - 1) / 2, isFocused: isFocused)
  }

  private func cell(_ column: BoardColumn, of row: LayerRow, _ glyphs: Glyphs) -> Line {
    let goal = state.pendingGoal(of: row.name)
    let isFrozen = row.state == .frozen
    switch column {
    case .state, .cost: return []
    case .name: return Line(boardName(of: row), goal == nil && isFrozen ? .muted : nil)
    case .parameters: return Line(compactNumber(Double(row.parameters)), .muted)
    case .gradient:
      if let goal {
        return Line("\(glyphs.arrow) \(goal == .frozen ? "freeze" : "thaw")", .rowPending)
      }
      if let line = standingLine(of: row, at: run.step, glyphs) { return line }
      if isFrozen { return Line("frozen", .rowFrozen) }
      // The newest stretch: over the whole run the first steps would dwarf all that follow.
      let values = run.curves[MetricName.rowGradientNorm(row.name)].buckets.suffix(64).map(\.mean)
      return Line(
        Sparkline(values).text(columns: BoardColumn.sparkWidth, glyphs: glyphs), .rowTrainable)
    case .norm: return gauge(MetricName.rowGradientNorm(row.name), isShown: !isFrozen, glyphs)
    case .updateRatio: return gauge(MetricName.rowUpdateRatio(row.name), isShown: !isFrozen, glyphs)
    case .drift: return gauge(MetricName.rowDrift(row.name), isShown: true, glyphs)
    }
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
    guard let boundary = board.boundary, index >= boundary else { return [Span(" "), sign] }
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

/// The columns of the board, from left to right.
enum BoardColumn: CaseIterable {
  case state
  case name
  case parameters
  case gradient
  case norm
  case updateRatio
  case drift
  case cost

  static let sparkWidth = 9

  /// The columns that fit, the least needed left out first.
  static func fitting(_ width: Int, names: [String], hasCosts: Bool) -> [BoardColumn] {
    let longest = max(8, names.map(\.columns).max() ?? 0)
    var columns = allCases.filter { $0 != .cost || hasCosts }
    // Two columns for cursor and marks, one between neighbours.
    func needed() -> Int {
      2 + columns.count - 1 + columns.reduce(0) { $0 + ($1 == .name ? longest : $1.width) }
    }
    for column in [BoardColumn.cost, .drift, .updateRatio, .norm, .parameters, .gradient]
    where needed() > width {
      columns.removeAll { $0 == column }
    }
    return columns
  }

  var column: Table.Column {
    switch self {
    case .name: Table.Column(title, width: .fill(1))
    case .state, .gradient: Table.Column(title, width: .length(width))
    default: Table.Column(title, width: .length(width), alignment: .trailing)
    }
  }

  private var width: Int {
    switch self {
    case .state: 2
    case .cost: 5
    case .name: 0
    case .parameters: 6
    case .gradient: Self.sparkWidth
    case .norm, .updateRatio, .drift: 7
    }
  }

  private var title: String {
    switch self {
    case .state: ""
    case .name: "name"
    case .parameters: "params"
    case .gradient: "gradient"
    case .norm: "norm"
    case .updateRatio: "upd/w"
    case .drift: "drift"
    case .cost: "cost"
    }
  }
}
