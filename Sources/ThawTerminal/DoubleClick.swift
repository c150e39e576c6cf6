/// Tells the second of two quick clicks on a cell from the first.
struct DoubleClick {
  /// How far apart the two may be: as long as in most desktops.
  private static let patience = Duration.milliseconds(400)

  private var last: (x: Int, y: Int, at: ContinuousClock.Instant)?

  /// Whether a press of the left button is the second of two; the next is a first one again.
  mutating func isSecond(x: Int, y: Int, at now: ContinuousClock.Instant) -> Bool {
    if let last, last.x == x, last.y == y, now - last.at <= Self.patience {
      self.last = nil
      return true
    }
    last = (x, y, now)
    return false
  }
}
