import Foundation
import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor

@testable import ThawEngine

/// A learner of a small model on synthetic pictures, driven step by step as the engine drives it.
struct Rig {
  let learner: Learner
  var control: RunControl
  var step: Int

  /// Starts, or goes on from a checkpoint folder.
  init(
    _ optimizer: Recipe.Optimizer, method: Recipe.Method = .all, samples: Int = 40, batch: Int = 8,
    steps: Int = 60, accumulate: Int = 1, flip: Bool = true, cache: Recipe.Cache = .init(),
    spillFolder: URL? = nil,
    source: (any ImageSource)? = nil, model: (any Model)? = nil, from checkpoint: URL? = nil
  ) throws {
    try TorchRuntime.setThreads(1)
    let recipe = Recipe(
      model: .init(architecture: "tiny", weights: "random"),
      data: .init(source: .folder(.init(path: "")), size: 16, validation: 0.2, flip: flip),
      method: method, optimizer: optimizer,
      run: .init(batch: batch, steps: steps, seed: 11, accumulate: accumulate), cache: cache)
    let dataset = try ImageDataset(
      source ?? SyntheticImages(count: samples), validationShare: 0.2, seed: recipe.run.seed)
    let model = try model ?? TinyModel(classes: 3, seed: recipe.run.seed)
    let learner = try Learner(recipe: recipe, model: model, dataset: dataset)
    learner.activations.folder = spillFolder
    let state = try checkpoint.map { try learner.restore(from: $0) }
    let mask = state?.mask ?? learner.initialMask
    try learner.begin(with: mask, proof: state?.proof)
    self.learner = learner
    control = RunControl(
      mask: mask,
      regimen: state?.regimen(for: learner.initialRegimen) ?? learner.initialRegimen)
    step = state?.step ?? 0
  }

  /// Applies a command between two steps.
  mutating func apply(_ command: Command) throws {
    _ = control.decide(Request(id: UUID().uuidString, command: command), at: step)
    try learner.follow(control.mask, at: step)
  }

  /// Takes a step.
  @discardableResult
  mutating func takeStep() throws -> StepReport {
    learner.follow(control.regimen)
    let report = try learner.takeStep(step, rate: control.schedule.rate(at: step))
    step += 1
    return report
  }

  /// Takes the steps up to one, applying the script's commands before the step they stand at.
  mutating func train(
    to end: Int, script: [Int: [Command]] = [:]
  ) throws -> [[String: Double]] {
    var values: [[String: Double]] = []
    while step < end {
      for command in script[step] ?? [] { try apply(command) }
      values.append(try takeStep().values)
    }
    return values
  }

  /// Writes a checkpoint as the engine does.
  func save(to folder: URL) throws {
    try learner.save(
      to: folder,
      CheckpointState(
        step: step, epoch: learner.epoch, position: learner.position, seed: 11,
        samples: learner.trainingSamples, batch: learner.recipe.run.batch,
        classes: learner.dataset.classes, mask: control.mask,
        scheduleScale: control.schedule.scale, journalEntries: 0, time: 0,
        regimen: control.regimen, firstRegimen: learner.initialRegimen,
        proof: learner.proof))
  }

  /// All of the model and the optimizer, by name.
  func everything() throws -> [String: StoredTensor] {
    let model = try learner.model.export()
    let moments = try learner.optimizer.stored(names: learner.model.parameters.map(\.name))
    return Dictionary(uniqueKeysWithValues: (model + moments).map { ($0.name, $0) })
  }
}

extension Recipe.Optimizer {
  /// The optimizers that every promise about freezing is tested with.
  static let tested: [Recipe.Optimizer] = [
    Recipe.Optimizer(
      name: .sgd, learningRate: 0.05, weightDecay: 0, momentum: 0.9, rampSteps: 4),
    Recipe.Optimizer(
      name: .sgd, learningRate: 0.05, weightDecay: 0.1, momentum: 0, rampSteps: 4),
    Recipe.Optimizer(name: .adamw, learningRate: 1e-3, weightDecay: 0.1, rampSteps: 4),
  ]
}
