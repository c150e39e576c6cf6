import ArgumentParser
import Foundation
import ThawDashboard
import ThawProtocol
import ThawStore

/// Opens the dashboard on a session.
struct Attach: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Open the dashboard on a session, live or saved.")

  @Argument(help: "The session; without one, the live one that began last.")
  var session: String?

  @Flag(help: "Watch only: no command is sent.")
  var readOnly = false

  @OptionGroup var once: OnceOptions

  @Flag(help: "With --once: print JSON, as thaw show does.")
  var json = false

  @OptionGroup var look: LookOptions

  @OptionGroup var library: LibraryOption

  func validate() throws {
    guard once.once || !json else { throw ValidationError("--json goes with --once") }
  }

  func run() async throws {
    let folder = try session.map(library.opened.resolve) ?? newest(of: library.opened)
    if json { return try printJSON(try SessionReader(folder).detail()) }
    if once.once {
      let state = try await Moment(library: folder.library, once: once).session(folder)
      return try once.show(state, look: look.look)
    }
    try await Dashboard.run(
      .attach(session: folder.name, isReadOnly: readOnly), library: folder.library, look: look.look)
  }

  private func newest(of library: SessionLibrary) throws -> SessionFolder {
    let sessions = library.listing().sessions
    let live = sessions.first { EngineLock.isHeld(library.session($0.name)) }
    guard let session = live ?? sessions.first else {
      throw Failure.usage("no session in \(library.folder.path); start one: thaw run RECIPE")
    }
    return library.session(session.name)
  }
}
