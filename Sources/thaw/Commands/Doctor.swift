import ArgumentParser
import Foundation
import ThawStore

/// Says what thaw finds on this machine.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is installed, what training runs on, and what is missing.")

  @OptionGroup var library: LibraryOption

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let themes = Themes()
    Output.line("thaw       \(Installation.programFolder.path)")
    Output.line(
      "terminal   TERM=\(environment["TERM"] ?? "") COLORTERM=\(environment["COLORTERM"] ?? "")")
    Output.line("themes     \(themes.names.joined(separator: ", "))")
    for warning in themes.warnings { Output.line("           \(warning)") }
    Output.line("sessions   \(library.opened.names().count) in \(library.opened.folder.path)")
    for (what, path) in Self.dataSets where !FileManager.default.fileExists(atPath: path) {
      Output.line("missing    \(what): apt-get install \(what)")
    }
    try EngineProcess.replaceThisProgram(arguments: ["doctor"])
  }

  /// What the example recipes read.
  private static let dataSets = [
    ("dataset-fashion-mnist", "/usr/share/datasets/fashion-mnist"),
    ("tuxpaint-stamps-default", "/usr/share/tuxpaint/stamps"),
  ]
}
