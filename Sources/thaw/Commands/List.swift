import ArgumentParser
import Foundation
import ThawProtocol
import ThawStore

/// Lists the sessions.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls", abstract: "List the sessions, the newest first.")

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var library: LibraryOption

  func run() throws {
    let listing = library.opened.listing()
    for broken in listing.broken {
      FileHandle.standardError.write(Data("thaw: \(broken.name): \(broken.error)\n".utf8))
    }
    if json { return try printJSON(listing.sessions) }
    guard !listing.sessions.isEmpty else {
      return print("no sessions in \(library.opened.folder.path); start one: thaw run RECIPE")
    }
    var table = TextTable(
      header: ["session", "state", "step", "started", "val/loss", "val/accuracy"],
      rightAligned: [2, 4, 5])
    for session in listing.sessions {
      table.add([
        session.name, "\(session.state)", "\(session.step)",
        session.started.formatted(date: .abbreviated, time: .shortened),
        best(MetricName.validationLoss, of: session),
        best(MetricName.validationAccuracy, of: session),
      ])
    }
    print(table.text)
  }

  private func best(_ metric: String, of session: SessionSummary) -> String {
    session.metrics[metric]?.best.map(Numbers.short) ?? "–"
  }
}

/// Prints a value as thaw's JSON.
///
/// - Throws: Why it cannot be encoded.
func printJSON(_ value: some Encodable) throws {
  print(String(decoding: try JSONEncoder.thaw.encode(value), as: UTF8.self))
}
