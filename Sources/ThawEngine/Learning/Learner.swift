import Foundation
import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor

/// A model, its optimizer and its data: takes steps, follows a freeze mask, saves and restores.
///
/// Lives on one thread. Between two of its methods no gradient is defined and no graph is alive, so that
/// a mask may be followed between any two.
final class Learner {
  let recipe: Recipe
  let model: any Model
  let optimizer: Optimizer
  let plan: RunPlan
  let dataset: ImageDataset
  /// The mask that the recipe starts with.
  let initialMask: FreezeMask
  /// The mask that the tensors are in.
  private(set) var mask: FreezeMask

  let training: BatchLoader
  let validation: BatchLoader?
  let meter: RowMeter
  /// The regimen that the recipe starts with.
  let initialRegimen: Regimen
  /// The regimen that steps are taken with.
  private(set) var regimen: Regimen
  /// The gradients since the last look of ``FrontFirst``; nil while that rule is not in force.
  var gradientSums: GradientSums?
  let buffers: BufferGuard
  var proof = FrozenProof()
  let activations: ActivationCache
  /// Steps completed, as far as a step or a checkpoint told.
  var completedSteps = 0

  /// Puts a learner together around a model and data; all rows train until ``begin(with:)``.
  ///
  /// - Throws: ``StartError/method(_:)``, ``StartError/rates(_:)``, or why the data cannot be loaded.
  init(recipe: Recipe, model: any Model, dataset: ImageDataset) throws {
    self.recipe = recipe
    self.model = model
    self.dataset = dataset
    let names = model.rows.map(\.name)
    do {
      initialMask = FreezeMask(
        names: names, trainable: try recipe.method.trainableRows(in: names),
        ties: model.tiedRows)
    } catch { throw StartError.method(error.description) }
    mask = FreezeMask(names: names, trainable: Set(names.indices))

    let input = ThawData.Preprocessing(model.preprocessing, size: recipe.data.size)
    let pictureBytes = min(BatchLoader.pictureBytes, (FreeMemory.bytes() ?? .max) / 8)
    training = try BatchLoader(
      dataset.training, batchSize: recipe.run.batch, order: .shuffled, seed: recipe.run.seed,
      preprocessing: input,
      augmentation: Augmentation(flip: recipe.data.flip, crop: recipe.data.crop),
      draws: recipe.cache.draws, cacheBytes: pictureBytes)
    validation =
      dataset.validation.count == 0
      ? nil
      : try BatchLoader(
        dataset.validation, batchSize: recipe.run.batch, order: .sequential,
        seed: recipe.run.seed, preprocessing: input, cacheBytes: pictureBytes)
    plan = RunPlan(recipe.run, batchesPerEpoch: training.batchesPerEpoch)
    initialRegimen = try Regimen(
      recipe, plan: plan, batchesPerEpoch: training.batchesPerEpoch, mask: initialMask)
    regimen = initialRegimen
    optimizer = try Optimizer(
      model.parameters.map(\.tensor), rule: UpdateRule(recipe.optimizer))
    meter = try RowMeter(
      rows: model.rows.map { row in row.parameters.map { model.parameters[$0].tensor } })
    buffers = try BufferGuard(
      rows: model.rows.map { row in row.buffers.map { model.buffers[$0].tensor } })
    activations = ActivationCache(recipe, dataset, input)
  }

  /// Loads the weights and the data that a recipe names.
  ///
  /// - Throws: What is wrong with either.
  convenience init(recipe: Recipe, weightsFolder: URL) throws {
    try TorchRuntime.setThreads(
      recipe.run.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    let dataset = try ImageDataset(recipe)
    let model = try StartingModel.make(
      recipe, classes: dataset.classes.count, weightsFolder: weightsFolder)
    try self.init(recipe: recipe, model: model, dataset: dataset)
  }

  /// What is told while a step or a measurement waits for data.
  var dataWatch: DataWatch? {
    get { training.watch }
    set {
      training.watch = newValue
      validation?.watch = newValue
    }
  }

  /// Files that turned out unreadable when they were decoded, each once.
  var skipped: [SkippedFile] { training.skipped + (validation?.skipped ?? []) }

  /// Where in the data the next step is.
  var position: DataPosition { training.position }

  /// Passes over the training split completed, as a fraction.
  var epoch: Double {
    Double(position.epoch) + Double(position.batch) / Double(training.batchesPerEpoch)
  }

  /// Names of the classes, in the order of the model's outputs.
  var classes: [String] { dataset.classes }

  /// The rows that train, in board order.
  var trainableRows: [Int] { mask.rows.indices.filter(mask.isTrainable) }

  /// What a step trains and computes.
  var stepMask: StepMask { StepMask(trainable: Set(trainableRows)) }

  /// Predicts how long a step takes, before any was taken.
  var timeModel: TimeModel {
    guard let model = TimeModel(preparation(step: 0).rows, batch: recipe.run.batch) else {
      preconditionFailure("a model knows what its rows cost")
    }
    return model
  }

  private var sampleShape: [Int] { [3, recipe.data.size, recipe.data.size] }

  /// Puts the tensors into the mask that a run begins, or goes on, with; `proof` holds what was frozen before.
  func begin(with mask: FreezeMask, proof: FrozenProof? = nil) throws {
    for row in mask.rows.indices where !mask.isTrainable(row) { try freeze(row) }
    self.mask = mask
    self.proof = proof ?? FrozenProof()
    try followFrozen()
    try followPrefix(weightsChanged: true)
  }

  /// Puts the tensors into a mask, effective after `step` completed steps.
  func follow(_ mask: FreezeMask, at step: Int) throws {
    // Another mask makes other tensors.
    TorchRuntime.giveBackMemory()
    for change in mask.changes(from: self.mask, at: step) {
      switch change {
      case .freeze(let row): try freeze(row)
      case .thaw(let row, let missedSteps): try thaw(row, missedSteps: missedSteps)
      }
    }
    self.mask = mask
    try followFrozen()
    try followPrefix(weightsChanged: false)
  }

  /// Takes the next steps with a regimen.
  func follow(_ regimen: Regimen) {
    self.regimen = regimen
    optimizer.weightDecay = regimen.weightDecay
    if regimen.frontFirst?.nextLook(totalSteps: regimen.totalSteps) == nil {
      gradientSums = nil
    } else if gradientSums == nil {
      gradientSums = GradientSums(parameters: model.parameters.count)
    }
  }

  /// The L1 norm of each row's gradients since the last call, nil for rows that had none or are frozen; starts anew.
  func takeGradientNorms() throws -> [Double?] {
    defer { gradientSums = nil }
    return try model.rows.indices.map { row in
      mask.isTrainable(row) ? try gradientSums?.norm(of: model.rows[row].parameters) : nil
    }
  }

  // Its parameters stay in the optimizer, which passes over those without a gradient.
  private func freeze(_ row: Int) throws {
    for index in model.rows[row].parameters {
      model.parameters[index].tensor.requiresGradient = false
    }
  }

  private func thaw(_ row: Int, missedSteps: Bool) throws {
    for index in model.rows[row].parameters {
      model.parameters[index].tensor.requiresGradient = true
      guard missedSteps else { continue }
      switch recipe.optimizer.moments {
      case .zeroMomentum: try optimizer.zeroFirstMoment(of: index)
      case .keep: break
      case .reset: try optimizer.resetState(of: index)
      }
    }
  }

  /// What is known before the first step.
  func preparation(step: Int) -> EnginePreparation {
    EnginePreparation(
      architecture: model.architecture,
      rows: model.layerRows(
        frozen: Set(mask.rows.indices).subtracting(trainableRows),
        sampleShape: sampleShape,
        standings: mask.standings(
          at: step, rampSteps: recipe.optimizer.rampSteps)),
      step: step, time: 0, totalSteps: plan.totalSteps, classes: dataset.classes,
      trainingSamples: dataset.training.count, validationSamples: dataset.validation.count,
      threads: TorchRuntime.threads,
      notices: dataset.skipped.map { "skipped \($0)" } + (step == 0 ? surprises : []))
  }

  /// What the recipe asks for and this run cannot give.
  private var surprises: [String] {
    var texts: [String] = []
    if case .last(let count) = recipe.method, count > mask.rows.count {
      texts.append(
        "method.train is last:\(count), and all \(mask.rows.count) rows train: there are no more")
    }
    let data = recipe.data
    if recipe.cache.enabled != .never, mask.firstTrainable > 0, data.flip || data.crop,
      recipe.cache.draws == nil
    {
      texts.append(
        "nothing is cached for training, as flips and crops differ in every epoch; with cache.draws = 4 they "
          + "repeat after four, and frozen rows are computed once for each")
    }
    return texts
  }
}
