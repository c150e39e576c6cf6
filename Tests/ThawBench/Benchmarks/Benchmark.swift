import ArgumentParser

/// What can be measured.
enum Benchmark: String, CaseIterable, ExpressibleByArgument {
  case firstScreen = "first-screen"
  case frame
  case append
  case zoom
  case bus
  case key
  case idle

  func measure(on workbench: Workbench) async throws -> [Measurement] {
    switch self {
    case .firstScreen: try FirstScreen(workbench).measure()
    case .frame: try FrameTime(workbench).measure()
    case .append: try Appending(workbench).measure()
    case .zoom: try Zooming(workbench).measure()
    case .bus: try await Posting().measure()
    case .key: try KeyLatency(workbench).measure()
    case .idle: try Idling(workbench).measure()
    }
  }
}
