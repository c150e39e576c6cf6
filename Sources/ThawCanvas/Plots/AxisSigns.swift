/// Signs on the x-axis for what happens too often for lines through the curves.
public struct AxisSigns: Equatable, Sendable {
  /// Where, as x values.
  public var places: [Double]
  /// The sign.
  public var glyph: Character
  /// Its colour.
  public var role: Role

  /// Makes signs of one kind.
  public init(at places: [Double], glyph: Character, role: Role) {
    self.places = places
    self.glyph = glyph
    self.role = role
  }
}

extension PlotFrame {
  /// Draws signs, from back to front; two kinds in one column have a sign of their own.
  func draw(_ signs: [AxisSigns], into buffer: inout Buffer, _ context: RenderContext) {
    guard hasHorizontalAxis else { return }
    for (index, kind) in signs.enumerated() {
      for column in kind.places.compactMap(column) {
        let there = buffer[column, plot.bottom]?.character
        let isShared = signs[..<index].contains { $0.glyph == there }
        buffer.put(
          isShared ? context.glyphs.both : kind.glyph, x: column, y: plot.bottom,
          style: context[kind.role])
      }
    }
  }
}
