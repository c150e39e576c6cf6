import ArgumentParser
import Foundation
import ThawDashboard
import ThawStore

/// Writes a comparison as a page.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a comparison of sessions as one HTML file that needs nothing else.",
    discussion: "Curves, tables of all differences, and who trained when; light and dark.")

  @OptionGroup var compared: ComparedSessions

  @Option(name: [.customShort("o"), .customLong("output")], help: "The file to write.")
  var page = "report.html"

  @OptionGroup var output: OutputOption

  @OptionGroup var library: LibraryOption

  func run() throws {
    try output.check(page)
    try output.write(Data(compared.report(in: library.opened).html.utf8), to: page)
    Output.line(page)
  }
}
