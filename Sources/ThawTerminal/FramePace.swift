/// When the next picture may be painted.
///
/// At most 30 in a second over time. A few may come at once, so that a key need not wait for the
/// picture before it. What comes by itself waits, and takes a small share of a core over time: a fast
/// run costs no more to watch than a slow one, and pictures that take long, on a busy machine or over
/// a slow line, come rarely.
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
  /// What news may take of a core over time.
  private static let share = 0.005
  /// The time for painting news that is saved up at most, and that a person who does something is
  /// given: a second or so in which all is shown as it comes.
  private static let reserve = Duration.milliseconds(20)
  /// No news waits longer, whatever a picture takes.
  private static let patience = Duration.milliseconds(500)

  /// How far apart pictures are that nobody asked for, at least.
  public var newsInterval = Duration.milliseconds(90)

  private var last: ContinuousClock.Instant?
  /// When as many pictures could have been painted at an even pace as were.
  private var even: ContinuousClock.Instant?
  /// The time for painting news that was left after the last picture; below zero where too much was
  /// taken.
  private var saved = Duration.zero

  /// Nothing was painted yet.
  public init() {}

  /// When a picture may be painted that is wanted now.
  public func due(
    for occasion: Occasion, at now: ContinuousClock.Instant
  ) -> ContinuousClock.Instant {
    guard let last, let even, occasion != .opening else { return now }
    let allowed = max(now, even - Self.interval * (Self.burst - 1))
    guard occasion == .news else { return allowed }
    let repaid = last - min(saved, .zero) / Self.share
    return max(allowed, last + newsInterval, min(repaid, last + Self.patience))
  }

  /// Notes that a picture was painted.
  ///
  /// - Parameters:
  ///   - occasion: What for.
  ///   - start: When it was begun.
  ///   - end: When the terminal had it.
  public mutating func paint(
    for occasion: Occasion, from start: ContinuousClock.Instant, to end: ContinuousClock.Instant
  ) {
    let rest = last.map { end - $0 } ?? .zero
    saved = min(saved + rest * Self.share, Self.reserve)
    switch occasion {
    case .opening: break
    case .input: saved = Self.reserve
    case .news: saved -= end - start
    }
    last = end
    even = max(even ?? end, end) + Self.interval
  }
}
