/// How long to wait before the next attempt: twice as long after each, up to a limit.
struct Backoff: Sendable {
  private let first: Duration
  private let limit: Duration
  private var delay: Duration

  init(first: Duration = .milliseconds(100), limit: Duration = .seconds(2)) {
    self.first = first
    self.limit = limit
    delay = first
  }

  /// The wait before the next attempt.
  mutating func next() -> Duration {
    defer { delay = min(delay * 2, limit) }
    return delay
  }

  /// Starts over, after an attempt that succeeded.
  mutating func reset() { delay = first }
}
