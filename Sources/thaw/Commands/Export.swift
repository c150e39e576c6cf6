import ArgumentParser
import Foundation
import ThawStore

/// Writes a session's metrics in another format.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a session's metrics as CSV: metric,step,epoch,time,value.")

  @Argument(help: "The session.")
  var session: String

  @Flag(help: "CSV, the default and only format.")
  var csv = false

  @Option(help: "Only this metric. May be repeated.")
  var metric: [String] = []

  @OptionGroup var library: LibraryOption

  func run() throws {
    let reader = try SessionReader(try library.library.resolve(session))
    if let unknown = Set(metric).subtracting(try reader.metricNames()).min() {
      throw Failure.usage("session “\(session)” logged no metric “\(unknown)”")
    }
    try reader.exportCSV(metrics: metric.isEmpty ? nil : metric) { piece in
      try FileHandle.standardOutput.write(contentsOf: Data(piece.utf8))
    }
  }
}
