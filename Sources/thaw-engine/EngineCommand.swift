import ArgumentParser

/// The background process: hosts a session and trains it.
@main
struct EngineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thaw-engine",
    abstract: "The training engine of thaw; people start it through thaw.",
    subcommands: [
      RunSession.self, Replay.self, Inspect.self, Predict.self, FindRate.self, Doctor.self,
    ])
}
