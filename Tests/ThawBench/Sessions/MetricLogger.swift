import Foundation

/// Logs a run with the Python packages of other tools.
struct MetricLogger {
  private static let script = "Tests/ThawBench/python/log_metrics.py"

  enum Tool: String, Encodable {
    case tensorBoard = "tensorboard"
    case wandb

    /// Its name in print.
    var name: String {
      switch self {
      case .tensorBoard: "TensorBoard"
      case .wandb: "W&B"
      }
    }
  }

  struct Outcome: Decodable {
    /// The packages' versions.
    var version: String
    /// Microseconds that logging a step takes the caller, thousand by thousand.
    var logging: [Double]
    /// The size of the file.
    var bytes: Int
    /// Milliseconds from the file to curves, where the package reads it at all.
    var opening: Double?
  }

  private struct Task: Encodable {
    var tool: Tool
    var folder, values: String
    var metrics: [String]
    var steps: Int
  }

  private let python: String

  /// - Throws: How to install what is missing.
  init(_ workbench: Workbench) throws {
    python = "\(Workbench.cache)/bench-python/bin/python"
    guard access(python, X_OK) == 0 else {
      throw Workbench.Missing(
        description: "there is no \(python) with tensorboard and wandb: make bench makes it")
    }
  }

  /// Logs the first steps of a run, whose values lie in a file, as the script wants them.
  func log(
    _ run: RecordedRun, steps: Int, values: URL, with tool: Tool, in folder: URL
  ) throws -> Outcome {
    let place = folder.appending(path: "\(run.name).\(tool.rawValue)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let task = Task(
      tool: tool, folder: place.path, values: values.path, metrics: run.metrics, steps: steps)
    let words = String(decoding: try JSONEncoder().encode(task), as: UTF8.self)
    return try JSONDecoder().decode(
      Outcome.self, from: try Subprocess.run(python, [Self.script, words]))
  }
}
