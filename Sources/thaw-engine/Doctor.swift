import ArgumentParser
import Foundation
import ThawProtocol
import ThawTensor

/// Says what training runs on.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Say what training runs on.")

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let blas = TorchRuntime.blas
    let weights = (try? FileManager.default.contentsOfDirectory(atPath: Cache.weights.path)) ?? []
    let platform = TrainingPlatform(
      libtorch: TorchRuntime.version, blas: blas.rawValue, blasPath: TorchRuntime.blasPath,
      threads: ProcessInfo.processInfo.activeProcessorCount, weightsFolder: Cache.weights.path,
      weights: weights.sorted())
    if json {
      return print(String(decoding: try JSONEncoder.thaw.encode(platform), as: UTF8.self))
    }
    let advice =
      blas == .pthread
      ? "  slow beside libtorch's own threads: apt-get install libopenblas0-openmp" : ""
    print("libtorch   \(platform.libtorch)")
    print("BLAS       \(platform.blas) (\(platform.blasPath))\(advice)")
    print("threads    \(platform.threads), unless run.threads says otherwise")
    let files =
      weights.isEmpty
      ? "none; make prepare fetches them" : platform.weights.joined(separator: ", ")
    print("weights    \(files) (\(platform.weightsFolder))")
  }
}
