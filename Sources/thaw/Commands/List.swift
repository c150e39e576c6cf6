import ArgumentParser
import Foundation
import ThawProtocol
import ThawStore

/// Lists the sessions.
struct List: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls", abstract: "List the sessions, the newest first.")

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print it again whenever it changes, until ctrl-c.")
  var watch = false

  @OptionGroup var library: LibraryOption

  func run() async throws {
    let listing = library.opened.listing()
    for broken in listing.broken {
      FileHandle.standardError.write(Data("thaw: \(broken.name): \(broken.error)\n".utf8))
    }
    if watch { return try await follow() }
    Output.line(try text(of: listing.sessions))
  }

  /// Looks once a second; in a terminal each list takes the place of the one before.
  private func follow() async throws {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var shown: String?
    while true {
      let text = try text(of: library.opened.listing().sessions)
      if text != shown {
        shown = text
        let pieces = text.split(separator: "\n", omittingEmptySubsequences: false)
        Output.line(
          isTerminal && !json
            ? "\u{1B}[H" + pieces.map { "\($0)\u{1B}[K\n" }.joined() + "\u{1B}[J" : text)
      }
      try await Task.sleep(for: .seconds(1))
    }
  }

  private func text(of sessions: [SessionSummary]) throws -> String {
    if json { return String(decoding: try JSONEncoder.thaw.encode(sessions), as: UTF8.self) }
    guard !sessions.isEmpty else {
      return "no sessions in \(library.opened.folder.path); start one: thaw run RECIPE"
    }
    var table = TextTable(
      header: ["session", "state", "step", "started", "val/loss", "val/accuracy"],
      rightAligned: [2, 4, 5])
    for session in sessions {
      table.add([
        session.name, "\(session.state)", "\(session.step)",
        session.started.formatted(date: .abbreviated, time: .shortened),
        best(MetricName.validationLoss, of: session),
        best(MetricName.validationAccuracy, of: session),
      ])
    }
    return table.text
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
