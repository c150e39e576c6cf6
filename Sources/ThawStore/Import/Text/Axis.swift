/// What a column or key tells of its row, other than a metric; by the names that tools use.
enum Axis {
  case step
  case epoch
  case time

  init?(_ name: String) {
    switch name.lowercased().replacing(" ", with: "_") {
    case "step", "_step", "global_step", "iteration", "iter", "trainer/global_step": self = .step
    case "epoch": self = .epoch
    case "time", "_timestamp", "timestamp", "wall_time", "_runtime", "relative_time": self = .time
    default: return nil
    }
  }
}

/// A row of numbers that is turned into points.
struct PointRow {
  var step: Double?
  var epoch: Double?
  var time: Double?
  var values: [(name: String, value: Double)] = []

  /// Takes a number for what its name says.
  mutating func add(_ number: Double, named name: String) {
    switch Axis(name) {
    case .step: step = number
    case .epoch: epoch = number
    case .time: time = number
    case nil: values.append((name, number))
    }
  }

  /// Adds the row; without a step of its own it gets `number`.
  func append(to table: inout PointTable, number: Int) {
    let step =
      step.flatMap { Int(exactly: $0.rounded()) }
      .flatMap { TickColumns.possibleSteps.contains($0) ? $0 : nil } ?? number
    // Times with thirteen digits are milliseconds.
    let time = time.map { $0 > 1e11 ? $0 / 1000 : $0 } ?? 0
    for (name, value) in values {
      let metric = table.metric(name)
      table.append(
        .init(metric: metric, step: step, epoch: epoch ?? .nan, time: time, value: value))
    }
  }
}
