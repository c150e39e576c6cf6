import Foundation
import ThawModels
import ThawStore

/// Makes the model that a recipe starts from; the same recipe gives the same bits.
enum StartingModel {
  /// A model with as many classes as asked for.
  ///
  /// Released weights get a new head, and so do those of a file whose head tells another number of classes apart; a
  /// file of as many classes goes on with its own.
  ///
  /// - Throws: ``StartError``, or why the weights cannot be read or do not fit.
  static func make(
    _ recipe: Recipe, classes: Int, weightsFolder: URL
  ) throws -> any Model {
    let known = ModelCatalog.architectures
    guard known.contains(recipe.model.architecture) else {
      throw ModelError.unknownArchitecture(recipe.model.architecture, known: known)
    }
    let seed = recipe.run.seed
    guard let model = try base(of: recipe, weightsFolder: weightsFolder) else {
      return try ModelCatalog.make(
        architecture: recipe.model.architecture, classes: classes, seed: seed)
    }
    if recipe.model.weightsPath == nil || model.classes != classes {
      try model.replaceHead(classes: classes, seed: seed)
    }
    return model
  }

  /// The pre-trained model with the head that it came with; nil where a recipe starts from random weights.
  ///
  /// - Throws: ``StartError``, or why the weights cannot be read.
  static func base(of recipe: Recipe, weightsFolder: URL) throws -> (any Model)? {
    guard recipe.model.weights != "random" else { return nil }
    let architecture = recipe.model.architecture
    let file =
      try recipe.model.weightsPath.map { URL(filePath: $0) }
      ?? releasedWeights(of: architecture, in: weightsFolder)
    return try ModelCatalog.make(architecture: architecture, weights: try WeightsFile.read(file))
  }

  private static func releasedWeights(of architecture: String, in folder: URL) throws -> URL {
    let candidates = ["pth", "safetensors", "bin"].map {
      folder.appending(path: "\(architecture).\($0)")
    }
    guard let file = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) })
    else { throw StartError.noWeights(architecture: architecture, folder: folder.path) }
    return file
  }
}

/// Why a run cannot start.
public enum StartError: Error, Equatable, CustomStringConvertible {
  /// The recipe asks for released weights that are not there.
  case noWeights(architecture: String, folder: String)
  /// The recipe leaves no row to train, or names one that the model lacks.
  case method(String)
  /// The recipe gives a rate to a row that the model lacks, or two rates to one.
  case rates(String)
  /// A step of the recipe's plan names a row that the model lacks.
  case plan(String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .noWeights(let architecture, let folder):
      "there are no weights of \(architecture) in \(folder); `make prepare` gets those of the demo, "
        + "or give a file as model.weights"
    case .method(let reason): "method.train: \(reason)"
    case .rates(let reason): "optimizer.rates: \(reason)"
    case .plan(let reason): "plan: \(reason)"
    }
  }
}
