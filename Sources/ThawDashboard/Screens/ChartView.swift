import ThawCanvas
import ThawProtocol

/// One chart of a run with its frame, legend and marks.
struct ChartView: View {
  let name: ChartName
  let run: RunState
  let plots: PlotState
  let isFocused: Bool
  let isPinned: Bool
  /// Charts whose values the legend gives too, while a step is pointed at.
  let others: [ChartName]

  init(
    _ name: ChartName, of run: RunState, _ plots: PlotState, isFocused: Bool = false,
    isPinned: Bool = false, others: [ChartName] = []
  ) {
    self.name = name
    self.run = run
    self.plots = plots
    self.isFocused = isFocused
    self.isPinned = isPinned
    self.others = others
  }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let legend = ChartLegend(name: name, run: run, plots: plots, others: others)
    let drawn = chart(context.ability)
    var title = Line(name.title)
    if isPinned { title.spans.append(Span(" \(context.glyphs.pinned)", .accent)) }
    let inner = Panel(
      title, detail: legend.line(width: area.width - title.columns, context),
      footer: legend.note(context) ?? options(drawn?.notes, context.glyphs), isFocused: isFocused
    ).renderFrame(in: area, into: &buffer, context: context)
    guard let chart = drawn?.chart else {
      Line(emptyText, .muted, alignment: .center)
        .render(in: inner.row(inner.height / 2), into: &buffer, context: context)
      return
    }
    chart.render(in: Self.plotArea(in: area), into: &buffer, context: context)
  }

  /// The place on the x-axis at a column of the screen; nil outside the curves.
  func place(atColumn x: Int, in area: Rect) -> Double? {
    chart(Ability())?.chart.x(atColumn: x, in: Self.plotArea(in: area))
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
    guard let chart = chart(Ability())?.chart, let range = chart.xRange,
      let place = chart.x(atColumn: x, in: Self.plotArea(in: area)),
      range.upperBound > range.lowerBound
    else { return nil }
    return (place - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  private static func plotArea(in area: Rect) -> Rect {
    Panel.inner(of: area).inset(by: Insets(left: 1, right: 1))
  }

  /// The chart without its frame, and what it can't draw; nil where nothing was logged.
  private func chart(_ ability: Ability) -> (chart: LineChart, notes: ChartNotes)? {
    let series = (abandoned(ability) + series(ability)).filter { !$0.points.isEmpty }
    guard let whole = whole(of: series) else { return nil }
    let notes = notes(in: whole)
    let cursor = plots.cursor.flatMap {
      run.curves.ruler.place(ofStep: $0, on: plots.axis)
    }
    var chart = LineChart(
      series: series, marks: marks, xRange: view(of: whole), yScale: scale,
      xFormat: plots.axis.format,
      yFormat: name.metric.hasSuffix("accuracy") ? .percent : .number, cursor: cursor)
    if name == .loss { chart.axisSigns = axisSigns(ability.glyphs) }
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

  private func notes(in whole: ClosedRange<Double>) -> ChartNotes {
    let metrics =
      name == .loss ? [MetricName.trainLoss, MetricName.validationLoss] : [name.metric]
    return ChartNotes(
      metrics.map { run.curves[$0] }, on: plots.axis, in: view(of: whole), scale: scale,
      isClipping: plots.isClipping)
  }

  private func view(of whole: ClosedRange<Double>) -> ClosedRange<Double> {
    plots.view(of: whole, isGrowing: run.isGrowing)
  }

  private var scale: Scale.Kind { isLogarithmic ? .logarithmic : .linear }

  private var isLogarithmic: Bool {
    plots.isLogarithmic
      && ["loss", "norm", "ratio", "drift"].contains { name.metric.hasSuffix($0) }
  }

  private func series(_ ability: Ability) -> [PlotSeries] {
    let axis = plots.axis
    if name == .learningRate { return [futureRate, line(name.metric, ability)] }
    guard name == .loss else { return [line(name.metric, ability)] }
    let train = run.curves[MetricName.trainLoss]
    let raw = train.points(on: axis)
    let validation = line(MetricName.validationLoss, ability)
    guard plots.smoothing > 0 else {
      return [PlotSeries(name: "train", role: .plotTrain, points: raw), validation]
    }
    let smooth = train.smoothedPoints(on: axis, weight: plots.smoothing)
    return [
      PlotSeries(name: "train", role: .plotTrainRaw, points: raw),
      PlotSeries(name: "smoothed", role: .plotTrain, points: smooth), validation,
    ]
  }

  /// What was taken back, fainter than the curves that count and below them.
  private func abandoned(_ ability: Ability) -> [PlotSeries] {
    let role = ability.colors == .none ? Role.muted : .border
    let metrics = name == .loss ? [MetricName.trainLoss, MetricName.validationLoss] : [name.metric]
    return metrics.flatMap { metric in
      (run.abandoned[metric] ?? []).map { branch in
        var curve = Curve(branch)
        curve.samplesPerStep = run.curves.samplesPerStep
        return PlotSeries(name: "abandoned", role: role, points: curve.points(on: plots.axis))
      }
    }
  }

  /// Without colours the few validation values are dots, to be told from the training curve.
  private func line(_ metric: String, _ ability: Ability) -> PlotSeries {
    let isDotted = ability.colors == .none && name == .loss
    return PlotSeries(
      name: metric, role: name.role(of: metric), points: run.curves[metric].points(on: plots.axis),
      shape: isDotted ? .dots : .line)
  }

  private var marks: [PlotMark] {
    guard name == .loss else { return [] }
    let train = run.curves[MetricName.trainLoss]
    let past = plotMarks(journal: run.journal) { step in
      train.place(ofStep: step, on: plots.axis)
    }
    guard run.isGrowing, let regimen = run.regimen else { return past }
    return past
      + futureMarks(of: regimen, from: run.step) { train.place(ofFutureStep: $0, on: plots.axis) }
  }

  private func axisSigns(_ glyphs: Glyphs) -> [AxisSigns] {
    let train = run.curves[MetricName.trainLoss]
    func places(_ steps: [Int]) -> [Double] {
      steps.compactMap { train.place(ofStep: $0, on: plots.axis) }
    }
    return [
      AxisSigns(
        at: places(run.evaluationSteps), glyph: glyphs.mark, role: .plotValidation,
        mayBeLeftOut: true),
      AxisSigns(
        at: places(run.checkpoints.map(\.step)), glyph: glyphs.checkpoint, role: .success),
    ]
  }

  /// The rate of the steps to come, where the engine has told it.
  private var futureRate: PlotSeries {
    var points: [PlotPoint] = []
    if run.isGrowing, let regimen = run.regimen {
      let curve = run.curves[MetricName.trainLoss]
      points = futureRates(of: regimen, from: run.step, count: 200).compactMap { point in
        curve.place(ofFutureStep: Int(point.x), on: plots.axis).map {
          PlotPoint(x: $0, y: point.mid)
        }
      }
    }
    return PlotSeries(name: "to come", role: .plotTrainRaw, points: points, shape: .dots)
  }

  /// How far beyond the newest step the chart reaches: to the run's end for the rate, else to the plan's last step.
  private var future: Double? {
    guard run.isGrowing, let regimen = run.regimen else { return nil }
    let steps = regimen.timeline.compactMap(\.step).filter { $0 <= regimen.totalSteps }
    guard let last = name == .learningRate ? regimen.totalSteps : steps.max() else { return nil }
    return run.curves[MetricName.trainLoss].place(ofFutureStep: last, on: plots.axis)
  }

  /// How the curves are shown, where that is not as usual.
  private func options(_ notes: ChartNotes?, _ glyphs: Glyphs) -> Line {
    var words: [String] = []
    if name == .loss, plots.smoothing > 0 {
      words.append("smooth \(fixed(plots.smoothing, decimals: 2))")
    }
    if isLogarithmic { words.append("log") }
    if plots.axis != .step { words.append("by \(plots.axis.rawValue)") }
    if plots.magnification > 1 {
      words.append("zoom \(plots.magnification)×")
      words.append(plots.isFollowing ? "following" : "held")
    }
    let spans = (notes?.spans(glyphs) ?? []) + words.map { Span($0) }
    return Line(Array(spans.map { [$0] }.joined(separator: [Span(" · ")])))
  }

  private var emptyText: String {
    guard run.recording == .playing || run.phase?.isFinal != true && run.link != .saved else {
      return "nothing was logged"
    }
    switch name {
    case .loss where run.phase == .preparing: return "loading weights and data…"
    case .metric(let name) where name.hasPrefix("val/"): return "waiting for the first evaluation…"
    default: return "waiting for the first step…"
    }
  }
}

extension ChartName {
  /// The colour of a metric's curve.
  func role(of metric: String) -> Role {
    metric.hasPrefix("val/")
      ? .plotValidation : metric.hasPrefix("row/") ? .rowTrainable : .plotTrain
  }
}
