import ThawProtocol

/// How fast a curve moved before a step and after it.
struct SlopeChange: Equatable {
  /// By how much the curve moved in 100 steps, before the step.
  var before: Double
  /// The same after it.
  var after: Double

  /// Fits a line through each side, at most to `reach` steps away; nil with under 4 values on a side.
  init?(of curve: Curve, at step: Int, reach: (before: Int, after: Int)) {
    func slope(_ steps: ClosedRange<Int>) -> Double? {
      let from = curve.index(ofStep: steps.lowerBound - 1).map { $0 + 1 } ?? 0
      let values = curve.buckets[from...].prefix { $0.step <= steps.upperBound }
        .filter { $0.mean.isFinite }
      guard values.count >= 4 else { return nil }
      let count = Double(values.count)
      let middle = values.reduce(0) { $0 + Double($1.step) } / count
      let mean = values.reduce(0) { $0 + $1.mean } / count
      var (product, square) = (0.0, 0.0)
      for value in values {
        let distance = Double(value.step) - middle
        product += distance * (value.mean - mean)
        square += distance * distance
      }
      return square > 0 ? product / square * 100 : nil
    }
    guard reach.before > 0, reach.after > 0,
      let before = slope(max(step - reach.before, 0)...step),
      let after = slope((step + 1)...(step + reach.after))
    else { return nil }
    (self.before, self.after) = (before, after)
  }
}

/// Something that was done to a run, with what the curve made of it.
struct Intervention: Equatable {
  var entry: JournalEntry
  var slopes: SlopeChange?
}

extension RunState {
  /// The steps at which something was done that leaves a mark on the curves, ascending.
  var interventionSteps: [Int] {
    Array(Set(interventions.map(\.step))).sorted()
  }

  /// What is done within so many steps, such as a thaw and its rate, changes the curve together.
  private static let actSteps = 10

  private var interventions: [JournalEntry] {
    journal.withoutUndone.filter { entry in
      switch entry.command.split(separator: " ").first {
      case "freeze", "thaw", "lr":
        if case .applied = entry.outcome { true } else { false }
      default: false
      }
    }
  }

  /// What was done at a step, and how a metric's slope changed there.
  ///
  /// Each side reaches to the next intervention that is not part of the same act, and at most 200 steps.
  func intervention(at step: Int, on metric: String) -> Intervention? {
    guard let entry = interventions.last(where: { $0.step == step }) else { return nil }
    let steps = interventionSteps
    let previous = steps.last { $0 < step - Self.actSteps } ?? 0
    let next = steps.first { $0 > step + Self.actSteps } ?? .max
    let reach = (before: min(200, step - previous), after: min(200, next - step))
    return Intervention(
      entry: entry, slopes: SlopeChange(of: curves[metric], at: step, reach: reach))
  }
}

extension RunState {
  /// The steps at which the validation split was measured, ascending; of folded stretches the first.
  var evaluationSteps: [Int] { curves[MetricName.validationLoss].buckets.map(\.step) }

  /// What the crosshair stops at when it comes near: interventions and checkpoints, ascending.
  var markedSteps: [Int] { Array(Set(interventionSteps + checkpoints.map(\.step))).sorted() }
}
