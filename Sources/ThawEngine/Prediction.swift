public import Foundation
import ThawData
import ThawModels
public import ThawStore
import ThawTensor

/// What a trained model makes of a picture, and what the model made of it that the run started from.
public struct Prediction: Codable, Equatable, Sendable {
  /// A class and how probable the model holds it.
  public struct Candidate: Codable, Equatable, Sendable {
    /// The class's name.
    public var label: String
    /// In 0…1; all candidates of a model sum to 1.
    public var probability: Double
  }

  /// So many of the base's classes are told: it may have a thousand.
  private static let baseCandidates = 5

  /// The picture's path as it was given.
  public var input: String
  /// All classes, the most probable first.
  public var classes: [Candidate]
  /// What the base holds most probable; nil where the run started from random weights.
  ///
  /// A base that tells other classes apart than the run names them by their place in its head, `class 934`: weights
  /// come without names.
  public var base: [Candidate]?

  /// Has the models look at pictures, on the calling thread.
  ///
  /// - Parameters:
  ///   - files: JPEG or PNG files.
  ///   - checkpoint: A checkpoint's folder.
  ///   - recipe: The recipe of its session.
  ///   - weightsFolder: Where released weights are.
  /// - Returns: A prediction for each file, in their order.
  /// - Throws: What is wrong with the checkpoint or the base's weights, or with the first picture that cannot be read.
  public static func make(
    of files: [String], checkpoint: URL, recipe: Recipe, weightsFolder: URL
  ) throws -> [Prediction] {
    let state = try CheckpointState.read(from: checkpoint)
    let model = try ModelCatalog.make(
      architecture: recipe.model.architecture,
      weights: try WeightsFile.read(checkpoint.appending(path: CheckpointFile.model)))
    guard model.classes == state.classes.count else {
      throw CheckpointError.mismatch(
        what: "classes", checkpoint: "\(state.classes.count)", run: "\(model.classes)")
    }
    let base = try StartingModel.base(of: recipe, weightsFolder: weightsFolder)
    let goesOn = recipe.model.weightsPath != nil && base?.classes == model.classes
    let input = ThawData.Preprocessing(model.preprocessing, size: recipe.data.size)
    return try files.map { file in
      let image = try input.tensor(
        try ImageDecoder.decode(URL(filePath: file), minimumSide: input.size))
      return Prediction(
        input: file, classes: try candidates(of: model, for: image, named: state.classes),
        base: try base.map { base in
          let names = goesOn ? state.classes : (0..<base.classes).map { "class \($0)" }
          let all = try candidates(of: base, for: image, named: names)
          return Array(all.prefix(baseCandidates))
        })
    }
  }

  private static func candidates(
    of model: any Model, for image: Tensor, named names: [String]
  ) throws -> [Candidate] {
    let probabilities = try withoutGradients {
      try model.forward(image).softmax().doubles()
    }
    return zip(names, probabilities).map { Candidate(label: $0, probability: $1) }
      .sorted { $0.probability > $1.probability }
  }
}
