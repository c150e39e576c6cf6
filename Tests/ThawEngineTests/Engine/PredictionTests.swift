import Foundation
import Testing
import ThawData
import ThawStore
import ThawTestSupport

@testable import ThawEngine

@Suite("Prediction", .timeLimit(.minutes(5))) struct PredictionTests {
  /// A grey picture of 28 × 28 pixels.
  private static let png = Data(
    base64Encoded: """
      iVBORw0KGgoAAAANSUhEUgAAABwAAAAcCAAAAABXZoBIAAAAFElEQVR42mM4gQcwjEqOSo5KwgAAnxFkn8CmS3YAAA
      AASUVORK5CYII=
      """, options: .ignoreUnknownCharacters)

  @Test("A picture gets every class, named, most probable first, as the trained model sees it")
  func predict() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 2)
      _ = try await session.prepareAndRun()
      let file = folder.appending(path: "grey.png")
      try #require(Self.png).write(to: file)

      let predictions = try Prediction.make(
        of: [file.path], checkpoint: folder.appending(path: "checkpoints/step-2"),
        recipe: session.recipe, weightsFolder: folder)

      let prediction = try #require(predictions.first)
      #expect(prediction.input == file.path)
      #expect(Set(prediction.classes.map(\.label)) == ["0", "1", "2"])
      let probabilities = prediction.classes.map(\.probability)
      #expect(probabilities == probabilities.sorted(by: >))
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6)
      #expect(prediction.base == nil, "it started from random weights")

      // The run as one that starts from the weights that it came to.
      var recipe = session.recipe
      recipe.model.weights = folder.appending(path: "checkpoints/step-2/model.safetensors").path
      let same = try Prediction.make(
        of: [file.path], checkpoint: folder.appending(path: "checkpoints/step-2"),
        recipe: recipe, weightsFolder: folder)
      #expect(same.first?.base == prediction.classes && same.first?.classes == prediction.classes)
    }
  }

  @Test("A file that is no picture is named")
  func noPicture() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 1)
      _ = try await session.prepareAndRun()

      #expect {
        try Prediction.make(
          of: [folder.path + "/images"], checkpoint: folder.appending(path: "checkpoints/step-1"),
          recipe: session.recipe, weightsFolder: folder)
      } throws: {
        "\($0)".hasPrefix(folder.path + "/images")
      }
    }
  }
}
