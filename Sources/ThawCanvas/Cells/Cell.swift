/// One cell of a buffer.
public struct Cell: Hashable, Sendable {
  /// What it shows: one grapheme.
  public var character: Character
  /// How it looks.
  public var style: Style
  /// Columns it takes: 1, or 2 where the next cell is its continuation, or 0 for such a
  /// continuation.
  public var width: Int8

  /// Makes a cell of width 1.
  public init(_ character: Character = " ", style: Style = .plain) {
    self.init(character, style: style, width: 1)
  }

  init(_ character: Character, style: Style, width: Int8) {
    self.character = character
    self.style = style
    self.width = width
  }

  /// A space without style.
  public static let blank = Cell()

  /// Whether it is the right half of the wide character before it.
  public var isContinuation: Bool { width == 0 }

  static func continuation(style: Style) -> Cell { Cell(" ", style: style, width: 0) }
}
