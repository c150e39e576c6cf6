import ThawProtocol
import ThawStore

/// How long a run is and when it measures and saves, in steps.
struct RunPlan: Equatable, Sendable {
  /// Steps in one pass over the training split.
  private(set) var stepsPerEpoch: Int
  /// The step at which the run ends.
  private(set) var totalSteps: Int
  private let run: Recipe.Run
  private var evaluateEvery: Int { run.evaluateEvery ?? stepsPerEpoch }

  init(_ run: Recipe.Run, batchesPerEpoch: Int) {
    let accumulation = Accumulation(batches: run.accumulate, batchesPerEpoch: batchesPerEpoch)
    self.run = run
    stepsPerEpoch = accumulation.stepsPerEpoch
    let epochs = run.epochs.map(accumulation.step(afterEpochs:))
    totalSteps = max(1, min(epochs ?? .max, run.steps ?? .max, RunLength.longest))
  }

  /// The plan with what commands made of the run's length and its batches a step.
  func following(_ regimen: Regimen) -> RunPlan {
    var plan = self
    plan.totalSteps = regimen.totalSteps
    plan.stepsPerEpoch = regimen.accumulation.stepsPerEpoch
    return plan
  }

  /// Whether the validation split is due after `step` completed steps: at the cadence, and at both ends.
  func evaluates(after step: Int) -> Bool {
    step == totalSteps || step.isMultiple(of: evaluateEvery)
  }

  /// How often the validation split is yet to be measured after `step` completed steps, now included.
  func evaluations(after step: Int) -> Int {
    1 + max(0, totalSteps - step + evaluateEvery - 1) / evaluateEvery
  }

  /// Whether a checkpoint is due after `step` completed steps: at the cadence; the last is the end's.
  func checkpoints(after step: Int) -> Bool {
    guard let checkpointEvery = run.checkpointEvery, step > 0, step < totalSteps else {
      return false
    }
    return step.isMultiple(of: checkpointEvery)
  }
}

extension Recipe.Method {
  /// The indices of the rows that train from the first step.
  ///
  /// - Throws: ``ToggleRefusal`` where a pattern names no row, or none is left to train.
  func trainableRows(in names: [String]) throws(ToggleRefusal) -> Set<Int> {
    let rows: Set<Int>
    switch self {
    case .all: rows = Set(names.indices)
    case .head: rows = Set(names.indices.suffix(1))
    case .last(let count): rows = Set(names.indices.suffix(count))
    case .rows(let patterns):
      do { rows = Set(try RowPattern.indices(of: patterns, in: names)) } catch {
        throw .noSuchRow(error.message)
      }
    }
    guard !rows.isEmpty else { throw .nothingLeftToTrain }
    return rows
  }
}
