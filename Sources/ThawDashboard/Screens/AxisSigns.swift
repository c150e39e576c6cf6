import ThawCanvas
import ThawProtocol

/// Signs on the x-axis for what happens too often for lines through the curves: checkpoints, evaluations.
struct AxisSigns {
  let run: RunState
  let axis: PlotAxis

  func draw(
    on chart: LineChart, in area: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) {
    // The chart has its axis in the last two rows.
    guard area.height >= 5 else { return }
    let columns = chart.columns(in: area)
    let evaluations = run.evaluationSteps.compactMap { column(of: $0, among: columns) }
    // Signs that nearly touch would hide the axis and its ticks.
    if evaluations.count * 4 <= columns.count {
      for column in evaluations {
        buffer.put(
          context.glyphs.mark, x: column, y: area.bottom - 2, style: context[.plotValidation],
          clip: area)
      }
    }
    for checkpoint in run.checkpoints {
      guard let column = column(of: checkpoint.step, among: columns) else { continue }
      buffer.put(
        context.glyphs.checkpoint, x: column, y: area.bottom - 2, style: context[.success],
        clip: area)
    }
  }

  private func column(of step: Int, among columns: [(column: Int, x: Double)]) -> Int? {
    guard let x = run.curves[MetricName.trainLoss].place(ofStep: step, on: axis),
      let first = columns.first, let last = columns.last, last.x > first.x, x >= first.x,
      x <= last.x
    else { return nil }
    let share = (x - first.x) / (last.x - first.x)
    return first.column + Int((share * Double(last.column - first.column)).rounded())
  }
}

extension RunState {
  /// The steps at which the validation split was measured, ascending; of folded stretches the first.
  var evaluationSteps: [Int] { curves[MetricName.validationLoss].buckets.map(\.step) }

  /// What the crosshair stops at when it comes near: interventions and checkpoints, ascending.
  var markedSteps: [Int] { Array(Set(interventionSteps + checkpoints.map(\.step))).sorted() }
}
