import Foundation
import ThawStore

/// How fast thaw trains beside PyTorch, both doing the same work to the same losses.
struct TrainingSpeed {
  /// By how much the first losses may differ, relatively.
  ///
  /// The first one shows weights, pictures and order to be the same. The others show gradients and
  /// updates to be; AdamW moves a weight by its gradient's sign at first, however small that is, so
  /// what kernels round differently grows faster there.
  private static let tolerances = [1e-5, 1e-3, 1e-3]

  let workbench: Workbench
  let rounds: Int
  let threads: Int

  /// Both take turns, so that what else the machine does hits both alike.
  func measure() throws -> [Measurement] {
    let torch = try PyTorchTraining(threads: threads)
    let weights = Self.weights
    guard FileManager.default.fileExists(atPath: weights) else {
      throw Workbench.Missing(description: "there are no weights at \(weights): make prepare")
    }
    return try workbench.withScratchFolder { folder in
      let thaw = ThawTraining(
        program: workbench.program, library: SessionLibrary(folder: folder))
      return try FineTune.all.flatMap { task in
        StandardError.line("  \(task.name), \(rounds) rounds of thaw and PyTorch")
        return try measure(task, thaw, torch, weights)
      }
    }
  }

  private func measure(
    _ task: FineTune, _ thaw: ThawTraining, _ torch: PyTorchTraining, _ weights: String
  ) throws -> [Measurement] {
    let recipe = try task.recipe(threads: threads)
    var ours: [ThawTraining.Outcome] = []
    var theirs: [TrainedSteps] = []
    for round in 0..<rounds {
      func takeOurs() throws {
        ours.append(try thaw.run(recipe, name: "\(task.name)-\(round)"))
      }
      if round.isMultiple(of: 2) { try takeOurs() }
      theirs.append(try torch.run(recipe, trainableRows: task.trainableRows, weights: weights))
      if !round.isMultiple(of: 2) { try takeOurs() }
    }
    let differences = zip(ours[0].steps.losses, theirs[0].losses).map { abs($0 - $1) / abs($1) }
    for (difference, tolerance) in zip(differences, Self.tolerances)
    where !(difference <= tolerance) {
      throw Workbench.Missing(
        description: "\(task.name): a loss differs by \(difference), so the work is not the same")
    }
    let difference = differences.prefix(Self.tolerances.count).max() ?? .nan
    let note =
      "\(torch.description); \(threads) threads, batches of \(recipe.run.batch), "
      + "\(recipe.data.size) pixels; both read the same pictures in the same order"
    return task.stretches.flatMap { stretch in
      let batch = recipe.run.batch
      let own = ours.map { $0.steps.samplesPerSecond(over: stretch.epochs, batch: batch) }
      let other = theirs.map { $0.samplesPerSecond(over: stretch.epochs, batch: batch) }
      var notes = [
        note,
        "\(task.name): the first losses agree within \(String(format: "%.1g", difference))",
      ]
      if stretch.needsCache, !ours.allSatisfy(\.usedCache) {
        notes.append(
          "\(stretch.name): this thaw keeps no outputs of frozen rows; they are computed anew")
      }
      return [
        Measurement(what: "\(stretch.name): thaw", unit: "samples/s", values: own),
        Measurement(what: "\(stretch.name): PyTorch", unit: "samples/s", values: other),
        Measurement(
          what: "\(stretch.name): ratio", unit: "×", values: zip(own, other).map { $0 / $1 },
          goal: .atLeast(stretch.goal), notes: notes),
      ]
    }
  }

  /// The released weights, where thaw keeps them.
  private static var weights: String { "\(Workbench.cache)/weights/efficientnet-lite0.pth" }
}
