/// When the next picture may be painted.
///
/// At most 30 in a second over time. A few may come at once, so that a key need not wait for the
/// picture before it; what comes by itself waits, so that a fast run costs no more to watch than a
/// slow one.
public struct FramePace: Sendable {
  /// What a picture is painted for.
  public enum Occasion: Sendable {
    /// Something was opened and is still empty.
    case opening
    /// The person did something.
    case input
    /// The engine said something, or time passed.
    case news
  }

  private static let interval = Duration.milliseconds(33)
  /// So many pictures may come at once.
  private static let burst = 4

  /// How far apart pictures are that nobody asked for, at least.
  public var newsInterval = Duration.milliseconds(90)

  private var last: ContinuousClock.Instant?
  /// When as many pictures could have been painted at an even pace as were.
  private var even: ContinuousClock.Instant?

  /// Nothing was painted yet.
  public init() {}

  /// When a picture may be painted that is wanted now.
  public func due(
    for occasion: Occasion, at now: ContinuousClock.Instant
  ) -> ContinuousClock.Instant {
    guard let last, let even, occasion != .opening else { return now }
    let allowed = max(now, even - Self.interval * (Self.burst - 1))
    return occasion == .input ? allowed : max(allowed, last + newsInterval)
  }

  /// Notes that a picture was painted.
  public mutating func paint(at now: ContinuousClock.Instant) {
    last = now
    even = max(even ?? now, now) + Self.interval
  }
}
