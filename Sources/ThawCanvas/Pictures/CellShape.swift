/// How a character is drawn where a font can't be trusted to join it with its neighbours.
///
/// Places and sizes are shares of the cell, from its top left.
enum CellShape {
  /// Round dots at their middles.
  case dots([SIMD2<Double>])
  /// Straight lines, each through its points.
  case strokes([[SIMD2<Double>]], isBold: Bool)
  /// A rounded corner through the cell's middle.
  case corner(from: SIMD2<Double>, to: SIMD2<Double>)
  /// A filled rectangle.
  case block(corner: SIMD2<Double>, size: SIMD2<Double>)

  /// The shape of a braille pattern, a block or a line; nil for all that a font draws.
  init?(_ character: Character) {
    let scalars = character.unicodeScalars
    guard let scalar = scalars.first, scalars.count == 1 else { return nil }
    switch scalar.value {
    case 0x2801...0x28FF: self = .dots(Self.dots(of: scalar.value - 0x2800))
    case 0x2581...0x2588:
      let height = Double(scalar.value - 0x2580) / 8
      self = .block(corner: [0, 1 - height], size: [1, height])
    case 0x2589...0x258F:
      self = .block(corner: [0, 0], size: [Double(0x2590 - scalar.value) / 8, 1])
    case 0x2580: self = .block(corner: [0, 0], size: [1, 0.5])
    default:
      guard let shape = Self.lines[character] else { return nil }
      self = shape
    }
  }

  // Unicode numbers the dots 1 to 8 down the left column, then the right one, with the fourth row
  // added later.
  private static func dots(of mask: UInt32) -> [SIMD2<Double>] {
    let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
    return places.enumerated().filter { mask & (1 << UInt32($0.offset)) != 0 }.map { _, place in
      [0.25 + 0.5 * Double(place.0), 0.125 + 0.25 * Double(place.1)]
    }
  }

  private static let middle: SIMD2<Double> = [0.5, 0.5]
  private static let top: SIMD2<Double> = [0.5, 0]
  private static let bottom: SIMD2<Double> = [0.5, 1]
  private static let left: SIMD2<Double> = [0, 0.5]
  private static let right: SIMD2<Double> = [1, 0.5]

  private static let lines: [Character: CellShape] = [
    "─": .strokes([[left, right]], isBold: false),
    "│": .strokes([[top, bottom]], isBold: false),
    "┤": .strokes([[top, bottom], [left, middle]], isBold: false),
    "┬": .strokes([[left, right], [middle, bottom]], isBold: false),
    "└": .strokes([[top, middle, right]], isBold: false),
    "╎": .strokes([[[0.5, 0.05], [0.5, 0.4]], [[0.5, 0.55], [0.5, 0.9]]], isBold: false),
    "┈": .strokes(
      [0.05, 0.3, 0.55, 0.8].map { [[$0, 0.5], [$0 + 0.1, 0.5]] }, isBold: false),
    "━": .strokes([[left, right]], isBold: true),
    "┃": .strokes([[top, bottom]], isBold: true),
    "╸": .strokes([[left, middle]], isBold: true),
    "╭": .corner(from: bottom, to: right),
    "╮": .corner(from: left, to: bottom),
    "╰": .corner(from: top, to: right),
    "╯": .corner(from: left, to: top),
  ]
}
