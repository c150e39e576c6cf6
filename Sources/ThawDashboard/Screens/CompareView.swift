import ThawCanvas
import ThawProtocol

/// The Compare screen: curves over each other, who trained when, and tables of all differences.
struct CompareView: View {
  let state: DashboardState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let body = Frame(area).body
    let compare = state.compare
    guard let chart = CompareChart(compare), let comparison = compare.comparison else {
      let text =
        compare.names.isEmpty
        ? EmptyText.noComparison(state)
        : .note(compare.unreadable ?? "reading \(compare.names.joined(separator: ", "))…")
      text.render(in: body, into: &buffer, context: context)
      return
    }
    let tables = CompareTables(
      comparison: comparison, metric: compare.metric, cursor: compare.cursor, role: chart.role,
      context: context)
    let parts = Self.parts(of: area, lineCount: compare.lineCount)
    chart.render(in: parts.chart, into: &buffer, context: context)
    drawTables(tables, in: parts.tables, into: &buffer, context)
  }

  /// Where the chart and the tables lie.
  static func parts(of area: Rect, lineCount: Int) -> (chart: Rect, tables: Rect) {
    let body = Frame(area).body
    let height = min(lineCount + 2, max(6, body.height * 45 / 100))
    let parts = body.rows([.fill(1), .length(body.height < 12 ? 0 : height)])
    return (parts[0], parts[1])
  }

  /// What differences are counted from, and why its curve is missing where it is.
  static func against(_ comparison: Comparison) -> String {
    let baseline = comparison.baseline
    let name = "against \(baseline + 1) \(comparison.sessions[baseline])"
    guard let alignment = comparison.alignment, alignment.steps[baseline] == nil else {
      return name
    }
    return "\(name), not drawn: it has no \(alignment.mark.noun)"
  }

  private func drawTables(
    _ tables: CompareTables, in area: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) {
    guard !area.isEmpty else { return }
    let lines = tables.lines(width: area.width - 4)
    let hidden = tables.hiddenCount(width: area.width - 4)
    let page = max(0, area.height - 2)
    let first = min(state.compare.scroll, max(0, lines.count - page))
    let isCut = lines.count > page
    let footer =
      isCut
      ? "\(first + 1)–\(min(lines.count, first + page)) of \(lines.count), \(state.key(.movePage(by: 1))) goes on"
      : ""
    let inner = Panel(
      "differences",
      detail: Line(
        (hidden > 0 ? "\(hidden) more, \(state.key(.move(by: 1))) shows them; " : "")
          + Self.against(tables.comparison)),
      footer: Line(context.glyphs == .unicode ? footer : footer.replacing("–", with: "-"))
    ).renderFrame(in: area, into: &buffer, context: context)
    Text(lines, offset: first)
      .render(in: inner.inset(by: Insets(left: 1, right: 1)), into: &buffer, context: context)
  }
}

extension ComparedSession {
  /// Where a step lies on an axis.
  func place(ofStep step: Int, on axis: PlotAxis) -> Double? {
    curves.ruler.place(ofStep: step, on: axis)
  }
}

extension DashboardState {
  /// Brings the session whose name or strip was clicked to the front.
  mutating func clickCompare(x: Int, y: Int) {
    let area = CompareView.parts(of: Rect(size), lineCount: compare.lineCount).chart
    guard let place = CompareChart(compare)?.session(atX: x, y: y, in: area) else { return }
    compare.cursor = place
  }
}
