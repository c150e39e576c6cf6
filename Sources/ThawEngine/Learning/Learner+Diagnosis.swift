import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor

extension Learner {
  /// Finds where a loss or gradient that is not finite comes from.
  ///
  /// Looks at what the rows hold, then at what each gives for the batch, then at the gradients, which flow from the
  /// last row to the first.
  func problem(
    loss: Double, _ norms: [Double], _ rows: [Int], _ input: StepInput, number: Int, step: Int
  ) throws -> StepProblem {
    func found(_ what: String, _ row: Int?, _ part: String) -> StepProblem {
      let name = row.map { mask.rows[$0].name }
      let place = name.map { "; first in \(part) of \($0)" } ?? "; \(part)"
      return StepProblem(row: name, message: "\(what) at step \(step + 1)\(place)")
    }
    let what =
      loss.isFinite ? "a gradient is not finite" : "loss is \(loss.isNaN ? "NaN" : "infinite")"
    for index in model.rows.indices where try !holdsFinite(index) {
      return found(what, index, "the weights")
    }
    guard !loss.isFinite else {
      let last = zip(rows, norms).reversed().first { !$0.1.isFinite }
      return found(what, last?.0, "the gradients")
    }
    let images = try training.batch(of: input.samples, epoch: input.epoch).images
    guard try images.isFinite() else { return found(what, nil, "the images hold it") }
    // In the mode and with the draws of the step itself, or it might not appear again.
    RandomGenerator.current.seed(stepSeed(recipe.run.seed, step, batch: number))
    return try withoutGradients {
      var x = images
      for index in model.rows.indices {
        x = try model.forward(x, rows: index..<index + 1)
        guard try x.isFinite() else { return found(what, index, "the outputs") }
      }
      return found(what, nil, "every row's output is finite")
    }
  }

  private func holdsFinite(_ row: Int) throws -> Bool {
    for index in model.rows[row].parameters {
      guard try model.parameters[index].tensor.isFinite() else { return false }
    }
    for index in model.rows[row].buffers {
      guard try model.buffers[index].tensor.isFinite() else { return false }
    }
    return true
  }
}
