import ThawBus
import ThawProtocol

/// What telling everybody costs the training loop.
struct Posting {
  private static let rounds = 100
  private static let posts = 1_000

  func measure() async throws -> [Measurement] {
    let five = try await post(.million) { $0 }
    // As the loop does: the values are put into a record one by one.
    let step = try await post(.tenThousand) { record in
      var copy = record
      copy.values = [:]
      for (name, value) in record.values { copy.values[name] = value }
      return copy
    }
    let metrics = RecordedRun.tenThousand.metrics.count
    return [
      Measurement(
        what: "post 5 metrics to 3 readers", unit: "µs", values: five, goal: .atMost(5)),
      Measurement(
        what: "log a metric, \(metrics) a step, 3 readers", unit: "µs",
        values: step.map { $0 / Double(metrics) }, goal: .atMost(5)),
    ]
  }

  /// Microseconds that logging a step of a run takes while three readers read.
  private func post(
    _ run: RecordedRun, _ log: (MetricRecord) -> MetricRecord
  ) async throws -> [Double] {
    let bus = MessageBus<Signal>(coalescingKey: \.coalescingKey)
    let readers = (0..<3).map { _ in
      let subscription = bus.subscribe(capacity: Self.rounds * Self.posts)
      return Task {
        var count = 0
        for try await _ in subscription { count += 1 }
        return count
      }
    }
    var values = SyntheticValues(of: run)
    // Without the evaluations in between.
    let records = values.records(0..<Self.posts).map { record in
      var record = record
      record.values = record.values.filter { run.metrics.contains($0.key) }
      return record
    }
    let times = milliseconds(of: Self.rounds) {
      for record in records { bus.post(.event(.metrics([log(record)]))) }
    }
    bus.finish()
    for reader in readers {
      let count = try await reader.value
      precondition(count == Self.rounds * Self.posts, "a reader missed messages")
    }
    return times.map { $0 * 1_000 / Double(Self.posts) }
  }
}
