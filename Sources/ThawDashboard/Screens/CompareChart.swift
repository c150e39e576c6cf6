import ThawCanvas
import ThawProtocol

/// The curves of several sessions, each with its name at its end and a strip of what trained below.
struct CompareChart: View {
  let sessions: [ComparedSession]
  let comparison: Comparison
  let metric: String
  let plot: PlotState
  let grouping: Grouping?
  /// The place of the session that is drawn over the others.
  let front: Int
  let curves: ComparedCurves

  /// Takes a comparison whose sessions were read.
  init?(_ state: CompareState) {
    guard let sessions = state.sessions, !sessions.isEmpty, let comparison = state.comparison else {
      return nil
    }
    self.sessions = sessions
    self.comparison = comparison
    metric = state.metric
    plot = state.plot
    grouping = state.grouping
    front = state.cursor
    curves = ComparedCurves(
      sessions, comparison, metric: metric, axis: plot.axis, smoothing: plot.smoothing)
  }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let origin = comparison.alignment.map { " from the \($0.mark.title)" } ?? ""
    let inner = Panel(
      Line(metricTitle(metric)), detail: Line("by \(plot.axis.title)\(origin)"),
      footer: options(context.glyphs, in: area),
      isFocused: true
    ).renderFrame(in: area, into: &buffer, context: context)
    guard let chart else {
      let those = comparison.alignment.map { "that has a \($0.mark.noun) " } ?? ""
      EmptyText.note("no session \(those)logged \(metric)")
        .render(in: inner, into: &buffer, context: context)
      return
    }
    let parts = Parts(inner, self)
    chart.render(in: parts.plot, into: &buffer, context: context)
    CompareNames(chart: self, plot: chart, parts: parts).draw(into: &buffer, context)
    let first = firstStrip(rows: parts.strips.height)
    for row in 0..<parts.strips.height {
      CompareStrip(
        session: sessions[first + row], place: first + row, isInFront: first + row == front,
        axis: plot.axis, role: role(of: first + row), curves: curves,
        letters: comparison.letters(of: first + row), missing: comparison.alignment?.mark.title
      ).draw(
        chart, over: parts.plot, in: parts.strips.row(row), into: &buffer, context)
    }
  }

  /// The session whose name or strip is at a position.
  func session(atX x: Int, y: Int, in area: Rect) -> Int? {
    guard let chart else { return nil }
    let parts = Parts(Panel.inner(of: area), self)
    if parts.strips.contains(x: x, y: y) {
      return firstStrip(rows: parts.strips.height) + y - parts.strips.y
    }
    return CompareNames(chart: self, plot: chart, parts: parts).line(atX: x, y: y)
      .map { curves.lines[$0].sessions[0] }
  }

  /// Where the curves, their names and the strips lie.
  struct Parts {
    let plot: Rect
    let names: Rect
    let strips: Rect

    init(_ inner: Rect, _ chart: CompareChart) {
      let longest =
        chart.curves.lines.map { $0.sign.columns + 1 + $0.name.columns }.max() ?? 0
      // The curves come first: strips have what is left of two thirds.
      let fitting = max(0, min(chart.sessions.count, inner.height - 8, max(3, inner.height / 3)))
      let rows = inner.rows([.fill(1), .length(fitting)])
      let gutter = inner.width >= 60 ? min(longest + 4, 30) : 0
      let columns = rows[0].columns([.fill(1), .length(gutter)])
      plot = columns[0].inset(by: Insets(left: 1))
      // The chart has its axis in the last two rows.
      names = columns[1].inset(by: Insets(bottom: columns[1].height >= 5 ? 2 : 0))
      strips = rows[1]
    }
  }

  /// The line in front; nil where the session in front is not drawn.
  var frontLine: Int? { curves.line(of: front) }

  /// The lines' places from back to front: last the baseline's, then the one in front.
  var order: [Int] {
    let last = [curves.line(of: comparison.baseline), frontLine]
      .enumerated().compactMap { place, line in place == 0 && line == frontLine ? nil : line }
    return curves.lines.indices.filter { !last.contains($0) } + last
  }

  /// A session's colour; with more lines than colours only the baseline and the one in front have one, the two
  /// that are furthest apart.
  func role(of session: Int) -> Role {
    let line = curves.line(of: session)
    guard curves.lines.count > Role.seriesCount else {
      return .plotSeries(line.map { curves.lines[$0].color } ?? session)
    }
    func isDrawn(as other: Int) -> Bool {
      session == other || line != nil && line == curves.line(of: other)
    }
    if isDrawn(as: comparison.baseline) { return .plotSeries(0) }
    return isDrawn(as: front) ? .plotSeries(1) : .muted
  }

  /// The curves; nil where no session logged the metric.
  private var chart: LineChart? {
    let lines = order.map { curves.lines[$0] }
    let bands = lines.filter { !$0.band.isEmpty }.map { line in
      PlotSeries(name: "", role: role(of: line.color), points: line.band, shape: .band)
    }
    let series = lines.map { line in
      PlotSeries(
        name: line.name, role: role(of: line.color), points: line.points,
        bead: line.sign.count == 1 ? line.sign.first : nil)
    }
    guard let whole = span(of: series), let values = extremes(of: bands + series) else {
      return nil
    }
    var chart = LineChart(
      series: bands + series, marks: curves.marks, xRange: plot.view(of: whole), yRange: values,
      yScale: plot.isLogarithmic ? .logarithmic : .linear,
      xFormat: comparison.alignment == nil ? plot.axis.format : .signed(plot.axis.format),
      yFormat: metric.hasSuffix("accuracy") ? .percent : .number)
    if let limit = outliers?.limit { chart.clip(above: limit) }
    return chart
  }

  /// What is left out above, where that is wanted.
  private var outliers: Outliers? {
    guard plot.isClipping else { return nil }
    return Outliers(
      in: curves.lines.flatMap { $0.points.map(\.high) }.filter(\.isFinite),
      scale: plot.isLogarithmic ? .logarithmic : .linear)
  }

  /// What is drawn how, the most telling first; what does not fit in the border is left out.
  private func options(_ glyphs: Glyphs, in area: Rect) -> Line {
    let parts = Parts(Panel.inner(of: area), self)
    let strips = parts.strips.height
    var words: [String] = []
    if let outliers { words.append("\(glyphs.up) \(grouped(outliers.count)) points above") }
    if !parts.names.isEmpty, parts.names.height < curves.lines.count {
      words.append("names of \(parts.names.height) of \(curves.lines.count)")
    }
    if (1..<sessions.count).contains(strips) {
      words.append("strips of \(strips) of \(sessions.count)")
    }
    words += curves.lines.compactMap { line in
      line.shortest.map { "\(line.sign) ends with \($0), its shortest" }
    }
    if plot.smoothing > 0, isNoisy(metric) {
      words.append("smooth \(fixed(plot.smoothing, decimals: 2))")
    }
    if plot.isLogarithmic { words.append("log") }
    if plot.magnification > 1 {
      words.append("zoom \(plot.magnification)\(glyphs == .unicode ? "×" : "x")")
    }
    if let grouping, !comparison.groups.isEmpty {
      words += ["means of \(grouping.title)", "bands from least to greatest"]
    }
    func joined() -> String { words.joined(separator: " \(glyphs.separator) ") }
    while joined().columns > area.width - 6, !words.isEmpty { words.removeLast() }
    return Line(joined())
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
}
