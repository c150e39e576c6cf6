import ThawCanvas
import ThawProtocol

extension DashboardState {
  /// Whether the keys go to a chart.
  var hasFocusedChart: Bool { screen == .live && (pane == .charts || isChartEnlarged) }

  /// Moves the crosshair by columns of the screen; the first time it appears at the edge.
  mutating func moveCrosshair(by columns: Int) {
    guard let curve = crosshairCurve, let steps = stepsInView(of: curve) else { return }
    let area = LiveLayout(self).charts.first { $0.slot == grid.focus }?.area
    let width = max(16, (area?.width ?? size.width) - 12)
    let stride = max(1, (steps.upperBound - steps.lowerBound) / width)
    guard let cursor = plots.cursor else {
      return placeCrosshair(at: columns < 0 ? steps.upperBound : steps.lowerBound, on: curve)
    }
    placeCrosshair(at: cursor + columns * stride, on: curve, snappingWithin: stride / 2)
  }

  /// Moves the crosshair to the next freeze, thaw or learning rate, or the one before.
  mutating func moveCrosshairToIntervention(by distance: Int) {
    guard let run, let curve = crosshairCurve else { return }
    let steps = run.interventionSteps
    let cursor = plots.cursor ?? (distance > 0 ? -1 : .max)
    guard
      let next = distance > 0
        ? steps.first(where: { $0 > cursor }) : steps.last(where: { $0 < cursor })
    else {
      toast(
        .information,
        steps.isEmpty ? "nothing was frozen, thawed or changed yet" : "no further intervention")
      return
    }
    focusCharts()
    placeCrosshair(at: next, on: curve)
  }

  /// Puts the crosshair on a step, or as near to it as there are values.
  mutating func placeCrosshair(atStep step: Int) {
    guard let curve = crosshairCurve else { return }
    placeCrosshair(at: step, on: curve)
  }

  /// Puts the crosshair under the mouse; false where there is no curve.
  mutating func placeCrosshair(atColumn x: Int, in chart: LiveLayout.Chart) -> Bool {
    guard let run, let curve = crosshairCurve,
      let place = ChartView(chart.name, of: run, plots, ChartMarks(of: run, on: plots.axis))
        .place(atColumn: x, in: chart.area),
      let step = curve.step(nearest: place, on: plots.axis), let steps = stepsInView(of: curve)
    else { return false }
    let stride = (steps.upperBound - steps.lowerBound) / max(16, chart.area.width - 12)
    placeCrosshair(at: step, on: curve, snappingWithin: max(1, stride))
    return true
  }

  /// The place of a step in the whole, as a share; nil without a curve.
  func share(ofStep step: Int) -> Double? {
    guard let curve = crosshairCurve, let whole = curve.span(on: plots.axis),
      let place = curve.place(ofStep: step, on: plots.axis), whole.upperBound > whole.lowerBound
    else { return nil }
    return (place - whole.lowerBound) / (whole.upperBound - whole.lowerBound)
  }

  private var crosshairCurve: Curve? {
    guard let curve = run?.curves.ruler, !curve.buckets.isEmpty else { return nil }
    return curve
  }

  private func stepsInView(of curve: Curve) -> ClosedRange<Int>? {
    guard let whole = curve.span(on: plots.axis) else { return nil }
    let view = plots.view(of: whole)
    guard let low = curve.step(nearest: view.lowerBound, on: plots.axis),
      let high = curve.step(nearest: view.upperBound, on: plots.axis), low <= high
    else { return nil }
    return low...high
  }

  private mutating func placeCrosshair(
    at step: Int, on curve: Curve, snappingWithin reach: Int = 0
  ) {
    guard let first = curve.buckets.first, let last = curve.buckets.last else { return }
    let near = run?.markedSteps.min { abs($0 - step) < abs($1 - step) }
    let wanted = near.flatMap { abs($0 - step) <= reach ? $0 : nil } ?? step
    let cursor = min(max(wanted, first.step), last.lastStep)
    plots.cursor = cursor
    if let share = share(ofStep: cursor) { plots.reveal(min(max(share, 0), 1)) }
  }
}
