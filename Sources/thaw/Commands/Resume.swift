import ArgumentParser
import ThawProtocol
import ThawStore

/// Goes on with a session that was stopped or died.
struct Resume: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Go on with a stopped or dead session from its last checkpoint.")

  @Argument(help: "The session.")
  var session: String

  @Flag(help: "Start it, print where it goes on and return.")
  var detach = false

  @OptionGroup var library: LibraryOption

  func run() async throws {
    let library = library.opened
    let folder = try library.resolve(session)
    let detail = try SessionReader(folder).detail()
    guard detail.summary.state != .finished else {
      throw Failure.usage("session “\(folder.name)” is finished; there is nothing to resume")
    }
    let live = try await LiveSession.start(folder, resuming: true)
    if detach {
      let step = detail.checkpoints.last?.step ?? 0
      return print("\(folder.name) goes on from step \(step)")
    }
    try await live.follow(library: library)
  }
}
