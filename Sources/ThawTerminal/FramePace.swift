/// When the next picture may be painted.
///
/// At most 30 in a second over time. A few may come at once, so that a key need not wait for the
/// picture before it. What comes by itself waits, and takes a small share of a core over time: over a
/// slow line it comes less often. Where all cores train and nobody touches the dashboard, the news come
/// rarely and time alone is no reason for a picture.
public struct FramePace: Sendable {
  /// What a picture is painted for.
  public enum Occasion: Sendable {
    /// Something was opened and is still empty.
    case opening
    /// The person did something.
    case input
    /// The engine said something.
    case news
    /// Time passed.
    case time
  }

  private static let interval = Duration.milliseconds(33)
  /// So many pictures may come at once.
  private static let burst = 4
  /// What news may take of a core over time.
  private static let share = 0.05
  /// The time for painting news that is saved up at most, and that a person who does something is
  /// given: a second or so in which all is shown as it comes.
  private static let reserve = Duration.milliseconds(20)
  /// No news waits longer, whatever a picture takes.
  private static let patience = Duration.milliseconds(500)
  /// How long a person who did something is taken to look.
  private static let attention = Duration.seconds(2)
  /// How far apart news come that nobody waits for, and how long time is not shown while they do.
  private static let unattended = (
    news: Duration.milliseconds(1_400), time: Duration.milliseconds(4_500)
  )

  /// How far apart pictures are that nobody asked for, at least.
  public var newsInterval = Duration.milliseconds(90)

  /// How many cores have something to do, over the last seconds, and how many there are.
  private var busyCores = 0.0
  private var cores = 1.0
  private var last: ContinuousClock.Instant?
  private var lastInput: ContinuousClock.Instant?
  /// When as many pictures could have been painted at an even pace as were.
  private var even: ContinuousClock.Instant?
  /// The time for painting news that was left after the last picture; below zero where too much was
  /// taken.
  private var saved = Duration.zero

  /// Whether less than half a core is free, so that all that is done here is taken from somebody else, and
  /// nobody did anything here for a while.
  public func isUnattended(at now: ContinuousClock.Instant) -> Bool {
    busyCores > cores - 0.5 && !(lastInput.map { now - $0 < Self.attention } ?? false)
  }

  /// How far apart news should come: each delivery wakes several threads here and in the engine.
  ///
  /// Twice as far as pictures may be painted of it, so that each is painted when it comes.
  public func deliveryInterval(at now: ContinuousClock.Instant) -> Duration {
    isUnattended(at: now) ? Self.unattended.news : newsInterval * 2
  }

  /// Nothing was painted yet.
  public init() {}

  /// When a picture may be painted that is wanted now.
  public func due(
    for occasion: Occasion, at now: ContinuousClock.Instant
  ) -> ContinuousClock.Instant {
    guard let last, let even, occasion != .opening else { return now }
    let allowed = max(now, even - Self.interval * (Self.burst - 1))
    if occasion == .input { return allowed }
    if occasion == .time, isUnattended(at: now) { return last + Self.unattended.time }
    let repaid = last - min(saved, .zero) / Self.share
    return max(allowed, last + newsInterval, min(repaid, last + Self.patience))
  }

  /// Notes how many tasks run or want to beside this one, a few times a second.
  ///
  /// The system's own averages are no use: with as many tasks as cores that of a minute takes longer than a
  /// minute to say so.
  public mutating func look(running tasks: Int, cores: Int) {
    self.cores = Double(cores)
    busyCores += 0.15 * (min(Double(tasks), self.cores) - busyCores)
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
    case .input:
      saved = Self.reserve
      lastInput = end
    case .news, .time: saved -= end - start
    }
    last = end
    even = max(even ?? end, end) + Self.interval
  }
}
