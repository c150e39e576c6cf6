import ArgumentParser
import Foundation
import ThawDashboard
import ThawProtocol
import ThawStore

/// Compares sessions with the first of them.
struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare sessions with the first: curves, results, and what their recipes differ in.",
    discussion: "In a terminal: the dashboard's Compare screen. Elsewhere, or with --text: tables.")

  @Argument(help: "Two or more sessions.")
  var sessions: [String]

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print tables, in a terminal too.")
  var text = false

  @OptionGroup var once: OnceOptions

  @OptionGroup var look: LookOptions

  @OptionGroup var library: LibraryOption

  func validate() throws {
    guard sessions.count > 1 else { throw ValidationError("compare takes two or more sessions") }
  }

  func run() async throws {
    let library = library.opened
    let names = try sessions.map { try library.resolve($0).name }
    if once.once {
      let state = try Moment(library: library, once: once).comparison(of: names)
      return try once.show(state, look: look.look)
    }
    guard json || text || isatty(STDOUT_FILENO) == 0 else {
      return try await Dashboard.run(.compare(names), library: library, look: look.look)
    }
    let comparison = Comparison(of: try names.map { try library.detail($0) })
    if json { return try printJSON(comparison) }
    print(ComparisonText.metrics(of: comparison))
    print("\n" + ComparisonText.differences(of: comparison))
  }
}
