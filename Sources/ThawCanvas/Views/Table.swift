/// Rows of cells under a header, with a cursor, marks and scrolling.
public struct Table: Equatable, Sendable, View {
  /// A column's title and how its cells stand.
  public struct Column: Equatable, Sendable {
    /// The title.
    public var title: String
    /// How wide.
    public var width: Constraint
    /// Where cells and title stand.
    public var alignment: Alignment
    /// Which way the rows are sorted by it; nil where they are not.
    public var sorting: Sorting?

    /// Makes a column.
    public init(
      _ title: String, width: Constraint, alignment: Alignment = .leading, sorting: Sorting? = nil
    ) {
      self.title = title
      self.width = width
      self.alignment = alignment
      self.sorting = sorting
    }
  }

  /// A way to sort rows.
  public enum Sorting: Sendable {
    /// The least comes first.
    case ascending
    /// The greatest comes first.
    case descending
  }

  /// One row.
  public struct Row: Equatable, Sendable {
    /// One line for each column.
    public var cells: [Line]
    /// Whether the row is one of those that a command goes to.
    public var isMarked: Bool

    /// Makes a row.
    public init(_ cells: [Line], isMarked: Bool = false) {
      self.cells = cells
      self.isMarked = isMarked
    }
  }

  /// The columns, from left to right.
  public var columns: [Column]
  /// The rows, from top to bottom.
  public var rows: [Row]
  /// The row under the cursor.
  public var selected: Int?
  /// The first row wanted in view; the cursor's row is shown in any case.
  public var offset: Int
  /// Whether the titles are drawn.
  public var hasHeader: Bool
  /// Whether the keys go here; without them the cursor steps back.
  public var isFocused: Bool

  /// Makes a table.
  public init(
    columns: [Column], rows: [Row], selected: Int? = nil, offset: Int = 0, hasHeader: Bool = true,
    isFocused: Bool = true
  ) {
    self.columns = columns
    self.rows = rows
    self.selected = selected
    self.offset = offset
    self.hasHeader = hasHeader
    self.isFocused = isFocused
  }

  /// Draws the header and the rows in view; the first column of the area points out cursor and
  /// marks.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let (body, places) = (body(of: area), places(in: area))
    if hasHeader { drawHeader(at: places, into: &buffer, context) }
    let first = firstRow(height: body.height)
    for index in 0..<min(body.height, max(0, rows.count - first)) {
      drawRow(first + index, in: body.row(index), at: places, into: &buffer, context)
    }
  }

  /// The first row in view, for a body of this height.
  ///
  /// As near to ``offset`` as shows the cursor and leaves no empty rows at the end.
  public func firstRow(height: Int) -> Int {
    scrolled(offset, count: rows.count, height: height, selected: selected)
  }

  /// The row at a screen position, for a click; nil on the header or below the last row.
  public func row(atX x: Int, y: Int, in area: Rect) -> Int? {
    let body = body(of: area)
    guard body.contains(x: x, y: y) else { return nil }
    let index = firstRow(height: body.height) + y - body.y
    return index < rows.count ? index : nil
  }

  /// The column whose title is at a screen position, for a click; nil elsewhere.
  public func heading(atX x: Int, y: Int, in area: Rect) -> Int? {
    guard hasHeader, y == area.y, area.contains(x: x, y: y) else { return nil }
    return places(in: area).firstIndex { !$0.isEmpty && ($0.x..<$0.right).contains(x) }
  }

  private func places(in area: Rect) -> [Rect] {
    area.inset(by: Insets(left: 2)).columns(columns.map(\.width), spacing: 1)
  }

  private func body(of area: Rect) -> Rect {
    area.inset(by: Insets(top: hasHeader ? 1 : 0))
  }

  private func drawHeader(
    at places: [Rect], into buffer: inout Buffer, _ context: RenderContext
  ) {
    for (column, place) in zip(columns, places) {
      var spans = [Span(column.title, .muted)]
      if let sorting = column.sorting {
        let glyphs = context.glyphs
        // The sign takes the place of a letter where there is no other.
        spans = [
          Span(column.title.count < place.width ? column.title : String(column.title.dropLast())),
          Span(sorting == .ascending ? glyphs.up : glyphs.down),
        ].map { Span($0.text, .accent) }
      }
      Line(spans, alignment: column.alignment).render(in: place, into: &buffer, context: context)
    }
  }

  /// Draws a row whose cells have the columns of these places.
  private func drawRow(
    _ index: Int, in area: Rect, at places: [Rect], into buffer: inout Buffer,
    _ context: RenderContext
  ) {
    let row = rows[index]
    let isSelected = index == selected
    if isSelected {
      let style = isFocused ? context[.selection] : Style(attributes: .bold)
      buffer.restyle(area, with: style)
    }
    if isSelected || row.isMarked {
      let glyph = row.isMarked ? context.glyphs.mark : context.glyphs.pointer
      buffer.put(glyph, x: area.x, y: area.y, style: context[.accent], clip: area)
    }
    for ((column, cell), place) in zip(zip(columns, row.cells), places) {
      let place = Rect(x: place.x, y: area.y, width: place.width, height: 1)
      Line(cell.spans, alignment: column.alignment)
        .render(in: place, into: &buffer, context: context)
    }
  }
}

/// The first of `count` rows to show in `height` rows.
///
/// - Parameters:
///   - offset: The one wanted.
///   - count: How many rows there are.
///   - height: How many fit.
///   - selected: A row that must be in view.
/// - Returns: The nearest to `offset` that shows `selected` and leaves no row empty at the end.
public func scrolled(_ offset: Int, count: Int, height: Int, selected: Int?) -> Int {
  var first = min(max(0, offset), max(0, count - height))
  if let selected, height > 0, (0..<count).contains(selected) {
    first = min(max(first, selected - height + 1), selected)
  }
  return first
}
