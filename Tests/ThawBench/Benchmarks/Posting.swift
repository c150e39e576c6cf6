import ThawBus
import ThawProtocol

/// What telling everybody costs the training loop.
struct Posting {
  private static let rounds = 100
  private static let posts = 1_000

  func measure() async throws -> [Measurement] {
    let bus = MessageBus<Signal>(coalescingKey: \.coalescingKey)
    let readers = (0..<3).map { _ in
      let subscription = bus.subscribe(capacity: Self.rounds * Self.posts)
      return Task {
        var count = 0
        for try await _ in subscription { count += 1 }
        return count
      }
    }
    var values = SyntheticValues(of: .million)
    let events = values.records(0..<Self.posts).map { Signal.event(.metrics([$0])) }
    let times = milliseconds(of: Self.rounds) {
      for event in events { bus.post(event) }
    }
    bus.finish()
    for reader in readers {
      let count = try await reader.value
      precondition(count == Self.rounds * Self.posts, "a reader missed messages")
    }
    return [
      Measurement(
        what: "post 5 metrics to 3 readers", unit: "µs",
        values: times.map { $0 * 1_000 / Double(Self.posts) }, goal: .atMost(5))
    ]
  }
}
