public import Foundation
import ThawData
import ThawModels
public import ThawProtocol
public import ThawStore

extension Learner {
  /// Tests learning rates: takes a step at each of them, rising, until the loss diverges.
  ///
  /// Weights, BatchNorm statistics, optimizer and data position are afterwards what they were, bit for bit.
  ///
  /// - Parameters:
  ///   - rates: The rates, ascending.
  ///   - progress: Called after each step with the steps taken.
  /// - Returns: The losses.
  /// - Throws: What libtorch or the data source says; nothing is put back then.
  func searchRate(_ rates: [Double], progress: (Int) -> Void = { _ in }) throws -> RateSearch {
    let names = model.parameters.map(\.name)
    let (weights, moments) = (try model.export(), try optimizer.stored(names: names))
    let (start, sums) = (training.position, gradientSums)
    gradientSums = nil
    var search = RateSearch()
    for (step, rate) in rates.enumerated() {
      let report = try takeStep(step, rate: rate)
      let loss = report.problem == nil ? report.values[MetricName.trainLoss] ?? .nan : .nan
      progress(step + 1)
      guard search.add(loss, at: rate) else { break }
    }
    try model.load(weights)
    try optimizer.restore(moments, names: names, from: URL(filePath: CheckpointFile.optimizer))
    training.seek(epoch: start.epoch, batch: start.batch)
    gradientSums = sums
    return search
  }
}

/// Tests learning rates for a recipe without a session.
public enum RateFinder {
  /// Loads what a recipe names and tests rates on it, on the calling thread.
  ///
  /// - Parameters:
  ///   - recipe: The recipe, its paths resolved.
  ///   - weightsFolder: Where released weights are cached.
  ///   - rates: The rates, ascending.
  ///   - progress: Called after each step with the steps taken.
  /// - Returns: The losses, and with them the rate to take.
  /// - Throws: Why the run that the recipe describes could not start or go on.
  public static func search(
    _ recipe: Recipe, weightsFolder: URL, rates: [Double], progress: (Int) -> Void
  ) throws -> RateSearch {
    let learner = try Learner(recipe: recipe, weightsFolder: weightsFolder)
    try learner.begin(with: learner.initialMask)
    return try learner.searchRate(rates, progress: progress)
  }
}
