import ThawProtocol

extension ChartGrid {
  /// The charts of a run that another tool logged: the usual ones that it has, then its own metrics, those
  /// with a better and a worse first.
  ///
  /// One that says no more than the losses' comes last, one without a value not at all.
  init(for curves: CurveSet) {
    let usual = ChartGrid().charts
    let known = usual.filter { chart in
      chart == .loss
        ? curves.contains(MetricName.trainLoss) || curves.contains(MetricName.validationLoss)
        : curves.contains(chart.metric)
    }
    let own = curves.charts.filter { $0 != .loss && !usual.contains($0) }
    func hasDirection(_ chart: ChartName) -> Bool {
      MetricDefinition(named: chart.metric).direction != .neutral
    }
    let losses = own.filter { MetricDefinition(named: $0.metric).direction == .lowerIsBetter }
    let rest =
      own.filter { hasDirection($0) && !losses.contains($0) } + own.filter { !hasDirection($0) }
    let first = known.contains(.loss) ? [.loss] : losses
    let twice = ChartName.metric(MetricName.validationLoss)
    let wanted = (first + known.filter { $0 != .loss } + losses + rest).filter { $0 != twice }
    let charts = (wanted + own.filter { $0 == twice }).reduce(into: [ChartName]()) {
      charts, chart in
      if !charts.contains(chart), charts.count < usual.count { charts.append(chart) }
    }
    if !charts.isEmpty { self.charts = charts }
  }
}
