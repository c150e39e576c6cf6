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
      let name = context.glyphs == .unicode ? line.name : line.name.replacing("×", with: "x")
      let sample = context.glyphs.legend
      let hasColors = context.ability.hasCurveColors
      Line([
        Span(hasColors ? " \(sample) " : " \(sample)\(line.sign)\(sample) ", role),
        // One column is left free before the border.
        Span(
          (hasColors ? "\(line.sign) \(name)" : name).shortened(
            to: area.width - 4, context.glyphs.ellipsis), role,
          attributes: index == chart.frontLine ? [.bold, .reverse] : []),
      ]).render(in: area.row(row), into: &buffer, context: context)
    }
  }

  /// The line whose name is at a position.
  func line(atX x: Int, y: Int) -> Int? {
    guard parts.names.contains(x: x, y: y) else { return nil }
    return places.first { $0.row == y - parts.names.y }?.index
  }

  /// The row of each line's name, in the order of their ends and as near to them as the others let it; where there are
  /// more names than rows, those around the one in front.
  private var places: [(index: Int, row: Int)] {
    let height = parts.names.height
    guard height > 0, let range = plot.yRange else { return [] }
    let scale = Scale(plot.yScale, over: range)
    let ends = chart.curves.lines.enumerated().map { index, line in
      let value = line.points.last { $0.mid.isFinite }?.mid
      return (index: index, share: value.flatMap(scale.position) ?? -.infinity)
    }.sorted { ($1.share, $0.index) < ($0.share, $1.index) }
    let place = ends.firstIndex { $0.index == chart.frontLine } ?? 0
    let first = scrolled(place - height / 2, count: ends.count, height: height, selected: place)
    let named = ends.dropFirst(first).prefix(height)
    var free = 0
    return named.enumerated().map { place, end in
      let rest = named.count - place - 1
      let wanted = Int(((1 - min(max(end.share, 0), 1)) * Double(height - 1)).rounded())
      let row = min(max(wanted, free), height - 1 - rest)
      free = row + 1
      return (end.index, row)
    }
  }
}
