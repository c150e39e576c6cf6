import ThawProtocol

/// Rows that hardly want to move, by Auto-RGN: a hint, never applied unasked.
///
/// Auto-RGN gives each row the rate times `RGN / max RGN`, where RGN is `‖g‖ / ‖θ‖`. A row that would
/// so get under a tenth of the rate is one that may as well be frozen.
///
/// Source: Y. Lee et al., Surgical Fine-Tuning Improves Adaptation to Distribution Shifts, 2022.
struct FreezeHint: Equatable {
  /// The rows, as indices into the board's.
  var rows: [Int]

  /// A row's share of the greatest relative gradient norm below which it is named.
  static let share = 0.1
  /// How many of the newest stretches of a curve are averaged.
  private static let stretches = 16

  /// Looks at the rows that train; nil where none stands out, or too little was measured.
  init?(_ run: RunState) {
    var means: [(row: Int, value: Double)] = []
    for (index, row) in run.board.rows.enumerated() where row.state == .trainable {
      let recent = run.curves[MetricName.rowRelativeGradient(row.name)].buckets
        .suffix(Self.stretches).map(\.mean).filter(\.isFinite)
      // A row that was thawed just now has said nothing yet.
      guard recent.count >= Self.stretches / 2 else { continue }
      means.append((index, recent.reduce(0, +) / Double(recent.count)))
    }
    guard let greatest = means.map(\.value).max(), greatest > 0 else { return nil }
    rows = means.filter { $0.value < Self.share * greatest }.map(\.row)
    if rows.isEmpty { return nil }
  }

  /// The rows as `freeze` takes them.
  func text(of board: BoardState) -> String {
    rowPatterns(for: rows, in: board.rows.map(\.name)).joined(separator: " ")
  }
}
