import Foundation
import ThawProtocol
import ThawStore

/// Fine-tunes with `thaw run`, as a user does, and reads the times that it stored.
struct ThawTraining {
  let program: String
  /// Where its sessions go; gone with the scratch folder.
  let library: SessionLibrary

  struct Outcome {
    var steps: TrainedSteps
    /// Whether it kept outputs of frozen rows.
    var usedCache: Bool
  }

  func run(_ recipe: Recipe, name: String) throws -> Outcome {
    let file = library.folder.appending(path: "\(name).toml")
    try recipe.toml.write(to: file, atomically: true, encoding: .utf8)
    try Subprocess.run(
      program, ["run", file.path, "--name", name, "--sessions", library.folder.path])
    let reader = try SessionReader(library.session(name))
    let points = try reader.points(of: MetricName.trainLoss)
    guard points.count == recipe.run.steps else {
      throw Workbench.Missing(description: "thaw took \(points.count) steps, not all; see its log")
    }
    return Outcome(
      steps: TrainedSteps(times: points.map(\.time), losses: points.map(\.value)),
      usedCache: try reader.metricNames().contains { $0.hasSuffix("cache_hit_rate") })
  }
}
