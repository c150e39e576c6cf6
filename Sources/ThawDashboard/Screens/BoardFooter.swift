import ThawCanvas
import ThawProtocol

/// The lower border of the layer board: how far the frozen prefix reaches, and what `space` would do.
///
/// Of what `space` would do as much is said as there is room for, the step's time first.
struct BoardFooter {
  let board: BoardState
  let goal: RowState
  /// What is kept of the prefix's outputs, or an empty text.
  let cached: String
  let hint: FreezeHint?
  let glyphs: Glyphs

  func line(width: Int) -> Line {
    guard let forecast = board.forecast(toggling: goal) else {
      return joined([hintSpan, prefix].compactMap { $0 })
    }
    let time = Span(time(forecast), .accent)
    var spans = [time]
    let before = [prefix].compactMap { $0 }
    let after = details(forecast).map { Span($0, .muted) }
    // The hint is said first and thought of last: it gives way to all else.
    for part in before + after + [hintSpan].compactMap({ $0 }) {
      let isBefore = part.text == prefix?.text || part.text == hintSpan?.text
      let longer = isBefore ? [part] + spans : spans + [part]
      // Corners and a margin of the border.
      guard joined(longer).columns + 6 <= width else { break }
      spans = longer
    }
    return joined(spans)
  }

  private func joined(_ parts: [Span]) -> Line {
    Line(Array(parts.map { [$0] }.joined(separator: [Span(" \(glyphs.separator) ", .muted)])))
  }

  private var prefix: Span? {
    guard let boundary = board.boundary, boundary > 0 else { return nil }
    return Span("frozen prefix \(boundary) of \(board.rows.count)\(cached)", .rowFrozen)
  }

  private var hintSpan: Span? {
    hint.map { Span("A marks \($0.rows.count) that hardly move", .muted) }
  }

  private func time(_ forecast: CostForecast) -> String {
    let verb = forecast.goal == .frozen ? "freeze" : "thaw"
    return "\(verb) \(glyphs.arrow) \(SavingText.percentage(forecast.change)) step time"
  }

  private func details(_ forecast: CostForecast) -> [String] {
    guard let memory = forecast.memory else { return [] }
    func signed(_ text: String, _ number: Int) -> String { number > 0 ? "+\(text)" : text }
    return [
      signed(printedMemory(memory.bytes), memory.bytes),
      signed("\(compactNumber(Double(memory.parameters))) params", memory.parameters),
      memory.moments, memory.rampSteps.map { "ramp \($0) steps" },
    ].compactMap { $0 }
  }
}
