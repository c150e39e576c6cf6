/// Curves over an x axis, with axes and marks.
///
/// Series are drawn in order, so the last is in front; where lines run in the same cells all are seen in turns.
/// Every series keeps its extremes: see ``PlotPoint``.
public struct LineChart: Equatable, Sendable, View {
  /// The curves, from back to front.
  public var series: [PlotSeries]
  /// What happened along the way.
  public var marks: [PlotMark]
  /// What happened often, from back to front.
  public var axisSigns: [AxisSigns] = []
  /// What of the x axis is shown; what the series span when nil.
  public var xRange: ClosedRange<Double>?
  /// What of the y axis is shown; what the series span when nil.
  public var yRange: ClosedRange<Double>?
  /// How distances grow on the y axis.
  public var yScale: Scale.Kind
  /// What the x axis counts.
  public var xFormat: AxisFormat
  /// What the y axis counts.
  public var yFormat: AxisFormat
  /// A place to point at with a vertical line.
  public var cursor: Double?

  /// Makes a chart.
  public init(
    series: [PlotSeries], marks: [PlotMark] = [], xRange: ClosedRange<Double>? = nil,
    yRange: ClosedRange<Double>? = nil, yScale: Scale.Kind = .linear, xFormat: AxisFormat = .count,
    yFormat: AxisFormat = .number, cursor: Double? = nil
  ) {
    self.series = series
    self.marks = marks
    self.xRange = xRange
    self.yRange = yRange
    self.yScale = yScale
    self.xFormat = xFormat
    self.yFormat = yFormat
    self.cursor = cursor
  }

  /// Draws axes, marks and curves.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let frame = PlotFrame(self, in: area)
    frame.drawAxes(into: &buffer, context)
    frame.draw(axisSigns, into: &buffer, context)
    drawMarks(frame, into: &buffer, context)
    let isTinted = tintBands(frame, into: &buffer, context)
    drawCursor(frame, into: &buffer, context)
    drawCurves(frame, withBands: !isTinted, into: &buffer, context)
    tintCursor(frame, into: &buffer, context)
    drawNonFinite(frame, into: &buffer, context)
  }

  /// The x value at a column of the screen, or nil outside the curves' part of the area.
  public func x(atColumn column: Int, in area: Rect) -> Double? {
    columns(in: area).first { $0.column == column }?.x
  }

  /// The columns of the curves' part of an area, each with its x value.
  public func columns(in area: Rect) -> [(column: Int, x: Double)] {
    PlotFrame(self, in: area).columns
  }

  private func drawCurves(
    _ frame: PlotFrame, withBands: Bool, into buffer: inout Buffer, _ context: RenderContext
  ) {
    let isPlain = !context.ability.hasCurveColors
    var grid = DotGrid(
      size: frame.plot.size, raster: context.ability.raster, isBackdrop: series.map(\.isBackdrop),
      isThinning: isPlain)
    let raster = CurveRaster(horizontal: frame.horizontal, vertical: frame.vertical)
    for (index, series) in series.enumerated() where withBands || series.shape != .band {
      raster.draw(series, curve: index, into: &grid)
    }
    for y in 0..<frame.plot.height {
      for x in 0..<frame.plot.width {
        guard let cell = grid.cell(x: x, y: y) else { continue }
        let owner = series[cell.curve]
        // One bead at least in each turn.
        let bead = isPlain && x.isMultiple(of: DotGrid.turn) ? owner.bead : nil
        var style = context[owner.role]
        if let other = cell.other, bead == nil, context.ability.colors != .none {
          style.background = context[series[other].role].foreground
        }
        buffer.put(
          bead ?? cell.character, columns: 1, x: frame.plot.x + x, y: frame.plot.y + y,
          style: style, within: buffer.bounds)
      }
    }
  }

  private func drawCursor(
    _ frame: PlotFrame, into buffer: inout Buffer, _ context: RenderContext
  ) {
    guard let cursor, let column = frame.column(of: cursor) else { return }
    let line = Rect(x: column, y: frame.plot.y, width: 1, height: frame.plot.height)
    buffer.line(context.glyphs.vertical, in: line, style: context[.accent])
  }

  /// Shows the cursor's line where curves cover it: as their ground.
  private func tintCursor(
    _ frame: PlotFrame, into buffer: inout Buffer, _ context: RenderContext
  ) {
    guard let cursor, let column = frame.column(of: cursor) else { return }
    for y in frame.plot.y..<frame.plot.bottom {
      guard let cell = buffer[column, y], cell.character != context.glyphs.vertical else {
        continue
      }
      var style = cell.style
      style.background = context[.selection].background ?? style.background
      if context.ability.colors == .none { style.attributes.insert(.reverse) }
      buffer.put(cell.character, x: column, y: y, style: style)
    }
  }
}
