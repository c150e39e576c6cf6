import ThawCanvas
import ThawProtocol

/// What stands below the layers: how far the frozen prefix reaches, and what `space`, `]` and `[` would do.
///
/// What `space` would do to the step's time is said first, in the border; what finds no room there, in lines above
/// it.
struct BoardFooter {
  let state: DashboardState
  let board: BoardState
  /// What is kept of the prefix's outputs, or an empty text.
  let cached: String
  let hint: FreezeHint?
  let glyphs: Glyphs

  /// The border's text for a board so many columns wide, and what is left for the lines above it, as much as
  /// finds room there whole.
  func split(width: Int, lines count: Int) -> (border: Line, lines: [Line]) {
    let model = board.timeModel
    let forecast = board.forecast(toggling: state.toggleGoal, by: model)
    let before = [prefix].compactMap { $0 }
    var spans = forecast.map { [Span($0.time(glyphs), .accent)] } ?? []
    let after = (forecast?.details ?? []).map { Span($0, .muted) }
    // The hint is said first and thought of late.
    var rest: [Span] = []
    for part in before + after + [hintSpan].compactMap({ $0 }) + sides(besides: forecast, model) {
      let isBefore = part.text == prefix?.text || part.text == hintSpan?.text
      let longer = isBefore ? [part] + spans : spans + [part]
      // Corners and a margin of the border.
      if rest.isEmpty, joined(longer).columns + 6 <= width {
        spans = longer
      } else {
        rest.append(part)
      }
    }
    // The frame, and a margin on either side.
    func lines() -> [Line] { rest.isEmpty ? [] : joined(rest).wrapped(to: width - 4) }
    while lines().count > count { rest.removeLast() }
    return (joined(spans), lines())
  }

  /// How many lines above the border there are in a board whose inside has so many rows; the layers come first.
  static func lineCount(_ board: BoardState, height: Int) -> Int {
    board.calibration.traits == nil || height < 8 ? 0 : height < 16 ? 1 : 2
  }

  private func joined(_ parts: [Span]) -> Line {
    Line(Array(parts.map { [$0] }.joined(separator: [Span(" \(glyphs.separator) ", .muted)])))
  }

  private var prefix: Span? {
    guard let boundary = board.boundary, boundary > 0 else { return nil }
    return Span("frozen prefix \(boundary) of \(board.rows.count)\(cached)", .rowFrozen)
  }

  private var hintSpan: Span? {
    hint.map { Span("\(state.key(.markHint)) marks \($0.rows.count) that hardly move", .muted) }
  }

  /// What the keys for all layers above and below the cursor would do to the step's time, where that is
  /// something else.
  private func sides(besides said: CostForecast?, _ model: TimeModel?) -> [Span] {
    [
      (Intent.thawAbove, board.forecast(board.rowsAbove, to: .trainable, by: model)),
      (.freezeBelow, board.forecast(board.rowsBelow, to: .frozen, by: model)),
    ].compactMap { intent, forecast in
      guard let forecast, forecast != said else { return nil }
      return Span("\(state.key(intent)) \(forecast.time(glyphs))", .muted)
    }
  }
}
