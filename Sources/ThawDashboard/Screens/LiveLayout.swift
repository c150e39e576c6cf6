import ThawCanvas

/// The parts that every screen has: a header above, a footer below.
struct Frame: Equatable {
  let header: Rect
  let body: Rect
  let footer: Rect

  init(_ bounds: Rect) {
    // A terminal of a few rows is all body.
    let edges = bounds.height >= 5 ? 1 : 0
    let parts = bounds.rows([.length(edges), .fill(1), .length(edges)])
    (header, body, footer) = (parts[0], parts[1], parts[2])
  }
}

/// Where the parts of the Live screen lie; drawing and clicking use the same.
struct LiveLayout {
  /// A chart, its place in the grid, and where it lies.
  struct Chart {
    let name: ChartName
    let slot: Int
    let area: Rect
  }

  private(set) var progress = Rect(Size(width: 0, height: 0))
  private(set) var banner: Rect?
  private(set) var charts: [Chart] = []
  private(set) var board: Rect?
  private(set) var journal: Rect?

  /// What progress and banner leave to the panes.
  static func panes(of state: DashboardState) -> Rect {
    var layout = LiveLayout()
    return layout.takeLines(state)
  }

  private init() {}

  private mutating func takeLines(_ state: DashboardState) -> Rect {
    var body = Frame(Rect(state.size)).body
    if body.height >= 8 {
      let parts = body.rows([.length(1), .fill(1)])
      (progress, body) = (parts[0], parts[1])
    }
    if let shown = state.banner, body.height >= 6 {
      let lines = shown.lines(width: body.width, .unicode).count
      let details = body.height >= 20 ? shown.details.count : 0
      let parts = body.rows([.length(min(lines, body.height / 4) + details), .fill(1)])
      (banner, body) = (parts[0], parts[1])
    }
    return body
  }

  init(_ state: DashboardState) {
    let body = takeLines(state)
    if state.isChartEnlarged {
      showFocusedChart(state, in: body)
    } else if state.size.width < 60 || state.size.height < 16 {
      showOnePane(state, in: body)
    } else if state.size.width < 110 {
      stack(state, in: body)
    } else {
      spread(state, in: body)
    }
  }

  private mutating func showFocusedChart(_ state: DashboardState, in area: Rect) {
    charts = [Chart(name: state.chart, slot: state.grid.focus, area: area)]
  }

  private mutating func showOnePane(_ state: DashboardState, in body: Rect) {
    switch state.pane {
    case .board: board = body
    case .charts: showFocusedChart(state, in: body)
    case .journal: journal = body
    }
  }

  /// One column: a chart, and below it the layers, or the journal while the keys go there.
  private mutating func stack(_ state: DashboardState, in body: Rect) {
    let rows = state.run?.board.rows.count ?? 0
    let usual = min(rows + 3, max(7, body.height / 2))
    let lower =
      switch state.preset {
      case .standard: usual
      case .charts: 0
      case .layers: body.height
      }
    let parts = body.rows([.fill(1), .length(lower)])
    if !parts[0].isEmpty { showFocusedChart(state, in: parts[0]) }
    if state.pane == .journal { journal = parts[1] } else { board = parts[1] }
  }

  /// Two columns: charts to the left, layers and journal to the right.
  private mutating func spread(_ state: DashboardState, in body: Rect) {
    let right = rightWidth(state, of: body.width)
    let columns = body.columns([.fill(1), .length(right)])
    let names = state.grid.charts
    let rowCount = (names.count + 2) / 4
    let small = smallHeight(state.layout, of: body.height, rows: rowCount)
    let left = columns[0].rows([.fill(1), .length(rowCount == 0 ? 0 : small)])
    if small > 0 || rowCount == 0 {
      let areas = Self.places(of: names.count - 1, rows: rowCount, in: left[1])
      charts = zip(names, [left[0]] + areas).enumerated().map { slot, chart in
        Chart(name: chart.0, slot: slot, area: chart.1)
      }
    } else {
      showFocusedChart(state, in: left[0])
    }
    placeBoard(state, in: columns[1])
  }

  /// The small charts, spread evenly over their rows.
  private static func places(of count: Int, rows: Int, in area: Rect) -> [Rect] {
    guard count > 0 else { return [] }
    let first = (count + rows - 1) / rows
    return area.rows(Array(repeating: .fill(1), count: rows)).enumerated().flatMap { index, row in
      let share = index == 0 ? first : count - first
      return row.columns(Array(repeating: .fill(1), count: share))
    }
  }

  private mutating func placeBoard(_ state: DashboardState, in column: Rect) {
    let rows = max(3, state.run?.board.rows.count ?? 3)
    let journalRows = column.height >= 20 ? max(5, column.height / 5) : 0
    if let share = state.layout.journal, journalRows > 0, column.width > 0 {
      let height = max(3, Int((share * Double(column.height)).rounded()))
      let parts = column.rows([.fill(1), .length(height)])
      (board, journal) = (parts[0], parts[1])
      return
    }
    let lines = state.run.map { BoardFooter.lineCount($0.board, height: rows + 2) } ?? 0
    let parts = column.rows([
      .length(min(rows + 3 + lines, column.height - journalRows)), .fill(1),
    ])
    board = parts[0]
    if parts[1].height > 2 { journal = parts[1] } else { board = column }
    if journal == nil, state.pane == .journal { (board, journal) = (nil, column) }
  }

  private func rightWidth(_ state: DashboardState, of width: Int) -> Int {
    switch state.preset {
    case .charts: 0
    case .layers: width
    case .standard:
      state.layout.right.map { Int(($0 * Double(width)).rounded()) }
        ?? min(72, max(50, width * 40 / 100))
    }
  }

  private func smallHeight(_ layout: LayoutState, of height: Int, rows: Int) -> Int {
    guard height >= 26 else { return 0 }
    return layout.small.map { max(5, Int(($0 * Double(height)).rounded())) }
      ?? max(9 * rows, height * (rows > 1 ? 54 : 30) / 100)
  }
}
