import ArgumentParser
import Foundation

/// Measures what a person feels of thaw, and prints it beside its goals.
@main
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thaw-bench",
    abstract:
      "Measure start, frames, store, bus, keys and training, and compare them with their goals.",
    discussion: """
      Screens are measured on the thaw that stands beside this program. The sessions they show are \
      made once and kept in the temporary folder. Training is measured beside the distribution's PyTorch.
      """)

  @Option(help: "Measure only this; may be repeated.")
  var only: [Benchmark] = []

  @OptionGroup var training: TrainingOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let workbench = try Workbench()
    var measurements: [Measurement] = []
    for benchmark in only.isEmpty ? Benchmark.allCases : only {
      StandardError.line("\(benchmark.rawValue) …")
      measurements += try await benchmark.measure(on: workbench, training)
    }
    let report = Report(machine: .current, measurements: measurements)
    print(json ? try report.json : report.table)
  }
}

/// Says on standard error what takes a while, away from what is printed.
enum StandardError {
  static func line(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}
