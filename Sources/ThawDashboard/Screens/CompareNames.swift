import ThawCanvas

/// The names of compared curves to the right of their ends, none over another.
struct CompareNames {
  let chart: CompareChart
  let plot: LineChart
  let parts: CompareChart.Parts

  func draw(into buffer: inout Buffer, _ context: RenderContext) {
    let area = parts.names
    for (index, row) in places where area.width > 0 {
      let line = chart.curves.lines[index]
      let role = chart.role(of: line.color)
      Line([
        Span(" \(context.glyphs.legend) ", role),
        Span(
          "\(line.sign) \(context.glyphs == .unicode ? line.name : line.name.replacing("×", with: "x"))",
          role, attributes: index == chart.frontLine ? [.bold, .reverse] : []),
      ]).render(in: area.row(row), into: &buffer, context: context)
    }
  }

  /// The line whose name is at a position.
  func line(atX x: Int, y: Int) -> Int? {
    guard parts.names.contains(x: x, y: y) else { return nil }
    return places.first { $0.row == y - parts.names.y }?.index
  }

  /// The row of each line's name, as near to its curve's end as the others let it; where there are more names
  /// than rows, those around the one in front.
  private var places: [(index: Int, row: Int)] {
    let height = parts.names.height
    guard height > 0, let range = plot.yRange else { return [] }
    let scale = Scale(plot.yScale, over: range)
    let ends = chart.curves.lines.enumerated().map { index, line in
      let value = line.points.last { $0.mid.isFinite }?.mid
      let share = value.flatMap(scale.position) ?? 0
      return (index: index, row: Int(((1 - share) * Double(height - 1)).rounded()))
    }.sorted { ($0.row, $0.index) < ($1.row, $1.index) }
    let place = ends.firstIndex { $0.index == chart.frontLine } ?? 0
    let first = scrolled(place - height / 2, count: ends.count, height: height, selected: place)
    let named = ends.dropFirst(first).prefix(height)
    var free = 0
    return named.enumerated().map { place, end in
      let rest = named.count - place - 1
      let row = min(max(end.row, free), height - 1 - rest)
      free = row + 1
      return (end.index, row)
    }
  }
}
