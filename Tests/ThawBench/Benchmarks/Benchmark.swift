import ArgumentParser
import Foundation

/// What can be measured.
enum Benchmark: String, CaseIterable, ExpressibleByArgument {
  case firstScreen = "first-screen"
  case frame
  case append
  case zoom
  case listing
  case formats
  case bus
  case key
  case idle
  case training
  case steering
  case memory
  case live
  case soak

  func measure(on workbench: Workbench, _ options: TrainingOptions) async throws -> [Measurement] {
    switch self {
    case .firstScreen: try FirstScreen(workbench).measure()
    case .frame: try FrameTime(workbench).measure()
    case .append: try Appending(workbench).measure()
    case .zoom: try Zooming(workbench).measure()
    case .listing: try Listing(workbench).measure()
    case .formats: try Formats(workbench).measure()
    case .bus: try await Posting().measure()
    case .key: try KeyLatency(workbench).measure()
    case .idle: try Idling(workbench).measure()
    case .training:
      try TrainingSpeed(workbench: workbench, rounds: options.rounds, threads: options.cores)
        .measure()
    case .steering: try await Steering(workbench: workbench, threads: options.cores).measure()
    case .memory: try MemoryForecast(workbench).measure()
    case .live: try await WatchingLive(workbench).measure()
    case .soak: try await Soaking(workbench).measure()
    }
  }
}

/// How training is measured.
struct TrainingOptions: ParsableArguments {
  @Option(help: "How often each fine-tune is done by thaw and by PyTorch.")
  var rounds = 5

  @Option(help: "Threads of both; otherwise one a core.")
  var threads: Int?

  var cores: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
