/// One cell of a buffer.
///
/// Its grapheme is kept as numbers and not as a `Character`, so that cells hold no references: a picture has thousands of
/// them, which are filled, compared and dropped ten times a second.
public struct Cell: Hashable, Sendable {
  private var grapheme: PackedGrapheme
  /// How it looks.
  public var style: Style
  /// Columns it takes: 1, or 2 where the next cell is its continuation, or 0 for such a
  /// continuation.
  public var width: Int8

  /// What it shows: one grapheme; of one of more than six scalars the first ones.
  public var character: Character {
    get { grapheme.character }
    set { grapheme = PackedGrapheme(newValue) }
  }

  /// Makes a cell of width 1.
  public init(_ character: Character = " ", style: Style = .plain) {
    self.init(character, style: style, width: 1)
  }

  init(_ character: Character, style: Style, width: Int8) {
    grapheme = PackedGrapheme(character)
    self.style = style
    self.width = width
  }

  /// A space without style.
  public static let blank = Cell()

  /// Whether it is the right half of the wide character before it.
  public var isContinuation: Bool { width == 0 }

  static func continuation(style: Style) -> Cell { Cell(" ", style: style, width: 0) }
}

/// A grapheme's scalars, six at most, in 21 bits each.
private struct PackedGrapheme: Hashable, Sendable {
  private static let mask: UInt64 = 0x1F_FFFF
  private static let joiner: UInt64 = 0x200D

  /// The first three, from the lowest bit on; zeros behind the last.
  private var first: UInt64 = 0
  private var rest: UInt64 = 0

  init(_ character: Character) {
    var place: UInt64 = 0
    for scalar in character.unicodeScalars {
      let value = UInt64(scalar.value)
      switch place {
      case 0..<3: first |= value << (21 * place)
      case 3..<6: rest |= value << (21 * (place - 3))
      default: break
      }
      place += 1
    }
    // At the end it would join what stands in the next cell.
    if rest >> 42 == Self.joiner { rest &= Self.mask << 21 | Self.mask }
  }

  var character: Character {
    if rest == 0, first <= Self.mask { return Character(Unicode.Scalar(UInt32(first)) ?? " ") }
    var text = String.UnicodeScalarView()
    for (half, shift) in [(first, 0), (first, 21), (first, 42), (rest, 0), (rest, 21), (rest, 42)] {
      let value = UInt32(half >> UInt64(shift) & Self.mask)
      if value != 0 { text.append(Unicode.Scalar(value) ?? " ") }
    }
    return String(text).first ?? " "
  }
}
