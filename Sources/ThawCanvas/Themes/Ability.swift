/// The characters that curves are drawn with.
public enum Raster: String, Sendable, CaseIterable {
  /// Braille dots, two by four in a cell.
  case braille
  /// Half blocks, one by two in a cell.
  case block
  /// Plain characters, one by three in a cell.
  case ascii
}

/// What the terminal at hand can show.
public struct Ability: Equatable, Sendable {
  /// How many colours.
  public var colors: ColorDepth
  /// How curves are drawn.
  public var raster: Raster
  /// Borders, arrows and signs.
  public var glyphs: Glyphs

  /// Makes an ability; a terminal of today unless told otherwise.
  public init(colors: ColorDepth = .full, raster: Raster = .braille, glyphs: Glyphs = .unicode) {
    self.colors = colors
    self.raster = raster
    self.glyphs = glyphs
  }

  /// Whether colours tell curves apart; ASCII is for terminals, files and eyes of which little is known.
  public var hasCurveColors: Bool { colors != .none && raster != .ascii }

  /// A terminal that shows ASCII only.
  public static func ascii(colors: ColorDepth = .sixteen) -> Ability {
    Ability(colors: colors, raster: .ascii, glyphs: .ascii)
  }
}
