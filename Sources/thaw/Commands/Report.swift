import ArgumentParser
import Foundation
import ThawDashboard
import ThawStore

/// Writes a comparison as a page.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a comparison of sessions as one HTML file that needs nothing else.",
    discussion: "Curves, tables of all differences, and who trained when; light and dark.")

  @OptionGroup var compared: ComparedSessions

  @Option(name: .shortAndLong, help: "The file to write; one that is there is replaced.")
  var output = "report.html"

  @OptionGroup var library: LibraryOption

  func run() throws {
    let page = try compared.report(in: library.opened).html
    do { try Data(page.utf8).write(to: URL(filePath: output), options: .atomic) } catch {
      throw Failure.unwritable(output, error)
    }
    print(output)
  }
}
