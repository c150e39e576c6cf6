import ThawProtocol

/// A thaw that does not fit in memory, and was asked for once.
struct UnconfirmedThaw: Equatable, Sendable {
  /// The rows, as indices into the board's.
  var rows: [Int]
  /// When asking again no longer confirms it, on the dashboard's clock.
  var until: Double
}

extension DashboardState {
  /// Whether a toggle fits in memory, or was asked for a second time although it does not.
  mutating func hasMemory(for board: BoardState) -> Bool {
    let asked = unconfirmedThaw
    unconfirmedThaw = nil
    let goal = toggleGoal
    guard commandRefusal == nil, goal == .trainable,
      let memory = board.forecast(toggling: goal)?.memory, !memory.fits
    else { return true }
    let rows = board.targets
    if let asked, asked.rows == rows, now < asked.until { return true }
    unconfirmedThaw = UnconfirmedThaw(rows: rows, until: now + Toast.Kind.warning.duration)
    let available = printedMemory(memory.available ?? 0)
    toast(
      .warning,
      "thawing needs about \(printedMemory(memory.bytes)) more memory and \(available) are available; "
        + "press space again to thaw all the same")
    return false
  }
}
