/// When the next picture may be painted.
///
/// At most 30 in a second over time. A few may come at once, so that a key need not wait for the
/// picture before it. What comes by itself waits, and takes a small share of a core over time: on a
/// machine that trains with all its cores almost nothing, and over a slow line less often.
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
  /// The time for painting news that is saved up at most, and that a person who does something is
  /// given: a second or so in which all is shown as it comes.
  private static let reserve = Duration.milliseconds(20)
  /// No news waits longer, whatever a picture takes: here and where less than half a core is free.
  ///
  /// A run of which nothing is heard for 3 s is called stalled, so the longer one stays far below.
  private static let patience = (
    usual: Duration.milliseconds(500), busy: Duration.milliseconds(1_500)
  )
  /// How long a person who did something is taken to look.
  private static let attention = Duration.seconds(2)

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

  /// What news may take of a core over time: where less than half of one is free, it is taken from somebody
  /// else.
  private var share: Double { isBusy ? 0.002 : 0.05 }
  private var patience: Duration { isBusy ? Self.patience.busy : Self.patience.usual }
  private var isBusy: Bool { busyCores > cores - 0.5 }

  /// How far apart news should come: each delivery wakes several threads here and in the engine.
  ///
  /// Twice as far as pictures may be painted of it, so that each is painted when it comes; on a busy machine
  /// only while somebody looks.
  public func deliveryInterval(at now: ContinuousClock.Instant) -> Duration {
    let isWatched = lastInput.map { now - $0 < Self.attention } ?? false
    return isBusy && !isWatched ? patience : newsInterval * 2
  }

  /// Nothing was painted yet.
  public init() {}

  /// When a picture may be painted that is wanted now.
  public func due(
    for occasion: Occasion, at now: ContinuousClock.Instant
  ) -> ContinuousClock.Instant {
    guard let last, let even, occasion != .opening else { return now }
    let allowed = max(now, even - Self.interval * (Self.burst - 1))
    guard occasion == .news else { return allowed }
    let repaid = last - min(saved, .zero) / share
    return max(allowed, last + newsInterval, min(repaid, last + patience))
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
    saved = min(saved + rest * share, Self.reserve)
    switch occasion {
    case .opening: break
    case .input:
      saved = Self.reserve
      lastInput = end
    case .news: saved -= end - start
    }
    last = end
    even = max(even ?? end, end) + Self.interval
  }
}
