/// Signs on the x-axis for what happens too often for lines through the curves.
public struct AxisSigns: Equatable, Sendable {
  /// Where, as x values.
  public var places: [Double]
  /// The sign.
  public var glyph: Character
  /// Its colour.
  public var role: Role
  /// Whether none is drawn where they nearly touch: they would hide the axis and its ticks.
  public var mayBeLeftOut: Bool

  /// Makes signs of one kind.
  public init(
    at places: [Double], glyph: Character, role: Role, mayBeLeftOut: Bool = false
  ) {
    self.places = places
    self.glyph = glyph
    self.role = role
    self.mayBeLeftOut = mayBeLeftOut
  }
}

extension PlotFrame {
  func draw(_ signs: AxisSigns, into buffer: inout Buffer, _ context: RenderContext) {
    guard hasHorizontalAxis else { return }
    let columns = signs.places.compactMap(column)
    if signs.mayBeLeftOut, columns.count * 4 > plot.width { return }
    for column in columns {
      buffer.put(signs.glyph, x: column, y: plot.bottom, style: context[signs.role])
    }
  }
}
