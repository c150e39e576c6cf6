extension LineChart {
  /// Draws a vertical line at every mark, and above it its sign and label.
  func drawMarks(_ frame: PlotFrame, into buffer: inout Buffer, _ context: RenderContext) {
    let placed = marks.compactMap { mark in frame.column(of: mark.x).map { (mark, $0) } }
    for (_, column) in placed {
      let line = Rect(x: column, y: frame.plot.y, width: 1, height: frame.plot.height)
      buffer.line(context.glyphs.markLine, in: line, style: context[.plotMark])
    }
    guard !frame.labels.isEmpty else { return }
    let labels = MarkLabels(
      placed, in: frame.labels.x..<frame.labels.right, ellipsis: context.glyphs.ellipsis)
    for label in labels.placed {
      let (mark, column) = placed[label.index]
      let style = context[mark.kind.role]
      buffer.put(
        mark.kind.glyph(context.glyphs), x: column, y: frame.labels.y, style: style,
        clip: frame.labels)
      buffer.write(
        label.text, x: label.start, y: frame.labels.y, style: style, clip: frame.labels)
    }
  }

  /// Puts a cross on the bottom row wherever a value was NaN or infinite.
  func drawNonFinite(_ frame: PlotFrame, into buffer: inout Buffer, _ context: RenderContext) {
    guard !frame.plot.isEmpty else { return }
    for series in series {
      for point in series.points[series.firstIndex(from: frame.horizontal.range.lowerBound)...]
      where point.isNonFinite {
        if point.x > frame.horizontal.range.upperBound { break }
        guard let column = frame.column(of: point.x) else { continue }
        buffer.put(
          context.glyphs.nonFinite, x: column, y: frame.plot.bottom - 1, style: context[.error])
      }
    }
  }
}
