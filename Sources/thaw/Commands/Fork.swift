import ArgumentParser
import ThawProtocol
import ThawStore

/// Goes another way from a step of a session.
struct Fork: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fork",
    abstract: "Start a session that shares another's past up to a step, then goes its own way.",
    discussion: """
      thaw fork clothes-head-1 --at 200 --do "thaw blocks.13-15" --do "lr 1e-3"
      What was logged and done up to there is kept, so that `thaw compare` joins the curves over the \
      shared trunk. From the last checkpoint before the step the run is repeated, bit for bit.
      """)

  @Argument(help: "The session to fork.")
  var session: String

  @Option(help: "Steps completed at the fork; otherwise the present.")
  var at: Int?

  @Option(
    name: .customLong("do"), help: "What to do first, as thaw send takes it. May be repeated.")
  var commands: [String] = []

  @Option(help: "The new session's name; otherwise the old one's, with -fork behind it.")
  var name: String?

  @Flag(help: "Start it, print its name and return.")
  var detach = false

  @OptionGroup var library: LibraryOption

  func run() async throws {
    let library = library.opened
    let trunk = try library.resolve(session)
    let commands = try commands.map { try Command(parsing: $0) }
    let fork = try await SessionFork(of: trunk, in: library)
      .make(at: at, name: name, commands: commands)
    let live = try await LiveSession.startNew(fork, resuming: true)
    if detach { return Output.line(fork.name) }
    try await live.follow()
  }
}
