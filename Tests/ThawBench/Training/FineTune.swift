import Foundation
import ThawProtocol
import ThawStore

/// A fine-tune that thaw and PyTorch do in turn.
struct FineTune {
  /// Which part of it is measured, and what the ratio to PyTorch should be.
  struct Stretch {
    var name: String
    var epochs: ClosedRange<Int>
    var goal: Double
    /// Whether thaw owes its speed to outputs of frozen rows that it kept.
    var needsCache = false
  }

  var name: String
  var method: Recipe.Method
  /// How many rows of the layer board train, from the output.
  var trainableRows: Int
  var epochs: Int
  var stretches: [Stretch]

  static let all: [FineTune] = [
    FineTune(
      name: "all", method: .all, trainableRows: 19, epochs: 2,
      stretches: [Stretch(name: "all layers", epochs: 1...2, goal: 1.0)]),
    FineTune(
      name: "last", method: .last(3), trainableRows: 3, epochs: 2,
      stretches: [Stretch(name: "last 3 rows", epochs: 1...2, goal: 1.2)]),
    FineTune(
      name: "head", method: .head, trainableRows: 1, epochs: 6,
      stretches: [
        Stretch(name: "head, first epoch", epochs: 1...1, goal: 1.0),
        Stretch(name: "head, later epochs", epochs: 2...6, goal: 20, needsCache: true),
      ]),
  ]

  /// Training pictures; 20 steps an epoch.
  static let pictures = 640
  /// Steps at the start that are not measured: buffers are made, and threads started.
  static let warmUp = 4

  /// The demo's recipe with this method: a constant rate, nothing but training in between.
  ///
  /// - Throws: Why the demo's recipe cannot be read.
  func recipe(threads: Int) throws -> Recipe {
    let file = URL(filePath: "sessions/demo-head/recipe.toml")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw Workbench.Missing(
        description: "\(file.path) is not there; run it where thaw's sources are")
    }
    var recipe = try Recipe(toml: text, file: file.path)
    recipe.method = method
    recipe.data.limit = Self.pictures
    recipe.data.validationLimit = recipe.run.batch
    recipe.optimizer.learningRate = 1e-3
    recipe.schedule = Recipe.Schedule(shape: .constant)
    let steps = epochs * (Self.pictures / recipe.run.batch)
    recipe.run = Recipe.Run(
      batch: recipe.run.batch, steps: steps, evaluateEvery: steps, seed: recipe.run.seed,
      threads: threads)
    return recipe
  }
}

/// When each step of a training ended, and its loss.
struct TrainedSteps: Decodable {
  /// Seconds since some moment, rising.
  var times: [Double]
  var losses: [Double]

  /// Samples a second over a stretch of epochs, without the first steps of the run.
  func samplesPerSecond(over epochs: ClosedRange<Int>, batch: Int) -> Double {
    let length = FineTune.pictures / batch
    let first = max((epochs.lowerBound - 1) * length, FineTune.warmUp)
    let last = epochs.upperBound * length
    return Double(batch * (last - first)) / (times[last - 1] - times[first - 1])
  }
}
