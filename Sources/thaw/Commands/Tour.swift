import ArgumentParser
import ThawDashboard
import ThawStore

/// Plays a recorded session back and explains it.
struct Tour: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tour",
    abstract: "Play a recorded run back in the dashboard, and explain what is seen.")

  @Argument(help: "The session; without one, the recorded one that was steered by hand.")
  var session: String?

  @Option(
    help: "How many times faster than it ran, 0.1 to 1000; otherwise it takes about a minute.")
  var speed: Double?

  @OptionGroup var look: LookOptions

  @OptionGroup var library: LibraryOption

  func validate() throws {
    guard speed.map((0.1...1_000).contains) ?? true else {
      throw ValidationError("--speed takes a number from 0.1 to 1000")
    }
  }

  func run() async throws {
    let folder = try session.map(library.opened.resolve)
    let library = folder?.library ?? library.opened
    // What cannot be played is said here rather than in an empty dashboard.
    _ = try Recording.read(folder?.name, in: library)
    try await Dashboard.run(
      .tour(session: folder?.name, speed: speed), library: library, look: look.look)
  }
}
