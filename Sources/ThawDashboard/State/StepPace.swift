import ThawProtocol

/// How long the last steps took, by the engine's own clock.
struct StepPace: Equatable, Sendable {
  private static let limit = 32

  private var last: MetricRecord?
  private var seconds: [Double] = []

  /// The usual time between two steps in seconds; nil until a few were seen.
  var median: Double? { seconds.count < 4 ? nil : seconds.sorted()[seconds.count / 2] }

  mutating func take(_ records: [MetricRecord]) {
    for record in records where record.values[MetricName.trainLoss] != nil {
      if let last, record.step > last.step, record.time > last.time {
        seconds.append((record.time - last.time) / Double(record.step - last.step))
        if seconds.count > Self.limit { seconds.removeFirst() }
      }
      last = record
    }
  }
}
