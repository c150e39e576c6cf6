import ArgumentParser
import Foundation
import ThawEngine
import ThawStore

/// Does again what a session did, and compares.
struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a session again and compare every value with what it logged.")

  @Argument(help: "The session's folder.")
  var session: String

  func run() async throws {
    let folder = SessionFolder(URL(filePath: session))
    do {
      let verification = try ReplayVerification(folder, weightsFolder: Cache.weights)
      var told = ContinuousClock.now
      let result = try await verification.run { step, last in
        guard told.duration(to: .now) > .seconds(2) else { return }
        told = .now
        print("step \(step)/\(last)  the same so far")
        fflush(nil)
      }
      let compared =
        "\(result.values) values over \(result.steps) steps, \(result.commands) commands repeated"
      print(
        result.inexact == 0
          ? "identical: \(compared), every bit the same"
          : "the same: \(compared), losses within 1e-4; \(result.inexact) values have other last "
            + "bits, as the activation cache was on (cache.enabled = false keeps them)")
    } catch let difference as ReplayDifference {
      print("differs at \(difference)")
      let edits = (try? SessionReader(folder).recipeEdits()) ?? []
      if !edits.isEmpty {
        print("recipe.toml was edited since the run began: \(edits.joined(separator: ", "))")
      }
      throw ExitCode(1)
    } catch {
      throw told(error, ExitCode(error is ForkError || error is RecipeError ? 2 : 1))
    }
  }
}
