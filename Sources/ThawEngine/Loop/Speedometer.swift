/// Samples a second over the last steps.
struct Speedometer: Sendable {
  private var steps: [(samples: Int, seconds: Double)] = []
  private static let window = 20

  /// Adds a step.
  mutating func record(samples: Int, seconds: Double) {
    steps.append((samples, seconds))
    if steps.count > Self.window { steps.removeFirst() }
  }

  /// Samples a second; 0 while nothing was measured.
  var samplesPerSecond: Double {
    let seconds = steps.reduce(0) { $0 + $1.seconds }
    return seconds > 0 ? Double(steps.reduce(0) { $0 + $1.samples }) / seconds : 0
  }

  /// How long so many further steps take, or nil while nothing was measured.
  func seconds(for count: Int) -> Double? {
    steps.isEmpty
      ? nil : steps.reduce(0) { $0 + $1.seconds } / Double(steps.count) * Double(count)
  }
}
