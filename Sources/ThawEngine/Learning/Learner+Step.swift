import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor

/// What a step did.
struct StepReport {
  /// How many samples it trained on.
  var samples: Int
  /// Its metrics by name.
  var values: [String: Double]
  /// Set where the loss or a gradient was not finite; the step then changed nothing.
  var problem: StepProblem?
}

/// A loss or gradient that is NaN or infinite, and where it comes from.
struct StepProblem: Equatable {
  /// The row in which it appeared first, where one can be named.
  var row: String?
  /// What appeared, at which step and where.
  var message: String
}

extension Learner {
  /// Takes the step that follows `step` completed ones, at a learning rate.
  ///
  /// The order is: forward, backward, measure, clip, update, drop the gradients. Where the loss or a
  /// gradient is not finite nothing moves, neither a weight nor a statistic nor a moment; the step counts all the same, so that
  /// the next one trains on the next batch.
  ///
  /// - Throws: What libtorch or the data source says; the run cannot go on then.
  func takeStep(_ step: Int, rate: Double) throws -> StepReport {
    completedSteps = step
    defer { completedSteps = step + 1 }
    activations.dropStale()
    let rows = trainableRows
    model.setTraining(true, frozenRows: Set(mask.rows.indices).subtracting(rows))
    guard let input = try nextInput(of: .training) else {
      preconditionFailure("a shuffled loader has no end")
    }
    // Dropout depends on seed and step alone: no evaluation, pause or resume in between can shift it.
    RandomGenerator.current.seed(stepSeed(recipe.run.seed, step))
    try buffers.remember(rows)
    defer { model.setTraining(false, frozenRows: []) }

    let loss = try loss(of: input)
    var report = StepReport(
      samples: input.count,
      values: [MetricName.learningRate: rate, MetricName.trainLoss: loss.value])
    if activations.isKeeping(.training) {
      report.values[MetricName.cacheHitRate] = input.wasKept ? 1 : 0
    }
    if loss.value.isFinite { try loss.tensor.backward() }
    let norms = loss.value.isFinite ? try meter.gradientNorms(of: rows) : []
    guard loss.value.isFinite, norms.allSatisfy(\.isFinite) else {
      report.problem = try problem(loss: loss.value, norms, rows, input, step: step)
      try dropGradients()
      try buffers.restore(rows)
      return report
    }
    let norm = norms.reduce(0) { $0 + $1 * $1 }.squareRoot()
    report.values[MetricName.gradientNorm] = norm
    if let clip = recipe.optimizer.clip {
      try Tensor.clipGradientNorm(of: parameters(of: rows), to: clip)
    }
    try meter.rememberWeights(of: rows)
    try optimizer.step(rates: rates(at: step, rate: rate))
    for (row, measure) in zip(rows, try meter.measures(of: rows, gradientNorms: norms)) {
      let name = mask.rows[row].name
      report.values[MetricName.rowGradientNorm(name)] = measure.gradientNorm
      report.values[MetricName.rowUpdateRatio(name)] = measure.updateRatio
      report.values[MetricName.rowDrift(name)] = measure.drift
    }
    try dropGradients()
    return report
  }

  /// Runs the rows from the first that trains on.
  private func loss(of input: StepInput) throws -> (tensor: Tensor, value: Double) {
    let loss = try model.forward(input.features, rows: mask.firstTrainable..<model.rows.count)
      .crossEntropy(targets: input.labels)
    return (loss, try loss.item())
  }

  /// The rate of each parameter: the schedule's, times the recipe's for its row, times the row's ramp.
  private func rates(at step: Int, rate: Double) -> [Double] {
    var rates = [Double](repeating: 0, count: model.parameters.count)
    for (index, row) in model.rows.enumerated() {
      let factor = mask.rateFactor(of: index, at: step, rampSteps: recipe.optimizer.rampSteps)
      for parameter in row.parameters { rates[parameter] = rate * rowRates[index] * factor }
    }
    return rates
  }

  private func parameters(of rows: [Int]) -> [Tensor] {
    rows.flatMap { model.rows[$0].parameters.map { model.parameters[$0].tensor } }
  }

  private func dropGradients() throws {
    try Tensor.undefineGradients(of: optimizer.parameters)
  }
}

/// A seed for each step of a run; neighbouring steps get unlike ones (SplitMix64's finaliser).
func stepSeed(_ seed: UInt64, _ step: Int) -> UInt64 {
  var mixed = seed &+ UInt64(step + 1) &* 0x9E37_79B9_7F4A_7C15
  mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
  return mixed ^ (mixed >> 31)
}
