import ThawCanvas
import ThawProtocol

/// One chart of the Live screen with its frame, legend and marks.
struct ChartView: View {
  let name: ChartName
  let run: RunState
  let plots: PlotState
  let isFocused: Bool

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let inner = Panel(
      Line(name.rawValue), detail: legend(width: area.width, context), footer: options,
      isFocused: isFocused
    ).renderFrame(in: area, into: &buffer, context: context)
    let series = series(context.ability).filter { !$0.points.isEmpty }
    guard let whole = span(of: series) else {
      Line(emptyText, .muted, alignment: .center)
        .render(in: inner.row(inner.height / 2), into: &buffer, context: context)
      return
    }
    let chart = LineChart(
      series: series, marks: marks, xRange: plots.view(of: whole),
      yScale: isLogarithmic ? .logarithmic : .linear, xFormat: plots.axis.format,
      yFormat: name == .accuracy ? .percent : .number)
    let place = inner.inset(by: Insets(left: 1, right: 1))
    chart.render(in: place, into: &buffer, context: context)
    if name == .loss { drawCheckpoints(chart, in: place, into: &buffer, context) }
  }

  /// Sets a sign on the x-axis for each checkpoint; lines through the curves would be too many.
  private func drawCheckpoints(
    _ chart: LineChart, in area: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) {
    // The chart has its axis in the last two rows.
    guard area.height >= 5 else { return }
    let train = run.curves[MetricName.trainLoss]
    let columns = (area.x..<area.right).compactMap { column in
      chart.x(atColumn: column, in: area).map { (column, $0) }
    }
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
    plots.isLogarithmic && (name == .loss || name == .gradientNorm)
  }

  private func series(_ ability: Ability) -> [PlotSeries] {
    let axis = plots.axis
    switch name {
    case .loss:
      let train = run.curves[MetricName.trainLoss]
      let smooth = train.smoothedPoints(on: axis, weight: plots.smoothing)
      let raw = PlotSeries(name: "train", role: .plotTrainRaw, points: train.points(on: axis))
      return
        (plots.smoothing > 0
        ? [raw, PlotSeries(name: "smoothed", role: .plotTrain, points: smooth)]
        : [PlotSeries(name: "train", role: .plotTrain, points: raw.points)])
        + [validation(ability)]
    case .accuracy: return [line(MetricName.validationAccuracy, .plotValidation)]
    case .gradientNorm: return [line(MetricName.gradientNorm, .plotTrain)]
    case .learningRate: return [line(MetricName.learningRate, .plotTrain)]
    }
  }

  private func line(_ metric: String, _ role: Role) -> PlotSeries {
    PlotSeries(name: metric, role: role, points: run.curves[metric].points(on: plots.axis))
  }

  /// Without colours the few validation values are dots, to be told from the training curve.
  private func validation(_ ability: Ability) -> PlotSeries {
    var series = line(MetricName.validationLoss, .plotValidation)
    if ability.colors == .none { series.shape = .dots }
    return series
  }

  private var marks: [PlotMark] {
    guard name == .loss else { return [] }
    let train = run.curves[MetricName.trainLoss]
    return plotMarks(journal: run.journal) { step in
      train.place(ofStep: step, on: plots.axis)
    }
  }

  /// The newest values, with the colours of their curves; fewer words where there is little room.
  private func legend(width: Int, _ context: RenderContext) -> Line {
    let long = legend(context, isLong: true)
    return long.columns + name.rawValue.count + 9 <= width ? long : legend(context, isLong: false)
  }

  private func legend(_ context: RenderContext, isLong: Bool) -> Line {
    let sample = isLong ? "\(context.glyphs.legend) " : ""
    func value(_ metric: String) -> String? {
      run.curves[metric].last.map { printed($0, of: metric) }
    }
    func role(_ metric: String, _ role: Role) -> Role {
      run.curves[metric].last?.isFinite == false ? .error : role
    }
    switch name {
    case .loss:
      var spans: [Span] = []
      if let train = value(MetricName.trainLoss) {
        spans.append(Span("\(sample)train \(train)", role(MetricName.trainLoss, .plotTrain)))
      }
      if let validation = value(MetricName.validationLoss) {
        if !spans.isEmpty { spans.append(Span("  ")) }
        spans.append(
          Span("\(sample)val \(validation)", role(MetricName.validationLoss, .plotValidation)))
      }
      return Line(spans)
    case .accuracy:
      return Line(value(MetricName.validationAccuracy).map { "val \($0)" } ?? "", .plotValidation)
    case .gradientNorm: return Line(value(MetricName.gradientNorm) ?? "", .plotTrain)
    case .learningRate: return Line(value(MetricName.learningRate) ?? "", .plotTrain)
    }
  }

  /// How the curves are shown, where that is not as usual.
  private var options: Line {
    var words: [String] = []
    if name == .loss, plots.smoothing > 0 {
      words.append("smooth \(fixed(plots.smoothing, decimals: 2))")
    }
    if isLogarithmic { words.append("log") }
    if plots.axis != .step { words.append("by \(plots.axis.rawValue)") }
    if plots.zoom > 0 { words.append("zoom \(1 << plots.zoom)×") }
    return Line(words.joined(separator: " · "))
  }

  private var emptyText: String {
    guard run.phase?.isFinal != true, run.link != .saved else { return "nothing was logged" }
    switch name {
    case .accuracy: return "waiting for the first evaluation…"
    case .loss where run.phase == .preparing: return "loading weights and data…"
    default: return "waiting for the first step…"
    }
  }
}
