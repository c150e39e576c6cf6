/// A bar that fills from the left.
public struct Gauge: Equatable, Sendable, View {
  /// What the bar is drawn with.
  public enum Shape: Sendable {
    /// A thin line, in halves of a cell: `━━━╸────`.
    case line
    /// Solid blocks, in eighths of a cell.
    case block
  }

  /// How much is done, in 0…1; beyond counts as the end, NaN as nothing.
  public var fraction: Double
  /// Thin or solid.
  public var shape: Shape
  /// The colour of what is done.
  public var role: Role

  /// Makes a bar.
  public init(_ fraction: Double, shape: Shape = .line, role: Role = .gaugeFilled) {
    self.fraction = fraction
    self.shape = shape
    self.role = role
  }

  /// Draws the bar in the first row.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let area = area.row(0)
    let glyphs = context.glyphs
    let parts = shape == .line ? [glyphs.barHalf] : glyphs.partialBlocks
    let unit = parts.count + 1
    let share = fraction.isNaN ? 0 : min(1, max(0, fraction))
    let filled = Int((share * Double(area.width * unit)).rounded())
    for offset in 0..<area.width {
      let level = min(unit, max(0, filled - offset * unit))
      let (character, role) =
        switch level {
        case 0: (shape == .line ? glyphs.barEmpty : glyphs.blockEmpty, Role.gaugeEmpty)
        case unit: (shape == .line ? glyphs.barFilled : glyphs.blockFilled, self.role)
        default: (parts[level - 1], self.role)
        }
      buffer.put(character, x: area.x + offset, y: area.y, style: context[role], clip: area)
    }
  }
}
