import ArgumentParser
import ThawDashboard
import ThawProtocol
import ThawStore

/// Prints a session.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a session: its state, layers, metrics and journal.")

  @Argument(help: "The session.")
  var session: String

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var library: LibraryOption

  func run() throws {
    let folder = try library.opened.resolve(session)
    let detail = try SessionReader(folder).detail()
    if json { return try printJSON(detail) }
    Output.line(SessionText.header(of: detail))
    let use = DiskUse(of: folder)
    Output.line(
      "on disk \(printedBytes(use.total))"
        + (use.checkpoints > 0 ? ", checkpoints \(printedBytes(use.checkpoints)) of it" : ""))
    let labels = SessionText.labels(of: detail.summary)
    if !labels.isEmpty { Output.line(labels) }
    if [.dead, .failed].contains(detail.summary.state), detail.origin == nil {
      Output.line(SessionText.ending(EngineEnding(of: folder), of: detail, at: folder.address))
    }
    Output.line("\n" + SessionText.metrics(of: detail))
    Output.line("\n" + SessionText.rows(of: detail))
    if !detail.journal.isEmpty { Output.line("\n" + SessionText.journal(of: detail)) }
  }
}
