import ArgumentParser
import Foundation
import ThawEngine
import ThawProtocol
import ThawStore

/// Has a session's checkpoint look at pictures.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Say what a session's model sees.")

  @Argument(help: "The session's folder.")
  var session: String

  @Argument(help: "The checkpoint's name.")
  var checkpoint: String

  @Argument(help: "JPEG or PNG files.")
  var inputs: [String]

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    do {
      let predictions = try predict(SessionFolder(URL(filePath: session)))
      if json {
        return print(String(decoding: try JSONEncoder.thaw.encode(predictions), as: UTF8.self))
      }
      for prediction in predictions {
        print("\(prediction.input): \(text(prediction.classes))")
        if let base = prediction.base { print("  before the fine-tune: \(text(base))") }
      }
    } catch {
      throw told(error, ExitCode(2))
    }
  }

  private func text(_ candidates: [Prediction.Candidate]) -> String {
    candidates.prefix(3)
      .map { "\($0.label) \(String(format: "%.1f %%", $0.probability * 100))" }
      .joined(separator: ", ")
  }

  private func predict(_ folder: SessionFolder) throws -> [Prediction] {
    try Prediction.make(
      of: inputs, checkpoint: folder.checkpoints.appending(path: checkpoint),
      recipe: SessionReader(folder).runnableRecipe(), weightsFolder: Cache.weights)
  }
}
