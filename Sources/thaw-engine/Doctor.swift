import ArgumentParser
import Foundation
import ThawTensor

/// Says what training runs on.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Say what training runs on.")

  func run() {
    let blas = TorchRuntime.blas
    let advice =
      blas == .pthread
      ? "  slow beside libtorch's own threads: apt-get install libopenblas0-openmp" : ""
    print("libtorch   \(TorchRuntime.version)")
    print("BLAS       \(blas) (\(TorchRuntime.blasPath))\(advice)")
    print(
      "threads    \(ProcessInfo.processInfo.activeProcessorCount), unless run.threads says otherwise"
    )
    let weights = (try? FileManager.default.contentsOfDirectory(atPath: Cache.weights.path)) ?? []
    let files =
      weights.isEmpty ? "none; make prepare fetches them" : weights.sorted().joined(separator: ", ")
    print("weights    \(files) (\(Cache.weights.path))")
  }
}
