import ThawCanvas
import ThawProtocol

/// The curves of several sessions, each with its name at its end and a strip of what trained below.
struct CompareChart: View {
  let sessions: [ComparedSession]
  let metric: String
  let plot: PlotState
  /// The place of the session that is drawn over the others.
  let front: Int
  /// The place of the session that the others are measured against.
  let baseline: Int

  /// Takes a comparison whose sessions were read.
  init?(_ state: CompareState) {
    guard let sessions = state.sessions, !sessions.isEmpty else { return nil }
    self.sessions = sessions
    metric = state.metric
    plot = state.plot
    front = state.cursor
    baseline = state.baseline
  }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let inner = Panel(
      Line(metric), detail: Line("by \(plot.axis.title)"), footer: options, isFocused: true
    ).renderFrame(in: area, into: &buffer, context: context)
    guard let chart else {
      EmptyText.note("none of them logged \(metric)")
        .render(in: inner, into: &buffer, context: context)
      return
    }
    let parts = Parts(inner, sessions)
    chart.render(in: parts.plot, into: &buffer, context: context)
    drawNames(chart, in: parts.names, into: &buffer, context)
    let first = firstStrip(rows: parts.strips.height)
    for row in 0..<parts.strips.height {
      CompareStrip(
        session: sessions[first + row], place: first + row, isInFront: first + row == front,
        axis: plot.axis, role: role(of: first + row)
      ).draw(
        chart, over: parts.plot, in: parts.strips.row(row), into: &buffer, context)
    }
  }

  /// The session whose name or strip is at a position.
  func session(atX x: Int, y: Int, in area: Rect) -> Int? {
    guard let chart else { return nil }
    let parts = Parts(Panel.inner(of: area), sessions)
    if parts.strips.contains(x: x, y: y) {
      return firstStrip(rows: parts.strips.height) + y - parts.strips.y
    }
    guard parts.names.contains(x: x, y: y) else { return nil }
    return places(of: chart, height: parts.names.height)
      .first { $0.row == y - parts.names.y }?.index
  }

  /// Where the curves, their names and the strips lie.
  struct Parts {
    let plot: Rect
    let names: Rect
    let strips: Rect

    init(_ inner: Rect, _ sessions: [ComparedSession]) {
      let longest = sessions.map(\.detail.summary.name.columns).max() ?? 0
      let fitting = max(0, min(sessions.count, inner.height - 8))
      let rows = inner.rows([.fill(1), .length(fitting)])
      let gutter = inner.width >= 60 ? min(longest + 6, 30) : 0
      let columns = rows[0].columns([.fill(1), .length(gutter)])
      plot = columns[0].inset(by: Insets(left: 1))
      // The chart has its axis in the last two rows.
      names = columns[1].inset(by: Insets(bottom: columns[1].height >= 5 ? 2 : 0))
      strips = rows[1]
    }
  }

  /// The curves; nil where no session logged the metric.
  private var chart: LineChart? {
    let series = sessions.enumerated().map { index, session in
      PlotSeries(
        name: session.detail.summary.name, role: role(of: index), points: points(of: session))
    }
    guard let whole = span(of: series), let values = extremes(of: series) else { return nil }
    return LineChart(
      series: series.enumerated().filter { $0.offset != front }.map(\.element) + [series[front]],
      xRange: plot.view(of: whole), yRange: values,
      yScale: plot.isLogarithmic ? .logarithmic : .linear, xFormat: plot.axis.format,
      yFormat: metric.hasSuffix("accuracy") ? .percent : .number)
  }

  /// Its colour; with more sessions than colours only those that are looked at have one.
  private func role(of index: Int) -> Role {
    sessions.count <= Role.seriesCount || index == front || index == baseline
      ? .plotSeries(index) : .muted
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

  /// The first session with a strip, where not all have one: the one in front does.
  private func firstStrip(rows: Int) -> Int {
    scrolled(front - rows / 2, count: sessions.count, height: rows, selected: front)
  }

  /// The row of each session's name, as near to its curve's end as the others let it; where there are
  /// more names than rows, those around the one in front.
  private func places(of chart: LineChart, height: Int) -> [(index: Int, row: Int)] {
    guard height > 0, let range = chart.yRange else { return [] }
    let scale = Scale(chart.yScale, over: range)
    let indices = sessions.indices.filter { $0 != front } + [front]
    let ends = zip(indices, chart.series).map { index, series in
      let value = series.points.last { $0.mid.isFinite }?.mid
      let share = value.flatMap(scale.position) ?? 0
      return (index: index, row: Int(((1 - share) * Double(height - 1)).rounded()))
    }.sorted { ($0.row, $0.index) < ($1.row, $1.index) }
    let place = ends.firstIndex { $0.index == front } ?? 0
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

  private func drawNames(
    _ chart: LineChart, in area: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) {
    for (index, row) in places(of: chart, height: area.height) where area.width > 0 {
      let name = "\(index + 1) \(sessions[index].detail.summary.name)"
      Line([
        Span(" \(context.glyphs.legend) ", role(of: index)),
        Span(name, role(of: index), attributes: index == front ? [.bold, .reverse] : []),
      ]).render(in: area.row(row), into: &buffer, context: context)
    }
  }
}
