import ArgumentParser
import Foundation
import ThawModels
import ThawProtocol

/// Prints the rows of a weights file.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the rows, parameters and tensors of a weights file.")

  @Argument(help: "A .pth, .bin or .safetensors file.")
  var weights: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    do {
      let inspection = WeightsInspection(try WeightsFile.read(URL(filePath: weights)))
      if json {
        let data = try JSONEncoder.thaw.encode(inspection)
        print(String(decoding: data, as: UTF8.self))
      } else {
        print(inspection.table)
      }
    } catch {
      throw told(error, ExitCode(2))
    }
  }
}
