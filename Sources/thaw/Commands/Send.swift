import ArgumentParser
import ThawProtocol
import ThawStore
import ThawTransport

/// Sends a command to a live run and waits for the answer.
struct Send: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send",
    abstract: "Send a command to a live run: freeze blocks.0-4 · thaw head · lr 3e-4 · pause …",
    discussion: Command.syntax.map { "  \($0.name) \($0.arguments)\n      \($0.help)" }
      .joined(separator: "\n"))

  @Argument(help: "The session.")
  var session: String

  // A step of -200 is an argument, not an option.
  @Argument(parsing: .allUnrecognized, help: "The command and its arguments.")
  var command: [String]

  @OptionGroup var library: LibraryOption

  func run() async throws {
    let folder = try library.opened.resolve(session)
    // Quoted or not: a shell takes the ; of a plan otherwise.
    let command = try Command(parsing: command.joined(separator: " "))
    guard EngineLock.isHeld(folder) else {
      try SessionReader(folder).refuseImported()
      throw Failure.run(
        "session “\(folder.name)” is not running; thaw resume \(folder.address) goes on with it, "
          + "thaw fork \(folder.address) from one of its steps")
    }
    let path = SocketLocation.path(toReachSession: folder.url)
    let reply = try await EngineClient.send(command, to: path, timeout: .seconds(600))
    Output.line(reply.outcome.text)
    if case .refused = reply.outcome { throw ExitCode(1) }
  }
}
