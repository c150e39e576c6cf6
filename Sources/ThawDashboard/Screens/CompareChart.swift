import ThawCanvas
import ThawProtocol

/// The curves of several sessions, each with its name at its end and a strip of its toggles below.
struct CompareChart: View {
  let sessions: [ComparedSession]
  let metric: String
  let plot: PlotState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let inner = Panel(
      Line(metric), detail: Line("by \(plot.axis.rawValue)"), footer: options, isFocused: true
    ).renderFrame(in: area, into: &buffer, context: context)
    let series = sessions.enumerated().map { index, session in
      PlotSeries(
        name: session.detail.summary.name, role: .plotSeries(index), points: points(of: session))
    }
    guard let whole = span(of: series), let values = extremes(of: series) else {
      EmptyText.note("none of them logged \(metric)")
        .render(in: inner, into: &buffer, context: context)
      return
    }
    let names = series.map(\.name.columns).max() ?? 0
    let stripRows = inner.height >= 10 + sessions.count ? sessions.count : 0
    let rows = inner.rows([.fill(1), .length(stripRows)])
    let gutter = inner.width >= 60 ? min(names + 6, 30) : 0
    let parts = rows[0].columns([.fill(1), .length(gutter)])
    let chart = LineChart(
      series: series, xRange: plot.view(of: whole), yRange: values,
      yScale: plot.isLogarithmic ? .logarithmic : .linear, xFormat: plot.axis.format,
      yFormat: metric.hasSuffix("accuracy") ? .percent : .number)
    let plotArea = parts[0].inset(by: Insets(left: 1))
    chart.render(in: plotArea, into: &buffer, context: context)
    drawNames(chart, in: parts[1], into: &buffer, context)
    drawStrips(chart, under: plotArea, in: rows[1], into: &buffer, context)
  }

  private func points(of session: ComparedSession) -> [PlotPoint] {
    let curve = session.curves[metric]
    // Few and measured over a whole split, validation values are no noise to smooth away.
    return plot.smoothing > 0 && metric.hasPrefix("train/")
      ? curve.smoothedPoints(on: plot.axis, weight: plot.smoothing)
      : curve.points(on: plot.axis)
  }

  private var options: Line {
    var words: [String] = []
    if plot.smoothing > 0, metric.hasPrefix("train/") {
      words.append("smooth \(fixed(plot.smoothing, decimals: 2))")
    }
    if plot.isLogarithmic { words.append("log") }
    if plot.magnification > 1 { words.append("zoom \(plot.magnification)×") }
    return Line(words.joined(separator: " · "))
  }

  private func extremes(of series: [PlotSeries]) -> ClosedRange<Double>? {
    let values = series.flatMap(\.points).flatMap { [$0.low, $0.high] }
      .filter { $0.isFinite && (!plot.isLogarithmic || $0 > 0) }
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }

  /// Writes each name beside the end of its curve; where ends lie close the names move apart.
  private func drawNames(
    _ chart: LineChart, in area: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) {
    // The chart has its axis in the last two rows.
    let height = area.height - (area.height >= 5 ? 2 : 0)
    guard area.width > 0, height > 0, let range = chart.yRange else { return }
    let scale = Scale(chart.yScale, over: range)
    let wanted = chart.series.enumerated().map { index, series in
      let value = series.points.last { $0.mid.isFinite }?.mid
      let share = value.flatMap(scale.position) ?? 0
      return (index: index, row: Int(((1 - share) * Double(height - 1)).rounded()))
    }.sorted { ($0.row, $0.index) < ($1.row, $1.index) }
    var free = 0
    for (place, item) in wanted.enumerated() {
      let rest = wanted.count - place - 1
      let row = min(max(item.row, free), max(free, height - 1 - rest))
      free = row + 1
      Line([
        Span(
          " \(context.glyphs.legend) \(item.index + 1) \(chart.series[item.index].name)",
          .plotSeries(item.index))
      ]).render(in: area.row(row), into: &buffer, context: context)
    }
  }

  /// For each session a line of what was frozen and thawed when, under the curves.
  private func drawStrips(
    _ chart: LineChart, under plotArea: Rect, in area: Rect, into buffer: inout Buffer,
    _ context: RenderContext
  ) {
    for (index, session) in sessions.enumerated() where index < area.height {
      let row = area.row(index)
      let columns = chart.columns(in: plotArea)
      guard let first = columns.first, let last = columns.last, last.0 > first.0 else { return }
      let end = session.curves[metric].span(on: plot.axis)?.upperBound ?? 0
      for (column, x) in columns where x <= end {
        buffer.put(
          context.glyphs.horizontal, x: column, y: row.y, style: context[.plotSeries(index)],
          clip: row)
      }
      Line(" \(index + 1)", .plotSeries(index)).render(in: row, into: &buffer, context: context)
      let marks = plotMarks(journal: session.detail.journal) { step in
        session.place(ofStep: step, on: plot.axis)
      }
      for mark in marks {
        let share = (mark.x - first.1) / (last.1 - first.1)
        guard share >= 0, share <= 1 else { continue }
        let column = first.0 + Int((share * Double(last.0 - first.0)).rounded())
        buffer.put(
          mark.kind.glyph(context.glyphs), x: column, y: row.y, style: context[mark.kind.role],
          clip: row)
      }
    }
  }
}
