/// Where the parts of a chart lie, and the scales of its axes.
struct PlotFrame {
  /// Where the curves go.
  let plot: Rect
  /// The row for the marks' labels, above the curves; empty without marks.
  let labels: Rect
  let horizontal: Scale
  let vertical: Scale
  private let area: Rect
  private let xTicks: [Tick]
  private let yTicks: [Tick]
  let hasHorizontalAxis: Bool
  private let hasVerticalAxis: Bool

  init(_ chart: LineChart, in area: Rect) {
    self.area = area
    let extent = chart.extent()
    horizontal = Scale(.linear, over: extent.x)
    vertical = Scale(chart.yScale, over: extent.y)
    // Axes go first where there is little room; the curve stays.
    hasHorizontalAxis = area.height >= 5
    let labelRows = chart.marks.isEmpty || area.height < 6 ? 0 : 1
    let rows = max(0, area.height - (hasHorizontalAxis ? 2 : 0) - labelRows)
    yTicks = vertical.ticks(overRows: rows, format: chart.yFormat)
    let labelWidth = yTicks.map(\.label.columns).max() ?? 0
    hasVerticalAxis = area.width >= labelWidth + 10 && rows >= 2
    let left = hasVerticalAxis ? labelWidth + 2 : 0
    plot = Rect(x: area.x + left, y: area.y + labelRows, width: area.width - left, height: rows)
    labels = Rect(x: plot.x, y: area.y, width: plot.width, height: labelRows)
    xTicks = horizontal.ticks(overColumns: plot.width, format: chart.xFormat)
  }

  /// The screen column of an x value, or nil outside the plot.
  func column(of x: Double) -> Int? {
    guard let position = horizontal.position(of: x), position > -1e-9, position < 1 + 1e-9,
      !plot.isEmpty
    else { return nil }
    return plot.x + Int((position * Double(plot.width - 1)).rounded())
  }

  private func row(of value: Double) -> Int? {
    guard let position = vertical.position(of: value), position > -1e-9, position < 1 + 1e-9,
      !plot.isEmpty
    else { return nil }
    return plot.y + Int(((1 - position) * Double(plot.height - 1)).rounded())
  }

  func drawAxes(into buffer: inout Buffer, _ context: RenderContext) {
    let style = context[.plotAxis]
    let glyphs = context.glyphs
    drawGrid(into: &buffer, context)
    if hasVerticalAxis {
      let line = Rect(x: plot.x - 1, y: plot.y, width: 1, height: plot.height)
      buffer.line(glyphs.vertical, in: line, style: style)
      for tick in yTicks {
        guard let y = row(of: tick.value) else { continue }
        buffer.put(glyphs.tickLeft, x: plot.x - 1, y: y, style: style)
        let label = Rect(x: area.x, y: y, width: plot.x - 2 - area.x, height: 1)
        Line(tick.label, .plotAxis, alignment: .trailing)
          .render(in: label, into: &buffer, context: context)
      }
    }
    guard hasHorizontalAxis else { return }
    let line = Rect(x: plot.x, y: plot.bottom, width: plot.width, height: 1)
    buffer.line(glyphs.horizontal, in: line, style: style)
    if hasVerticalAxis {
      buffer.put(glyphs.axisCorner, x: plot.x - 1, y: plot.bottom, style: style)
    }
    drawHorizontalTicks(into: &buffer, context)
  }

  private func drawGrid(into buffer: inout Buffer, _ context: RenderContext) {
    // Without colours the lines would be as strong as the curves.
    guard let character = context.glyphs.grid, context.ability.colors > .none, plot.height > 4
    else { return }
    for y in yTicks.compactMap({ row(of: $0.value) }) {
      let line = Rect(x: plot.x, y: y, width: plot.width, height: 1)
      buffer.line(character, in: line, style: context[.plotGrid])
    }
  }

  private func drawHorizontalTicks(into buffer: inout Buffer, _ context: RenderContext) {
    var free = area.x
    for tick in xTicks {
      guard let x = column(of: tick.value) else { continue }
      buffer.put(context.glyphs.tickBelow, x: x, y: plot.bottom, style: context[.plotAxis])
      let width = tick.label.columns
      let start = min(max(x - width / 2, area.x), area.right - width)
      guard start >= free else { continue }
      buffer.write(
        tick.label, x: start, y: plot.bottom + 1, style: context[.plotAxis], clip: area)
      free = start + width + 1
    }
  }
}
