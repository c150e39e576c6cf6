import ThawCanvas
import ThawProtocol

/// One chart of a run with its frame, legend and marks.
struct ChartView: View {
  let name: ChartName
  let run: RunState
  let plots: PlotState
  /// What happened along the run, for all of its charts.
  let marks: ChartMarks
  let isFocused: Bool
  let isPinned: Bool
  /// Charts whose values the legend gives too, while a step is pointed at.
  let others: [ChartName]

  init(
    _ name: ChartName, of run: RunState, _ plots: PlotState, _ marks: ChartMarks,
    isFocused: Bool = false, isPinned: Bool = false, others: [ChartName] = []
  ) {
    self.name = name
    self.run = run
    self.plots = plots
    self.marks = marks
    self.isFocused = isFocused
    self.isPinned = isPinned
    self.others = others
  }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let legend = ChartLegend(name: name, metrics: metrics, run: run, plots: plots, others: others)
    let place = Self.plotArea(in: area)
    let drawn = chart(context.ability, columns: place.width)
    var title = Line(name.title)
    if isPinned { title.spans.append(Span(" \(context.glyphs.pinned)", .accent)) }
    if let chart = drawn?.chart {
      chart.render(in: place, into: &buffer, context: context)
    } else {
      let inner = Panel.inner(of: area)
      Line(emptyText, .muted, alignment: .center)
        .render(in: inner.row(inner.height / 2), into: &buffer, context: context)
    }
    let width = area.width - 6
    Panel(
      title, detail: legend.line(width: area.width - title.columns, context),
      footer: legend.note(width: width, context)
        ?? footer(
          options(drawn?.notes, width: width, context.glyphs), width: width, place, buffer,
          context.glyphs),
      isFocused: isFocused
    ).render(in: area, into: &buffer, context: context)
  }

  /// The place on the x-axis at a column of the screen; nil outside the curves.
  func place(atColumn x: Int, in area: Rect) -> Double? {
    let place = Self.plotArea(in: area)
    return chart(Ability(), columns: place.width)?.chart.x(atColumn: x, in: place)
  }

  /// The same as a share of the whole run.
  func share(atColumn x: Int, in area: Rect) -> Double? {
    guard let place = place(atColumn: x, in: area),
      let whole = run.curves.ruler.span(on: plots.axis),
      whole.upperBound > whole.lowerBound
    else { return nil }
    return min(max((place - whole.lowerBound) / (whole.upperBound - whole.lowerBound), 0), 1)
  }

  /// Where a column of the screen lies in the view, from 0 to 1; nil outside the curves.
  func position(atColumn x: Int, in area: Rect) -> Double? {
    let plot = Self.plotArea(in: area)
    guard let chart = chart(Ability(), columns: plot.width)?.chart, let range = chart.xRange,
      let place = chart.x(atColumn: x, in: plot), range.upperBound > range.lowerBound
    else { return nil }
    return (place - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  private static func plotArea(in area: Rect) -> Rect {
    Panel.inner(of: area).inset(by: Insets(left: 1, right: 1))
  }

  /// The chart without its frame, and what it can't draw; nil where nothing was logged.
  private func chart(
    _ ability: Ability, columns: Int
  ) -> (chart: LineChart, notes: ChartNotes)? {
    let series = series(ability)
    guard let view = whole(of: series).map(view) else { return nil }
    let notes = notes(in: view)
    let cursor = plots.cursor.flatMap {
      run.curves.ruler.place(ofStep: $0, on: plots.axis)
    }
    var chart = LineChart(
      series: series, marks: marks.marks, xRange: view, yScale: scale,
      xFormat: plots.axis.format,
      yFormat: name.metric.hasSuffix("accuracy") ? .percent : .number, cursor: cursor)
    chart.axisSigns = marks.signs(in: view, columns: columns, ability.glyphs)
    if let limit = notes.outliers?.limit { chart.clip(above: limit) }
    return (chart, notes)
  }

  /// All charts span the same steps, so that a step is at one place in all of them.
  private func whole(of series: [PlotSeries]) -> ClosedRange<Double>? {
    guard let own = span(of: series) else { return nil }
    let steps = run.curves.ruler.span(on: plots.axis) ?? own
    let end = max(own.upperBound, steps.upperBound, future ?? own.upperBound)
    let start = min(own.lowerBound, steps.lowerBound)
    // There is nothing before the first step.
    return start...(end > start ? end : start + 1)
  }

  private func notes(in view: ClosedRange<Double>) -> ChartNotes {
    // What a schedule says is no outlier.
    ChartNotes(
      metrics.map { run.curves[$0] }, on: plots.axis, in: view, scale: scale,
      isClipping: plots.isClipping && name != .learningRate)
  }

  private func view(of whole: ClosedRange<Double>) -> ClosedRange<Double> {
    plots.view(of: whole, isGrowing: run.isGrowing)
  }

  private var scale: Scale.Kind { isLogarithmic ? .logarithmic : .linear }

  private var isLogarithmic: Bool {
    plots.isLogarithmic
      && ["loss", "norm", "ratio", "drift"].contains { name.metric.hasSuffix($0) }
  }

  /// How far beyond the newest step the chart reaches: to the run's end for the rate, else to the plan's last step.
  private var future: Double? {
    guard run.isGrowing, let regimen = run.regimen else { return nil }
    let steps = regimen.timeline.compactMap(\.step).filter { $0 <= regimen.totalSteps }
    guard let last = name == .learningRate ? regimen.totalSteps : steps.max() else { return nil }
    return run.curves.ruler.place(ofFutureStep: last, on: plots.axis)
  }

  /// What the signs mean that were drawn, as far as there is room, before how the curves are shown.
  private func footer(
    _ options: Line, width: Int, _ place: Rect, _ buffer: Buffer, _ glyphs: Glyphs
  ) -> Line {
    // As numbers: characters that differ are compared letter by letter.
    func isIn(row y: Int) -> (Character) -> Bool {
      let drawn = (place.x..<place.right).map { buffer[$0, y]?.character.unicodeScalars.first }
      return { drawn.contains($0.unicodeScalars.first) }
    }
    let legends = marks.legends(
      over: isIn(row: place.y), onAxis: isIn(row: place.bottom - 2), glyphs)
    let legend = legends.first { $0.columns + 3 + options.columns <= width } ?? Line([])
    let parts = [legend, options].map(\.spans).filter { !$0.isEmpty }
    return Line(Array(parts.joined(separator: [Span(" \(glyphs.separator) ")])))
  }

  /// How the curves are shown, where that is not as usual, as far as there is room.
  private func options(_ notes: ChartNotes?, width: Int, _ glyphs: Glyphs) -> Line {
    var words: [String] = []
    if metrics.contains(where: { run.curves[$0].isSmoothed }) {
      words.append("smooth \(fixed(plots.smoothing, decimals: 2))")
    }
    if isLogarithmic { words.append("log") }
    if plots.axis != .step { words.append("by \(plots.axis.rawValue)") }
    if plots.magnification > 1 {
      words.append("zoom \(plots.magnification)×")
      words.append(plots.isFollowing ? "following" : "held")
    }
    func line(_ parts: [Span]) -> Line {
      Line(Array(parts.map { [$0] }.joined(separator: [Span(" \(glyphs.separator) ")])))
    }
    var parts = (notes?.spans(glyphs) ?? []) + words.map { Span($0) }
    let abandoned = hasAbandoned ? [Span("\(glyphs.legend) taken back", .muted)] : []
    let whole = line(abandoned + parts)
    if whole.columns <= width { return whole }
    while !parts.isEmpty, line(parts).columns > width { parts.removeLast() }
    return line(parts)
  }

  private var emptyText: String {
    guard run.recording == .playing || run.phase?.isFinal != true && run.link != .saved else {
      return "nothing was logged"
    }
    switch name {
    case .loss where run.phase == .preparing: return "loading weights and data…"
    case .metric(let name) where name.hasPrefix("val/"): return "waiting for an evaluation…"
    default: return "waiting for the first step…"
    }
  }
}
