import ArgumentParser
import Foundation
import ThawProtocol
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

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var library: LibraryOption

  private struct Machine: Encodable {
    var program: String
    var term: String
    var colorterm: String
    var themes: [String]
    var warnings: [String]
    var sessions: Int
    var folder: String
    /// Packages to install for the example recipes.
    var missing: [String]
    var training: TrainingPlatform
  }

  private struct Report: Encodable {
    struct Finding: Encodable {
      var text: String
      var repairable: Bool
    }

    var session: String
    var looked: [String]
    var findings: [Finding]
    /// How many were repaired; nil where that was not asked for.
    var repaired: Int?
    /// What was lost of a database with damaged pages, and where that is kept.
    var lost: [String]?
    var kept: String?
    /// How many are there now.
    var left: Int
  }

  func validate() throws {
    guard session != nil || !repair else {
      throw ValidationError("--repair takes a session: thaw doctor SESSION --repair")
    }
  }

  func run() throws {
    if let session { return try check(try library.opened.resolve(session)) }
    let environment = ProcessInfo.processInfo.environment
    let themes = Themes()
    let (term, colorterm) = (environment["TERM"] ?? "", environment["COLORTERM"] ?? "")
    let library = library.opened
    let missing = Self.dataSets.filter { !FileManager.default.fileExists(atPath: $0.1) }.map(\.0)
    if json {
      let training = try EngineProcess.output(of: ["doctor", "--json"], input: Data())
      return try printJSON(
        Machine(
          program: Installation.programFolder.path, term: term, colorterm: colorterm,
          themes: themes.names, warnings: themes.warnings.map { "\($0)" },
          sessions: library.names().count, folder: library.folder.path, missing: missing,
          training: try JSONDecoder.thaw.decode(TrainingPlatform.self, from: training)))
    }
    Output.line("thaw       \(Installation.programFolder.path)")
    Output.line("terminal   TERM=\(term) COLORTERM=\(colorterm)")
    Output.line("themes     \(themes.names.joined(separator: ", "))")
    for warning in themes.warnings { Output.line("           \(warning)") }
    Output.line("sessions   \(library.names().count) in \(library.folder.path)")
    for what in missing { Output.line("missing    \(what): apt-get install \(what)") }
    try EngineProcess.replaceThisProgram(arguments: ["doctor"])
  }

  private func check(_ folder: SessionFolder) throws {
    let check = try reading(folder) { try SessionCheck(folder) }
    if json { return try report(check) }
    Output.line("\(folder.name): looked at \(check.looked.joined(separator: ", "))")
    guard !check.findings.isEmpty else { return Output.line("nothing is wrong") }
    for finding in check.findings {
      // Of a damaged database that is not sure, and its finding says what repair does.
      let isRepairable = ![.none, .salvage].contains(finding.repair)
      Output.line("- \(finding.text)" + (isRepairable ? " (can be repaired)" : ""))
    }
    guard repair else {
      if check.findings.contains(where: { $0.repair != .none }) {
        Output.line("repair: thaw doctor \(folder.name) --repair")
      }
      throw ExitCode(1)
    }
    let repaired = try reading(folder) { try check.repair() }
    if let salvage = repaired.salvage {
      for what in salvage.lost { Output.line("lost: \(what)") }
      if salvage.lost.isEmpty { Output.line("nothing is lost") }
      Output.line("the damaged database is kept: \(salvage.kept.path)")
    }
    let left = try SessionCheck(folder).findings.count
    Output.line("\(repaired.count) repaired" + (left > 0 ? ", \(left) left" : ""))
    guard left == 0 else { throw ExitCode(1) }
  }

  /// Repairs if that was asked for, and prints what was found and what is left.
  private func report(_ check: SessionCheck) throws {
    let isRepairing = repair && !check.findings.isEmpty
    let repaired = try isRepairing ? reading(check.session) { try check.repair() } : nil
    let left = try (isRepairing ? SessionCheck(check.session) : check).findings.count
    let findings = check.findings.map {
      Report.Finding(text: $0.text, repairable: $0.repair != .none)
    }
    try printJSON(
      Report(
        session: check.session.name, looked: check.looked, findings: findings,
        repaired: repaired?.count, lost: repaired?.salvage?.lost,
        kept: repaired?.salvage?.kept.path, left: left))
    guard left == 0 else { throw ExitCode(1) }
  }

  /// Runs work on a session of which perhaps nothing can be read.
  private func reading<Value>(_ folder: SessionFolder, _ work: () throws -> Value) throws -> Value {
    do { return try work() } catch StoreError.damaged(let file, let detail) {
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
