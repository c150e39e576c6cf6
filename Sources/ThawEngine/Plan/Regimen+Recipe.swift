import ThawProtocol
import ThawStore

extension Regimen {
  /// The regimen that a recipe begins with.
  ///
  /// - Parameters:
  ///   - recipe: The recipe.
  ///   - plan: How long the run is.
  ///   - batchesPerEpoch: Batches in a pass over the training split.
  ///   - mask: The mask that the recipe begins with.
  /// - Throws: ``StartError`` where a rate, or a step of the plan, is for no row.
  init(
    _ recipe: Recipe, plan: RunPlan, batchesPerEpoch: Int, mask: FreezeMask
  ) throws(StartError) {
    let rows = mask.names
    let factors = Regimen.factors(spread: recipe.optimizer.spread, rows: rows.count)
    self.init(
      schedule: LearningRateSchedule(recipe, totalSteps: plan.totalSteps),
      rowFactors: zip(factors, try recipe.optimizer.rowRates(of: rows)).map { $0 * $1 },
      weightDecay: recipe.optimizer.weightDecay, clip: recipe.optimizer.clip,
      accumulation: Accumulation(
        batches: recipe.run.accumulate, batchesPerEpoch: batchesPerEpoch),
      earlyStop: recipe.earlyStop)
    if let preset = recipe.planPreset {
      guard preset.name == .frontFirst || !mask.frozenRows.isEmpty else {
        throw .plan(
          "\(preset.text): every row trains from the beginning; begin with method.train = \"head\"")
      }
      begin(preset, at: 0, rows: rows, frozen: mask.frozenRows)
    }
    do {
      for item in recipe.plan { try add(item, rows: rows) }
    } catch { throw .plan(error.description) }
  }
}

extension LearningRateSchedule {
  /// The recipe's schedule over a run of so many steps, scaled by what commands made of it.
  init(_ recipe: Recipe, totalSteps: Int, scale: Double = 1) {
    self.init(
      baseRate: recipe.optimizer.learningRate,
      shape: recipe.schedule.choice.shape(over: totalSteps - recipe.schedule.warmupSteps),
      warmupSteps: recipe.schedule.warmupSteps, totalSteps: totalSteps, scale: scale)
  }
}

extension Recipe.Schedule {
  /// The curve that it names.
  fileprivate var choice: ShapeChoice {
    var choice = ShapeChoice(shape)
    choice.finalShare = finalRate
    choice.rise = rise
    choice.startShare = startRate
    choice.period = period
    choice.growth = growth
    return choice
  }
}
