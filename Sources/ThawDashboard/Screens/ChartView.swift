import ThawCanvas
import ThawProtocol

/// One chart of a run with its frame, legend and marks.
struct ChartView: View {
  let name: ChartName
  let run: RunState
  let plots: PlotState
  let isFocused: Bool
  /// Charts whose values the legend gives too, while a step is pointed at.
  let others: [ChartName]

  init(
    _ name: ChartName, of run: RunState, _ plots: PlotState, isFocused: Bool = false,
    others: [ChartName] = []
  ) {
    self.name = name
    self.run = run
    self.plots = plots
    self.isFocused = isFocused
    self.others = others
  }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let legend = ChartLegend(name: name, run: run, plots: plots, others: others)
    let inner = Panel(
      Line(name.title), detail: legend.line(width: area.width - name.title.columns, context),
      footer: legend.intervention(context) ?? options, isFocused: isFocused
    ).renderFrame(in: area, into: &buffer, context: context)
    guard let chart = chart(context.ability) else {
      Line(emptyText, .muted, alignment: .center)
        .render(in: inner.row(inner.height / 2), into: &buffer, context: context)
      return
    }
    let place = Self.plotArea(in: area)
    chart.render(in: place, into: &buffer, context: context)
    if name == .loss { drawCheckpoints(chart, in: place, into: &buffer, context) }
  }

  /// The place on the x-axis at a column of the screen; nil outside the curves.
  func place(atColumn x: Int, in area: Rect) -> Double? {
    chart(Ability())?.x(atColumn: x, in: Self.plotArea(in: area))
  }

  /// The same as a share of the whole run.
  func share(atColumn x: Int, in area: Rect) -> Double? {
    guard let place = place(atColumn: x, in: area),
      let whole = run.curves[MetricName.trainLoss].span(on: plots.axis),
      whole.upperBound > whole.lowerBound
    else { return nil }
    return min(max((place - whole.lowerBound) / (whole.upperBound - whole.lowerBound), 0), 1)
  }

  /// Where a column of the screen lies in the view, from 0 to 1; nil outside the curves.
  func position(atColumn x: Int, in area: Rect) -> Double? {
    guard let chart = chart(Ability()), let range = chart.xRange,
      let place = chart.x(atColumn: x, in: Self.plotArea(in: area)),
      range.upperBound > range.lowerBound
    else { return nil }
    return (place - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  private static func plotArea(in area: Rect) -> Rect {
    Panel.inner(of: area).inset(by: Insets(left: 1, right: 1))
  }

  /// The chart without its frame; nil where nothing was logged.
  private func chart(_ ability: Ability) -> LineChart? {
    let series = series(ability).filter { !$0.points.isEmpty }
    guard let own = span(of: series) else { return nil }
    // All charts span the same steps, so that a step is at one place in all of them.
    let train = run.curves[MetricName.trainLoss].span(on: plots.axis) ?? own
    let whole =
      min(
        own.lowerBound, train.lowerBound)...max(
        own.upperBound, train.upperBound, future ?? own.upperBound)
    let cursor = plots.cursor.flatMap {
      run.curves[MetricName.trainLoss].place(ofStep: $0, on: plots.axis)
    }
    return LineChart(
      series: series, marks: marks, xRange: plots.view(of: whole, isGrowing: run.isGrowing),
      yScale: isLogarithmic ? .logarithmic : .linear, xFormat: plots.axis.format,
      yFormat: name.metric.hasSuffix("accuracy") ? .percent : .number, cursor: cursor)
  }

  /// Sets a sign on the x-axis for each checkpoint; lines through the curves would be too many.
  private func drawCheckpoints(
    _ chart: LineChart, in area: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) {
    // The chart has its axis in the last two rows.
    guard area.height >= 5 else { return }
    let train = run.curves[MetricName.trainLoss]
    let columns = run.checkpoints.isEmpty ? [] : chart.columns(in: area)
    for checkpoint in run.checkpoints {
      guard let x = train.place(ofStep: checkpoint.step, on: plots.axis),
        let first = columns.first?.1, let last = columns.last?.1, (first...last).contains(x),
        let column = columns.min(by: { abs($0.1 - x) < abs($1.1 - x) })?.0
      else { continue }
      buffer.put(
        context.glyphs.checkpoint, x: column, y: area.bottom - 2, style: context[.success],
        clip: area)
    }
  }

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
  private var options: Line {
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
    return Line(words.joined(separator: " · "))
  }

  private var emptyText: String {
    guard run.phase?.isFinal != true, run.link != .saved else { return "nothing was logged" }
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
