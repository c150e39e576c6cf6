import ArgumentParser
import Foundation
import ThawStore

/// Does again what a session did.
struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Run a session again: its recipe, and each intervention at its step.",
    discussion: """
      The replay is a session of its own. With --verify nothing is kept: every loss that was logged \
      is compared with the replay's, bit for bit, and the first that differs is named with its step. \
      The bits are the same on the same build with the same number of threads.
      """)

  @Argument(help: "The session.")
  var session: String

  @Flag(help: "Compare every value that was logged, and keep nothing.")
  var verify = false

  @Option(help: "The name of the replay; otherwise the session's, with -replay behind it.")
  var name: String?

  @Flag(help: "Start it, print its name and return.")
  var detach = false

  @OptionGroup var library: LibraryOption

  func run() async throws {
    let library = library.opened
    let folder = try library.resolve(session)
    if verify {
      try EngineProcess.replaceThisProgram(arguments: ["replay", folder.url.path])
    }
    let replay = try library.replay(folder, name: name)
    let live = try await LiveSession.startNew(replay)
    if detach { return Output.line(replay.name) }
    try await live.follow()
  }
}
