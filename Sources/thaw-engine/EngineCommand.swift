import ArgumentParser
import Foundation

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

/// Tells an error in the words of `thaw`, which people started, and gives the exit code back.
func told(_ error: any Error, _ code: ExitCode) -> ExitCode {
  FileHandle.standardError.write(Data("thaw: \(error)\n".utf8))
  return code
}
