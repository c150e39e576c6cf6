import ArgumentParser
import Foundation
import ThawStore

/// Says what thaw finds on this machine, or in a session.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what is installed and what is missing; or check a session, and repair it.")

  @Argument(help: "A session to check, every value of it.")
  var session: String?

  @Flag(help: "Repair what can be repaired.")
  var repair = false

  @OptionGroup var library: LibraryOption

  func validate() throws {
    guard session != nil || !repair else {
      throw ValidationError("--repair takes a session: thaw doctor SESSION --repair")
    }
  }

  func run() throws {
    if let session { return try check(try library.opened.resolve(session)) }
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

  private func check(_ folder: SessionFolder) throws {
    let check = try look(at: folder)
    Output.line("\(folder.name): looked at \(check.looked.joined(separator: ", "))")
    guard !check.findings.isEmpty else { return Output.line("nothing is wrong") }
    for finding in check.findings {
      Output.line("- \(finding.text)" + (finding.repair == .none ? "" : " (can be repaired)"))
    }
    guard repair else {
      if check.findings.contains(where: { $0.repair != .none }) {
        Output.line("repair: thaw doctor \(folder.name) --repair")
      }
      throw ExitCode(1)
    }
    let count = try check.repair()
    let left = try SessionCheck(folder).findings.count
    Output.line("\(count) repaired" + (left > 0 ? ", \(left) left" : ""))
    guard left == 0 else { throw ExitCode(1) }
  }

  private func look(at folder: SessionFolder) throws -> SessionCheck {
    do { return try SessionCheck(folder) } catch {
      guard case .damaged(let file, let detail) = error else { throw error }
      throw Failure.run(
        "nothing can be read of \(file): \(detail); thaw delete \(folder.name) puts it away")
    }
  }

  /// What the example recipes read.
  private static let dataSets = [
    ("dataset-fashion-mnist", "/usr/share/datasets/fashion-mnist"),
    ("tuxpaint-stamps-default", "/usr/share/tuxpaint/stamps"),
  ]
}
