import ThawProtocol
import ThawStore

extension Learner {
  /// What training a row takes besides time.
  func traits(availableBytes: Int?) -> TrainingTraits {
    let optimizer = recipe.optimizer
    // A row that has stood still since the beginning never trained.
    let untrained = mask.rows.indices.filter {
      mask.rows[$0].state == .frozen && mask.rows[$0].stillSince == 0
    }
    return TrainingTraits(
      batch: recipe.run.batch, stateBytes: optimizer.stateBytes,
      moments: optimizer.thawedMoments, rampSteps: optimizer.rampSteps, untrained: untrained,
      availableBytes: availableBytes)
  }

  /// What memory a step of a mask needs; nil where costs are not known.
  func memory(_ traits: TrainingTraits) -> MemoryModel? {
    MemoryModel(preparation(step: completedSteps).rows, traits)
  }
}

extension Recipe.Optimizer {
  /// Bytes that it remembers for a parameter, in float32.
  fileprivate var stateBytes: Int {
    switch name {
    case .sgd: momentum > 0 ? 4 : 0
    case .adamw: 8
    }
  }

  /// What becomes of a thawed row's state, in print.
  fileprivate var thawedMoments: String {
    switch (moments, name) {
    case (.keep, .adamw): "m and v kept"
    case (.keep, .sgd): "momentum kept"
    case (.zeroMomentum, .adamw): "v kept, m zeroed"
    case (.zeroMomentum, .sgd): "momentum zeroed"
    case (.reset, _): "optimizer state reset"
    }
  }
}
