import ArgumentParser
import Foundation
import ThawDashboard

/// The command line.
@main
struct ThawCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thaw",
    abstract: "Fine-tune live: watch the curves, freeze and thaw layers while the run goes on.",
    discussion: "Without a command: the sessions, in the dashboard.",
    version: "0.1.0",
    // Each has its name written down: deriving it from the type takes a third of the start.
    subcommands: [
      Run.self, Attach.self, Tour.self, List.self, Show.self, Send.self, Resume.self, Fork.self,
      Replay.self, Compare.self,
      Report.self, Watch.self, Label.self, Delete.self, Restore.self, Prune.self,
      Export.self, Import.self, Inspect.self, LRFind.self, Predict.self, Doctor.self,
    ])

  @OptionGroup var look: LookOptions

  @OptionGroup var library: LibraryOption

  func run() async throws {
    try await Dashboard.run(.sessions, library: library.opened, look: look.look)
  }

  /// Runs the command that the arguments name, and exits with 0, 1 (run failed), 2 (usage) or 130.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      try Output.check()
    } catch {
      Failure.exit(with: error)
    }
  }
}
