import ArgumentParser
import Dispatch
import Foundation
import ThawBus
import ThawEngine
import ThawHost
import ThawProtocol
import ThawStore

/// Runs a session's recipe to its end, or goes on from its last checkpoint.
struct RunSession: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a session: its folder holds the recipe.")

  @Argument(help: "The session's folder.")
  var session: String

  @Flag(help: "Go on from the last checkpoint.")
  var resume = false

  @Option(name: .customLong("do"), help: "What to ask of the run first. May be repeated.")
  var commands: [String] = []

  func run() async throws {
    let folder = SessionFolder(URL(filePath: session))
    do {
      let phase = try await host(folder)
      print("\(phase)")
    } catch {
      print("failed: \(error)")
      throw ExitCode(1)
    }
  }

  private func host(_ folder: SessionFolder) async throws -> Phase {
    let recipe =
      resume
      ? try SessionReader(folder).runnableRecipe()
      : try Recipe(
        toml: String(contentsOf: folder.recipe, encoding: .utf8), file: folder.recipe.path)
    let checkpoint = resume ? try folder.lastCheckpoint() : nil
    let edits = resume ? try SessionReader(folder).recipeEdits() : []
    let script = try ReplayScript.read(of: folder)
    let host = SessionHost(
      folder: folder, recipe: recipe, resumeStep: resume ? checkpoint?.step ?? 0 : nil)
    var signals: [any DispatchSourceSignal] = []
    defer { for source in signals { source.cancel() } }
    return try await host.run {
      signals = stopOnSignals($0)
    } makeTrainer: { bus in
      let engine = TrainingEngine(
        recipe: recipe, sessionFolder: folder.url, bus: bus,
        resumeFrom: checkpoint.map { folder.checkpoints.appending(path: $0.folder) },
        script: script, weightsFolder: Cache.weights)
      for command in commands {
        let request = Request(id: UUID().uuidString, command: try Command(parsing: command))
        bus.post(.request(request))
      }
      return NativeTrainer(engine, edits: edits)
    }
  }

  /// Lets SIGTERM and SIGINT end the run as the command `stop` does; a closed terminal changes nothing.
  private func stopOnSignals(_ bus: MessageBus<Signal>) -> [any DispatchSourceSignal] {
    signal(SIGHUP, SIG_IGN)
    return [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        // Asked anew each time: one that was refused may be possible now.
        bus.post(.request(Request(id: "signal-\(number)-\(UUID())", command: .stop)))
      }
      source.resume()
      return source
    }
  }
}

/// The engine as a host's trainer.
private struct NativeTrainer: Trainer {
  let engine: TrainingEngine
  /// What was changed in the recipe since the session began.
  let edits: [String]

  init(_ engine: TrainingEngine, edits: [String]) {
    self.engine = engine
    self.edits = edits
  }

  func prepare() async throws -> TrainingPlan {
    let preparation = try await engine.prepare()
    let notices =
      edits.isEmpty
      ? []
      : ["recipe.toml was edited: \(edits.joined(separator: ", ")); a replay differs from here on"]
    return TrainingPlan(
      architecture: preparation.architecture, rows: preparation.rows,
      totalSteps: preparation.totalSteps, threads: preparation.threads,
      time: preparation.time, notices: notices + preparation.notices)
  }

  func run() async throws -> Phase { try await engine.run().phase }
}
