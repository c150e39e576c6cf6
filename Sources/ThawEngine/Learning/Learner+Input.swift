import ThawData
import ThawModels
import ThawStore
import ThawTensor

/// What the first row that trains gets of a batch.
struct StepInput {
  /// What the rows below it gave, `[B, …]`; the images where it is the first row of all.
  var features: Tensor
  /// `[B]` int64, indices into the classes.
  var labels: Tensor
  /// The samples, as indices into the source.
  var samples: [Int]
  /// The epoch as whose augmentation they were varied.
  var epoch: Int
  /// Whether any row or picture had to be computed again.
  var wasKept: Bool
  /// How many rows, from the input, were not computed.
  var keptRows = 0

  /// B.
  var count: Int { samples.count }
}

extension Learner {
  /// The next batch of a split, up to the first row that trains; nil at the end of a validation pass.
  ///
  /// The frozen rows below that are run without recording, unless what they give was kept of the whole batch; then
  /// its pictures are not read either. They are in eval mode always.
  func nextInput(of split: SampleSplit) throws -> StepInput? {
    guard let loader = split == .training ? training : validation else { return nil }
    let first = mask.firstTrainable
    let start = activations.now()
    let position = loader.position
    guard let asked = loader.upcoming() else { return nil }
    if let input = try keptInput(asked, of: split, from: loader, since: start) { return input }

    guard let batch = try loader.next() else { return nil }
    let features = try withoutGradients { () throws(TorchError) in
      try model.forward(batch.images, rows: 0..<first)
    }
    if first > 0 {
      if batch.position == position, batch.count < asked.count {
        activations.exclude(asked.filter { !batch.indices.contains($0) }, from: split)
      }
      try keep(features, of: batch.indices, in: split, epoch: batch.position.epoch, since: start)
    }
    return StepInput(
      features: features, labels: batch.labels, samples: batch.indices,
      epoch: batch.position.epoch, wasKept: false)
  }

  /// The batch from what was kept, or from what was kept of fewer rows.
  private func keptInput(
    _ asked: [Int], of split: SampleSplit, from loader: BatchLoader, since start: Double
  ) throws -> StepInput? {
    let first = mask.firstTrainable
    guard first > 0 else { return nil }
    let epoch = loader.position.epoch
    var found = try activations.kept(asked, of: split, epoch: epoch)
    if found?.rows != first, split == .training,
      let missing = activations.missing(
        of: split, for: asked, epoch: epoch, atMost: recipe.run.batch, isShallow: found != nil)
    {
      try fill(missing, beside: asked, epoch: epoch)
      found = try activations.kept(asked, of: split, epoch: epoch)
    }
    guard let found else { return nil }
    loader.pass()
    let features = try withoutGradients { () throws(TorchError) in
      try model.forward(found.outputs, rows: found.rows..<first)
    }
    if found.rows < first {
      try keep(features, of: found.samples, in: split, epoch: epoch, since: start)
    }
    return StepInput(
      features: features, labels: try loader.targets(of: found.samples), samples: found.samples,
      epoch: epoch, wasKept: found.rows == first, keptRows: found.rows)
  }

  /// Keeps samples that were not met since their rows were frozen: before that, or as part of an epoch's last, incomplete batch.
  ///
  /// Others fill the batch up: in one of another size, some numbers would come out otherwise in their last bits.
  private func fill(_ missing: [Int], beside others: [Int], epoch: Int) throws {
    let start = activations.now()
    let padding = others.filter { !missing.contains($0) }.prefix(recipe.run.batch - missing.count)
    let batch = try training.batch(of: missing + padding, epoch: epoch)
    activations.exclude(missing.filter { !batch.indices.contains($0) }, from: .training)
    guard batch.count > 0 else { return }
    let features = try withoutGradients { () throws(TorchError) in
      try model.forward(batch.images, rows: 0..<mask.firstTrainable)
    }
    try keep(features, of: batch.indices, in: .training, epoch: epoch, since: start)
  }

  private func keep(
    _ features: Tensor, of samples: [Int], in split: SampleSplit, epoch: Int, since start: Double
  ) throws {
    let plan = plan.following(regimen)
    let passes =
      split == .training
      ? Double(plan.totalSteps - completedSteps) / Double(plan.stepsPerEpoch)
      : Double(plan.evaluations(after: completedSteps))
    try activations.keep(
      features, of: samples, in: split, epoch: epoch, seconds: activations.now() - start,
      passesLeft: passes)
  }

  /// Tells the cache which rows are frozen from the input on.
  func followPrefix(weightsChanged: Bool) throws {
    try activations.follow(rows: mask.firstTrainable, weightsChanged: weightsChanged) { row in
      model.rows[row].tensors.map { model.state[$0].tensor }
    }
  }
}

extension ActivationCache {
  /// A cache for a learner's data.
  convenience init(_ recipe: Recipe, _ dataset: ImageDataset, _ input: ThawData.Preprocessing) {
    let varies = recipe.data.flip || recipe.data.crop
    let sides: [SampleSplit: Side] = [
      .training: Side(
        data: DataFingerprint(dataset.training, recipe, input),
        places: SamplePlaces(
          dataset.training.indices, draws: varies ? recipe.cache.draws ?? 1 : 1),
        repeats: !varies || recipe.cache.draws != nil),
      .validation: Side(
        data: DataFingerprint(dataset.validation, recipe, input),
        places: SamplePlaces(dataset.validation.indices, draws: 1), repeats: true),
    ]
    let clock = ContinuousClock()
    let start = clock.now
    self.init(recipe.cache, sides) { start.duration(to: clock.now) / .seconds(1) }
  }
}
