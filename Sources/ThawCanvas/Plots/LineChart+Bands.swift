extension LineChart {
  /// Lays a breath of every band's colour over the ground between its edges, so that lines and other bands stay
  /// readable; false where the terminal cannot mix colours, and bands are drawn with dots.
  func tintBands(_ frame: PlotFrame, into buffer: inout Buffer, _ context: RenderContext) -> Bool {
    guard context.ability.colors >= .indexed, context[.text].background?.components != nil else {
      return false
    }
    for series in series where series.shape == .band {
      guard let color = context[series.role].foreground else { continue }
      for (column, x) in frame.columns {
        guard let range = series.range(at: x), let rows = frame.rows(of: range) else { continue }
        for y in rows {
          let ground = buffer[column, y]?.style.background ?? context[.text].background
          let tint = ground.flatMap { $0.mixed(with: color, share: 0.2) }
          buffer.restyle(
            Rect(x: column, y: y, width: 1, height: 1), with: Style(background: tint))
        }
      }
    }
    return true
  }
}

extension PlotFrame {
  /// The columns of the plot, each with its x value.
  var columns: [(column: Int, x: Double)] {
    (plot.x..<plot.right).map { column in
      let share = plot.width > 1 ? Double(column - plot.x) / Double(plot.width - 1) : 0.5
      return (column, horizontal.value(at: share))
    }
  }

  /// The rows of the plot between two values, one at least; nil where they lie outside.
  fileprivate func rows(of range: ClosedRange<Double>) -> ClosedRange<Int>? {
    guard let low = vertical.position(of: range.lowerBound),
      let high = vertical.position(of: range.upperBound), low <= 1, high >= 0, !plot.isEmpty
    else { return nil }
    func row(_ position: Double) -> Int {
      plot.y + Int(((1 - min(max(position, 0), 1)) * Double(plot.height - 1)).rounded())
    }
    return row(high)...row(low)
  }
}
