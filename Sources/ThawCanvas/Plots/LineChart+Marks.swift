extension LineChart {
  /// Draws a vertical line at every mark, and its sign and label above where there is room.
  func drawMarks(_ frame: PlotFrame, into buffer: inout Buffer, _ context: RenderContext) {
    let placed = marks.compactMap { mark in frame.column(of: mark.x).map { (mark, $0) } }
      .sorted { $0.1 < $1.1 }
    for (_, column) in placed {
      for y in frame.plot.y..<frame.plot.bottom {
        buffer.put(context.glyphs.markLine, x: column, y: y, style: context[.plotMark])
      }
    }
    guard !frame.labels.isEmpty else { return }
    var free = frame.labels.x
    for (index, (mark, column)) in placed.enumerated() where column >= free {
      let style = context[mark.kind.role]
      buffer.put(
        mark.kind.glyph(context.glyphs), x: column, y: frame.labels.y, style: style,
        clip: frame.labels)
      free = column + 1
      // The next sign keeps its column, whatever the label before it wants.
      let next = placed[(index + 1)...].first { $0.1 > column }?.1 ?? frame.labels.right
      let end = column + 2 + mark.label.columns
      guard !mark.label.isEmpty, end <= frame.labels.right, end < next || next == frame.labels.right
      else { continue }
      buffer.write(mark.label, x: column + 2, y: frame.labels.y, style: style, clip: frame.labels)
      free = end + 1
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
