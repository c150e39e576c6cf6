/// Letters as outlines, for pictures made where no fonts need be installed.
public struct OutlineFont: Sendable {
  /// A letter at size 1: its baseline at y = 0, y growing downwards.
  struct Glyph: Sendable {
    /// How far the next letter lies to the right.
    var advance: Double
    /// Closed outlines; holes run the other way round.
    var outlines: [[PixelPoint]]
  }

  /// DejaVu Sans.
  public static let sans = OutlineFont(OutlineFontData.sans)

  private let glyphs: [Character: Glyph]

  /// Reads the form that `make_font.py` writes: for each letter a line `<scalar> <advance> <outlines>`, where
  /// outlines are `M x y`, `L x y` and `Q x y x y` in units of 1/512.
  init(_ text: String) {
    var glyphs: [Character: Glyph] = [:]
    for entry in text.split(separator: ";") {
      var words = entry.split(whereSeparator: \.isWhitespace)[...]
      guard
        let scalar = words.popFirst().flatMap({ UInt32($0, radix: 16) }).flatMap(
          Unicode.Scalar.init),
        let advance = words.popFirst().flatMap({ Double($0) })
      else { continue }
      glyphs[Character(scalar)] = Glyph(advance: advance / 512, outlines: Self.outlines(words))
    }
    self.glyphs = glyphs
  }

  /// How wide a line of text is, in pixels.
  public func width(of text: String, size: Double) -> Double {
    text.reduce(0) { $0 + glyph(of: $1).advance * size }
  }

  /// A letter; a question mark for those that are not there.
  func glyph(of character: Character) -> Glyph {
    glyphs[character] ?? glyphs["?"] ?? Glyph(advance: 0.5, outlines: [])
  }

  private static func outlines(_ words: ArraySlice<Substring>) -> [[PixelPoint]] {
    var words = words
    var outlines: [[PixelPoint]] = []
    func point() -> PixelPoint {
      let x = words.popFirst().flatMap { Double($0) } ?? 0
      let y = words.popFirst().flatMap { Double($0) } ?? 0
      return PixelPoint(x: x / 512, y: y / 512)
    }
    while let command = words.popFirst() {
      switch command {
      case "M": outlines.append([point()])
      case "Q":
        let (bend, end) = (point(), point())
        guard let start = outlines.last?.last else { continue }
        for step in 1...4 {
          let share = Double(step) / 4
          func between(_ part: KeyPath<PixelPoint, Double>) -> Double {
            let near = start[keyPath: part] * (1 - share) + bend[keyPath: part] * share
            let far = bend[keyPath: part] * (1 - share) + end[keyPath: part] * share
            return near * (1 - share) + far * share
          }
          outlines[outlines.count - 1].append(PixelPoint(x: between(\.x), y: between(\.y)))
        }
      default:
        guard !outlines.isEmpty else { continue }
        outlines[outlines.count - 1].append(point())
      }
    }
    return outlines
  }
}
