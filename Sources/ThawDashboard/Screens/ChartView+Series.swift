import ThawCanvas
import ThawProtocol

extension ChartView {
  /// The metrics whose curves it shows.
  var metrics: [String] {
    name == .loss ? [MetricName.trainLoss, MetricName.validationLoss] : [name.metric]
  }

  /// The curves from back to front, those without a point left out.
  func series(_ ability: Ability) -> [PlotSeries] {
    let future = name == .learningRate ? [futureRate] : []
    return (future + metrics.flatMap(abandoned) + metrics.flatMap { curves(of: $0, ability) })
      .filter { !$0.points.isEmpty }
  }

  /// Whether it shows what was taken back.
  var hasAbandoned: Bool { metrics.contains { run.abandoned[$0]?.isEmpty == false } }

  /// What was taken back: a grey line, the average where the curve that counts has one, for its values would be lost
  /// behind those that took their place.
  ///
  /// A branch that diverged must not press the curve that counts flat.
  private func abandoned(_ metric: String) -> [PlotSeries] {
    let isSmoothed = run.curves[metric].isSmoothed
    return (run.abandoned[metric] ?? []).map { branch in
      var curve = Curve(branch)
      curve.samplesPerStep = run.curves.samplesPerStep
      let weight = isSmoothed ? plots.smoothing : 0
      var series = PlotSeries(
        name: "abandoned", role: .muted,
        points: isSmoothed
          ? curve.smoothedPoints(on: plots.axis, weight: weight) : curve.points(on: plots.axis))
      series.isInScale = false
      return series
    }
  }

  /// A metric's curve; where single batches make it noisy, its average before it.
  private func curves(of metric: String, _ ability: Ability) -> [PlotSeries] {
    let curve = run.curves[metric]
    let role = name.role(of: metric)
    let points = curve.points(on: plots.axis)
    guard curve.isSmoothed else {
      return [
        PlotSeries(
          name: metric, role: role, points: points, bead: name.bead(of: metric, ability.glyphs))
      ]
    }
    return [
      PlotSeries(name: metric, role: .plotTrainRaw, points: points, isBackdrop: true),
      PlotSeries(
        name: "smoothed", role: role,
        points: curve.smoothedPoints(on: plots.axis, weight: curve.smoothing)),
    ]
  }

  /// The rate of the steps to come, where the engine has told it.
  private var futureRate: PlotSeries {
    var points: [PlotPoint] = []
    if run.isGrowing, let regimen = run.regimen {
      let ruler = run.curves.ruler
      points = futureRates(of: regimen, from: run.step, count: 200).compactMap { point in
        ruler.place(ofFutureStep: Int(point.x), on: plots.axis).map {
          PlotPoint(x: $0, y: point.mid)
        }
      }
    }
    return PlotSeries(
      name: "to come", role: .plotTrainRaw, points: points, shape: .dots, isBackdrop: true)
  }
}

extension ChartName {
  /// The colour of a metric's curve.
  func role(of metric: String) -> Role {
    metric.hasPrefix("val/") ? .plotValidation : .plotTrain
  }

  /// What tells the curve of a metric from the others in the chart where colours do not.
  func bead(of metric: String, _ glyphs: Glyphs) -> Character? {
    self == .loss && metric == MetricName.validationLoss ? glyphs.mark : nil
  }
}
