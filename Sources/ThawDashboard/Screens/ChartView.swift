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
    let series = series.filter { !$0.points.isEmpty }
    guard let whole = span(of: series) else {
      Line(emptyText, .muted, alignment: .center)
        .render(in: inner.row(inner.height / 2), into: &buffer, context: context)
      return
    }
    let chart = LineChart(
      series: series, marks: marks, xRange: plots.view(of: whole),
      yScale: isLogarithmic ? .logarithmic : .linear, xFormat: plots.axis.format,
      yFormat: name == .accuracy ? .percent : .number)
    chart.render(
      in: inner.inset(by: Insets(left: 1, right: 1)), into: &buffer, context: context)
  }

  private var isLogarithmic: Bool {
    plots.isLogarithmic && (name == .loss || name == .gradientNorm)
  }

  private var series: [PlotSeries] {
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
        + [line(MetricName.validationLoss, .plotValidation)]
    case .accuracy: return [line(MetricName.validationAccuracy, .plotValidation)]
    case .gradientNorm: return [line(MetricName.gradientNorm, .plotTrain)]
    case .learningRate: return [line(MetricName.learningRate, .plotTrain)]
    }
  }

  private func line(_ metric: String, _ role: Role) -> PlotSeries {
    PlotSeries(name: metric, role: role, points: run.curves[metric].points(on: plots.axis))
  }

  private var marks: [PlotMark] {
    guard name == .loss else { return [] }
    let train = run.curves[MetricName.trainLoss]
    return plotMarks(journal: run.journal, checkpoints: run.checkpoints) { step in
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
    switch name {
    case .loss:
      var spans: [Span] = []
      if let train = value(MetricName.trainLoss) {
        spans.append(Span("\(sample)train \(train)", .plotTrain))
      }
      if let validation = value(MetricName.validationLoss) {
        if !spans.isEmpty { spans.append(Span(" \(context.glyphs.separator) ", .muted)) }
        spans.append(Span("\(sample)val \(validation)", .plotValidation))
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
