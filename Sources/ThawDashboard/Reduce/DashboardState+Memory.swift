import ThawProtocol

/// A thaw that does not fit in memory, and was asked for once.
struct UnconfirmedThaw: Equatable, Sendable {
  /// The rows by name.
  var rows: [String]
  /// When asking again no longer confirms it, on the dashboard's clock.
  var until: Double
}

extension DashboardState {
  /// Whether a command fits in memory, or was asked for a second time although it does not.
  ///
  /// However it was asked for: by a key, or after `:`.
  mutating func hasMemory(for command: Command, rows: [String]) -> Bool {
    let asked = unconfirmedThaw
    unconfirmedThaw = nil
    guard case .thaw = command, let memory = forecast(of: command)?.memory, !memory.fits
    else { return true }
    if let asked, asked.rows == rows, now < asked.until { return true }
    unconfirmedThaw = UnconfirmedThaw(rows: rows, until: now + Toast.Kind.warning.duration)
    let available = printedMemory(memory.available ?? 0)
    toast(
      .warning,
      "thawing needs about \(printedMemory(memory.bytes)) more memory and \(available) are available; "
        + "do it again to thaw all the same")
    return false
  }

  /// What a freeze or a thaw would do; nil for other commands, and where nothing can be told.
  func forecast(of command: Command) -> CostForecast? {
    guard let board = run?.board else { return nil }
    switch command {
    case .freeze(let patterns): return board.forecast(board.rows(matching: patterns), to: .frozen)
    case .thaw(let patterns): return board.forecast(board.rows(matching: patterns), to: .trainable)
    default: return nil
    }
  }
}

extension BoardState {
  /// The rows that patterns name, as indices; none where one of them names nothing.
  func rows(matching patterns: [String]) -> [Int] {
    (try? RowPattern.indices(of: patterns, in: rows.map(\.name))) ?? []
  }
}
