import ArgumentParser
import Foundation
import ThawEngine
import ThawProtocol
import ThawStore

/// Tests learning rates for a recipe that comes on standard input.
struct FindRate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lr-find", abstract: "Test learning rates for the recipe on standard input.")

  @Option(help: "The lowest rate.")
  var from: Double

  @Option(help: "The highest rate.")
  var to: Double

  @Option(help: "How many steps are taken.")
  var steps: Int

  func run() throws {
    do {
      let text = String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
      let search = try RateFinder.search(
        try Recipe(toml: text), weightsFolder: Cache.weights,
        rates: RateSearch.rates(from: from, to: to, count: steps)
      ) { step in
        guard isatty(STDERR_FILENO) == 1 else { return }
        FileHandle.standardError.write(Data("\rstep \(step) of at most \(steps)\u{1B}[K".utf8))
      }
      if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
      print(String(decoding: try JSONEncoder.thaw.encode(search), as: UTF8.self))
    } catch {
      throw told(error, ExitCode(1))
    }
  }
}
