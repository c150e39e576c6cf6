/// Which part is shown of a list that does not fit; nothing where all of it is.
public struct Scrollbar: Equatable, Sendable, View {
  /// The first line that is shown.
  public var first: Int
  /// How many lines are shown.
  public var shown: Int
  /// How many lines there are.
  public var count: Int

  /// Makes a bar.
  public init(first: Int, shown: Int, count: Int) {
    self.first = first
    self.shown = shown
    self.count = count
  }

  /// Draws the bar in the first column; it touches an end only where the list does.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard shown > 0, count > shown, area.height > 2 else { return }
    let length = min(max(1, area.height * shown / count), area.height - 2)
    let rest = area.height - length
    let place =
      first <= 0
      ? 0
      : first >= count - shown ? rest : min(max(1, rest * first / (count - shown)), rest - 1)
    for y in area.y + place..<area.y + place + length {
      buffer.put(context.glyphs.scrollbar, x: area.x, y: y, style: context[.border], clip: area)
    }
  }
}
