/// A bar that fills from the left, in halves of a cell: `━━━╸────`.
public struct Gauge: Equatable, Sendable, View {
  /// How much is done, in 0…1; beyond counts as the end, NaN as nothing.
  public var fraction: Double
  /// The colour of what is done.
  public var role: Role

  /// Makes a bar.
  public init(_ fraction: Double, role: Role = .gaugeFilled) {
    self.fraction = fraction
    self.role = role
  }

  /// Draws the bar in the first row.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let area = area.row(0)
    let glyphs = context.glyphs
    let share = fraction.isNaN ? 0 : min(1, max(0, fraction))
    let halves = Int((share * Double(area.width * 2)).rounded())
    for offset in 0..<area.width {
      let (character, role) =
        switch halves - offset * 2 {
        case ...0: (glyphs.barEmpty, Role.gaugeEmpty)
        case 1: (glyphs.barHalf, self.role)
        default: (glyphs.barFilled, self.role)
        }
      buffer.put(character, x: area.x + offset, y: area.y, style: context[role], clip: area)
    }
  }
}
