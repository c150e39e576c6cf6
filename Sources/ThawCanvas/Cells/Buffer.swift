/// An off-screen rectangle of cells that views draw into.
///
/// Every write is clipped, so a view can't spoil its neighbour by running over. A wide character
/// takes a cell and a continuation; writing over one half blanks the other, so there is never half
/// a character.
public struct Buffer: Equatable, Sendable {
  /// Width and height in cells.
  public let size: Size
  private(set) var cells: [Cell]

  /// A buffer of one cell repeated.
  public init(size: Size, filledWith cell: Cell = .blank) {
    self.size = size
    cells = Array(repeating: cell, count: size.width * size.height)
  }

  /// The whole buffer as a rectangle at the origin.
  public var bounds: Rect { Rect(size) }

  /// The cell at a column and row, or nil outside.
  public subscript(x: Int, y: Int) -> Cell? {
    guard bounds.contains(x: x, y: y) else { return nil }
    return cells[y * size.width + x]
  }

  /// Writes one character over what is there.
  ///
  /// - Parameters:
  ///   - character: What to write; one without width (a control, a lone combining mark) becomes a
  ///     space.
  ///   - x: The column.
  ///   - y: The row.
  ///   - style: Laid over the style of the cell beneath.
  ///   - clip: Where writing is allowed; the whole buffer when nil.
  public mutating func put(
    _ character: Character, x: Int, y: Int, style: Style = .plain, clip: Rect? = nil
  ) {
    let clip = clip.map(bounds.intersection) ?? bounds
    put(character, columns: character.columns, x: x, y: y, style: style, within: clip)
  }

  /// Writes a character that is known to take so many columns into a part of the buffer.
  mutating func put(
    _ character: Character, columns: Int, x: Int, y: Int, style: Style, within clip: Rect
  ) {
    guard clip.contains(x: x, y: y) else { return }
    var (character, width) = (character, columns)
    if width == 0 || (width == 2 && !clip.contains(x: x + 1, y: y)) {
      character = " "
      width = 1
    }
    let index = y * size.width + x
    breakPair(at: index)
    if width == 2 { breakPair(at: index + 1) }
    let merged = style.over(cells[index].style)
    cells[index] = Cell(character, style: merged, width: Int8(width))
    if width == 2 { cells[index + 1] = .continuation(style: merged) }
  }

  /// Writes a sign that takes one column into every cell of a part, over what is there.
  mutating func line(_ glyph: Character, in area: Rect, style: Style) {
    let area = area.intersection(bounds)
    guard !area.isEmpty else { return }
    for y in area.y..<area.bottom {
      for x in area.x..<area.right {
        put(glyph, columns: 1, x: x, y: y, style: style, within: bounds)
      }
    }
  }

  /// Writes text from left to right.
  ///
  /// - Parameters:
  ///   - text: One line; control characters become spaces.
  ///   - x: The first column; may lie left of the clip.
  ///   - y: The row.
  ///   - style: Laid over the style of the cells beneath.
  ///   - clip: Where writing is allowed; the whole buffer when nil.
  /// - Returns: The column after the text, were it not clipped.
  @discardableResult
  public mutating func write(
    _ text: String, x: Int, y: Int, style: Style = .plain, clip: Rect? = nil
  ) -> Int {
    let clip = clip.map(bounds.intersection) ?? bounds
    var column = x
    text.visitCharacters { character, columns in
      put(character, columns: columns, x: column, y: y, style: style, within: clip)
      column += max(1, columns)
    }
    return column
  }

  /// Sets every cell of a rectangle to a character in exactly this style.
  public mutating func fill(_ area: Rect, with character: Character = " ", style: Style = .plain) {
    let area = area.intersection(bounds)
    guard !area.isEmpty else { return }
    let cell = Cell(character.columns == 1 ? character : " ", style: style)
    for y in area.y..<area.bottom {
      let row = y * size.width + area.x..<y * size.width + area.right
      // Pairs inside go as a whole.
      breakPair(at: row.lowerBound)
      breakPair(at: row.upperBound - 1)
      cells.withUnsafeMutableBufferPointer { $0[row].update(repeating: cell) }
    }
  }

  /// Lays a style over every cell of a rectangle, leaving the characters.
  public mutating func restyle(_ area: Rect, with style: Style) {
    let area = area.intersection(bounds)
    for y in area.y..<area.bottom {
      for x in area.x..<area.right {
        let index = y * size.width + x
        // A pair has one style: its left half's.
        guard !cells[index].isContinuation else { continue }
        cells[index].style = style.over(cells[index].style)
        if cells[index].width == 2 { cells[index + 1].style = cells[index].style }
      }
    }
  }

  /// Replaces the pair that has a half here by two blanks, keeping their styles.
  private mutating func breakPair(at index: Int) {
    switch cells[index].width {
    case 1: break
    case 2:
      cells[index] = Cell(" ", style: cells[index].style)
      cells[index + 1] = Cell(" ", style: cells[index + 1].style)
    default:
      cells[index - 1] = Cell(" ", style: cells[index - 1].style)
      cells[index] = Cell(" ", style: cells[index].style)
    }
  }
}
