import Foundation
import ThawStore

/// Fine-tunes with the distribution's PyTorch: the same weights, pictures, order and batches.
struct PyTorchTraining {
  private static let script = "Tests/ThawBench/python/finetune.py"
  private static let python = "/usr/bin/python3"

  /// What the script is told.
  private struct Settings: Encodable {
    var weights, images, labels: String
    var size, limit, classes, batch, threads, last, steps: Int
    var seed: UInt64
    var rate, decay: Double
  }

  private struct Output: Decodable {
    var version: String
    var times, losses: [Double]
  }

  /// The version, and how it runs; for the report.
  let description: String
  private let environment: [String: String]

  /// - Throws: How to install what is missing.
  init(threads: Int) throws {
    let libraries = ["x86_64", "aarch64"].map { "/usr/lib/\($0)-linux-gnu/openblas-openmp" }
    // Its best: the openmp OpenBLAS, which shares libtorch's threads instead of fighting them, and
    // a malloc that keeps what a step leaves for the next one.
    environment = [
      "LD_LIBRARY_PATH": libraries.joined(separator: ":"), "OMP_NUM_THREADS": "\(threads)",
      "MALLOC_MMAP_THRESHOLD_": "4294967296", "MALLOC_TRIM_THRESHOLD_": "4294967296",
      "MALLOC_TOP_PAD_": "268435456",
    ]
    do {
      let version = try Subprocess.run(
        Self.python, ["-c", "import torch; print(torch.__version__)"], environment: environment)
      description =
        "PyTorch \(String(decoding: version, as: UTF8.self).trimmingCharacters(in: .newlines))"
        + " (python3-torch, openmp OpenBLAS, channels-last, foreach AdamW, tuned malloc)"
    } catch {
      throw Workbench.Missing(
        description: "\(Self.python) has no torch: apt-get install python3-torch\n\(error)")
    }
  }

  func run(_ recipe: Recipe, trainableRows: Int, weights: String) throws -> TrainedSteps {
    guard case .idx(let files) = recipe.data.source, let limit = recipe.data.limit,
      let steps = recipe.run.steps, let threads = recipe.run.threads
    else { preconditionFailure("the benchmark's recipe says all of these") }
    let settings = Settings(
      weights: weights, images: files.trainImages, labels: files.trainLabels,
      size: recipe.data.size, limit: limit, classes: files.classes?.count ?? 10,
      batch: recipe.run.batch, threads: threads, last: trainableRows, steps: steps,
      seed: recipe.run.seed, rate: recipe.optimizer.learningRate,
      decay: recipe.optimizer.weightDecay)
    let words = String(decoding: try JSONEncoder().encode(settings), as: UTF8.self)
    let printed = try Subprocess.run(
      Self.python, [Self.script, words], environment: environment)
    let output = try JSONDecoder().decode(Output.self, from: printed)
    return TrainedSteps(times: output.times, losses: output.losses)
  }
}
