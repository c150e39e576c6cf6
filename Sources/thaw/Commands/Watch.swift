import ArgumentParser
import Foundation
import ThawDashboard
import ThawProtocol
import ThawStore

/// Follows what another tool logs, in the dashboard.
struct Watch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Follow a growing log of another tool in the dashboard.",
    discussion: """
      TensorBoard event files or a folder of runs, W&B .wandb, trainer_state.json, .csv, .jsonl. There are \
      only curves: what another program trains cannot be frozen from here. Nothing is stored; thaw import \
      does that.
      """)

  @Argument(help: "The file or folder.")
  var path: String

  @Option(
    name: .customLong("run"),
    help: "The run to follow, where there are several; without it, the one written last.")
  var wanted: String?

  @OptionGroup var look: LookOptions

  @OptionGroup var library: LibraryOption

  func run() async throws {
    let file = WatchedFile(url: URL(filePath: path), run: wanted)
    guard isatty(STDOUT_FILENO) != 0 else {
      throw Failure.usage("watch needs a terminal; thaw import \(path) reads it once")
    }
    // What cannot be read is said on the plain terminal, before the screen is taken.
    let name = try await firstRun(of: file)
    try await Dashboard.run(
      .watch(path: path, run: name), library: library.opened, look: look.look)
  }

  /// The name of the run that is followed, once its log holds a value.
  private func firstRun(of file: WatchedFile) async throws -> String {
    var isWaiting = false
    while true {
      do { return try file.first().detail.summary.name } catch ImportError.nothing {
        if !isWaiting { Output.line("waiting for the first value in \(path); ctrl-c ends this") }
        isWaiting = true
        try await Task.sleep(for: .milliseconds(500))
      }
    }
  }
}
