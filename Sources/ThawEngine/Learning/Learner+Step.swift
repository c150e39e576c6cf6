import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor

/// What a step did.
struct StepReport {
  /// How many samples it trained on.
  var samples: Int
  /// How many rows, from the input, were not computed because their output was kept.
  var keptRows = 0
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
  /// The order is: forward and backward of each of the step's batches, measure, clip, update, drop the gradients. Where the loss or a
  /// gradient is not finite nothing moves, neither a weight nor a statistic nor a moment; the step counts all the same, so that
  /// the next one trains on the next batch.
  ///
  /// - Throws: `WaitGivenUp` where the data did not come and ``dataWatch`` gave up, or what libtorch or the data source says. Unless
  ///   ``completedSteps`` counts the step, nothing has changed, and it can be taken again.
  func takeStep(_ step: Int, rate: Double) throws -> StepReport {
    completedSteps = step
    activations.dropStale()
    let rows = trainableRows
    model.setTraining(true, frozenRows: Set(mask.rows.indices).subtracting(rows))
    try buffers.remember(rows)
    defer { model.setTraining(false, frozenRows: []) }

    let start = position
    do { return try advance(from: step, rate: rate, rows) } catch {
      // Once the weights have moved there is no way back.
      guard completedSteps == step else { throw error }
      try dropGradients()
      try buffers.restore(rows)
      if position != start { training.seek(epoch: start.epoch, batch: start.batch) }
      throw error
    }
  }

  private func advance(from step: Int, rate: Double, _ rows: [Int]) throws -> StepReport {
    let window = try accumulate(step)
    var report = StepReport(
      samples: window.samples, keptRows: window.last.keptRows,
      values: [MetricName.learningRate: rate, MetricName.trainLoss: window.loss])
    if activations.isKeeping(.training) {
      report.values[MetricName.cacheHitRate] = window.hitRate
    }
    let norms = window.loss.isFinite ? try meter.gradientNorms(of: rows) : []
    guard window.loss.isFinite, norms.allSatisfy(\.isFinite) else {
      report.problem = try problem(
        loss: window.loss, norms, rows, window.last, number: window.number, step: step)
      try dropGradients()
      try buffers.restore(rows)
      completedSteps = step + 1
      return report
    }
    let norm = norms.reduce(0) { $0 + $1 * $1 }.squareRoot()
    report.values[MetricName.gradientNorm] = norm
    try gradientSums?.add(
      optimizer.parameters, at: rows.flatMap { model.rows[$0].parameters })
    if let clip = regimen.clip {
      try Tensor.clipGradientNorm(of: parameters(of: rows), to: clip)
    }
    let moved = try optimizer.step(rates: rates(at: step, rate: rate))
    completedSteps = step + 1
    let measures = try meter.measures(
      of: rows, gradientNorms: norms,
      moved: rows.map { model.rows[$0].parameters.map { moved[$0] } })
    for (row, measure) in zip(rows, measures) {
      let name = mask.rows[row].name
      report.values[MetricName.rowGradientNorm(name)] = measure.gradientNorm
      report.values[MetricName.rowRelativeGradient(name)] = measure.relativeGradient
      report.values[MetricName.rowUpdateRatio(name)] = measure.updateRatio
      report.values[MetricName.rowDrift(name)] = measure.drift
    }
    try dropGradients()
    return report
  }

  /// A step's batches: their mean loss, their samples, the share whose outputs were kept, and the last of them with its number.
  private typealias Window = (
    loss: Double, samples: Int, hitRate: Double, last: StepInput, number: Int
  )

  /// Adds up the gradients of a step's batches, each with its share of the step.
  ///
  /// Stops at a loss that is not finite, which is then the step's.
  private func accumulate(_ step: Int) throws -> Window {
    let count = regimen.accumulation.batches
    var (sum, samples, hits) = (0.0, 0, 0.0)
    for index in 0..<count {
      guard let input = try nextInput(of: .training) else {
        preconditionFailure("a shuffled loader has no end")
      }
      // Dropout depends on seed, step and batch alone: no evaluation, pause or resume in between can shift it.
      RandomGenerator.current.seed(stepSeed(recipe.run.seed, step, batch: index))
      let loss = try loss(of: input)
      samples += input.count
      hits += input.wasKept ? 1 : 0
      guard loss.value.isFinite else {
        return (loss.value, samples, hits / Double(index + 1), input, index)
      }
      // One batch is left as it is, so that its gradients are the same bits as without accumulation.
      try (count == 1 ? loss.tensor : loss.tensor * (1 / Double(count))).backward()
      sum += loss.value
      if index == count - 1 {
        return (sum / Double(count), samples, hits / Double(count), input, index)
      }
    }
    preconditionFailure("a step takes at least one batch")
  }

  /// Runs the rows from the first that trains on.
  private func loss(of input: StepInput) throws -> (tensor: Tensor, value: Double) {
    let loss = try model.forward(input.features, rows: mask.firstTrainable..<model.rows.count)
      .crossEntropy(targets: input.labels)
    return (loss, try loss.item())
  }

  /// The rate of each parameter: the schedule's, times its row's factor, times the row's ramp.
  private func rates(at step: Int, rate: Double) -> [Double] {
    var rates = [Double](repeating: 0, count: model.parameters.count)
    for (index, row) in model.rows.enumerated() {
      let factor = mask.rateFactor(of: index, at: step, rampSteps: recipe.optimizer.rampSteps)
      for parameter in row.parameters {
        rates[parameter] = rate * regimen.rowFactors[index] * factor
      }
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
func stepSeed(_ seed: UInt64, _ step: Int, batch: Int = 0) -> UInt64 {
  if batch > 0 { return stepSeed(stepSeed(seed, step), batch) }
  var mixed = seed &+ UInt64(step + 1) &* 0x9E37_79B9_7F4A_7C15
  mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
  return mixed ^ (mixed >> 31)
}
