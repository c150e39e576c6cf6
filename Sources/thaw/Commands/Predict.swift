import ArgumentParser
import Foundation
import ThawProtocol
import ThawStore

/// Has a session's model look at pictures.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Print what a session's model sees on pictures.",
    discussion: """
      Below it stands what the model that the run started from sees, by the classes of the head that it came \
      with: “class 934” is their number, since weights come without names.
      """)

  @Argument(help: "The session.")
  var session: String

  @Argument(help: "JPEG or PNG files.")
  var inputs: [String]

  @OptionGroup var choice: CheckpointOption

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var library: LibraryOption

  func run() throws {
    let folder = try library.opened.resolve(session)
    let reader = try SessionReader(folder)
    try reader.refuseImported()
    let checkpoint = try reader.checkpoint(choice.choice)
    let arguments =
      ["predict", folder.url.path, checkpoint.folder] + inputs + (json ? ["--json"] : [])
    try EngineProcess.replaceThisProgram(arguments: arguments)
  }
}
