public import Foundation
import ThawData
import ThawModels
public import ThawStore
import ThawTensor

/// What a trained model makes of a picture.
public struct Prediction: Codable, Equatable, Sendable {
  /// A class and how probable the model holds it.
  public struct Candidate: Codable, Equatable, Sendable {
    /// The class's name.
    public var label: String
    /// In 0…1; all candidates of a prediction sum to 1.
    public var probability: Double
  }

  /// The picture's path as it was given.
  public var input: String
  /// All classes, the most probable first.
  public var classes: [Candidate]

  /// Has the model of a checkpoint look at pictures, on the calling thread.
  ///
  /// - Parameters:
  ///   - files: JPEG or PNG files.
  ///   - checkpoint: A checkpoint's folder.
  ///   - recipe: The recipe of its session.
  /// - Returns: A prediction for each file, in their order.
  /// - Throws: What is wrong with the checkpoint, or with the first picture that cannot be read.
  public static func make(
    of files: [String], checkpoint: URL, recipe: Recipe
  ) throws -> [Prediction] {
    let state = try CheckpointState.read(from: checkpoint)
    let model = try ModelCatalog.make(
      architecture: recipe.model.architecture,
      weights: try WeightsFile.read(checkpoint.appending(path: CheckpointFile.model)))
    guard model.classes == state.classes.count else {
      throw CheckpointError.mismatch(
        what: "classes", checkpoint: "\(state.classes.count)", run: "\(model.classes)")
    }
    let input = ThawData.Preprocessing(model.preprocessing, size: recipe.data.size)
    return try files.map { file in
      let image = try ImageDecoder.decode(URL(filePath: file), minimumSide: input.size)
      let probabilities = try withoutGradients {
        try model.forward(try input.tensor(image)).softmax().doubles()
      }
      let candidates = zip(state.classes, probabilities)
        .map { Candidate(label: $0, probability: $1) }
      return Prediction(
        input: file, classes: candidates.sorted { $0.probability > $1.probability })
    }
  }
}
