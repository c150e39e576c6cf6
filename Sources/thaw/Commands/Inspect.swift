import ArgumentParser

/// Prints the rows of a weights file.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Print the rows, parameters and tensors of a weights file.")

  @Argument(help: "A .pth, .bin or .safetensors file.")
  var weights: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    // Reading weights needs libtorch, which this program never loads.
    let arguments = ["inspect", weights] + (json ? ["--json"] : [])
    try EngineProcess.replaceThisProgram(arguments: arguments)
  }
}
