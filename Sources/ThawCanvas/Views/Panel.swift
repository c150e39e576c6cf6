/// A border with titles around other views.
public struct Panel: Equatable, Sendable, View {
  /// At the left of the top border.
  public var title: Line
  /// At the right of the top border, left out where there is no room.
  public var detail: Line
  /// At the right of the bottom border, left out where there is no room.
  public var footer: Line
  /// Whether the keys go here.
  public var isFocused: Bool

  /// Makes a panel.
  public init(_ title: Line = [], detail: Line = [], footer: Line = [], isFocused: Bool = false) {
    self.title = title
    self.detail = detail
    self.footer = footer
    self.isFocused = isFocused
  }

  /// The area inside the border.
  public static func inner(of area: Rect) -> Rect { area.inset(by: Insets(all: 1)) }

  /// Draws the border and titles; the inside stays untouched.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let style = context[isFocused ? .borderFocus : .border]
    drawBorder(area, style, into: &buffer, context.glyphs)
    let top = Rect(x: area.x + 2, y: area.y, width: area.width - 4, height: 1)
    let taken = drawTitle(in: top, into: &buffer, context)
    draw(detail, atEndOf: top, after: taken, into: &buffer, context)
    guard area.height > 1 else { return }
    let bottom = Rect(x: area.x + 2, y: area.bottom - 1, width: area.width - 4, height: 1)
    draw(footer, atEndOf: bottom, after: 0, into: &buffer, context)
  }

  /// Draws a border and gives the area inside, in one go.
  public func renderFrame(
    in area: Rect, into buffer: inout Buffer, context: RenderContext
  ) -> Rect {
    render(in: area, into: &buffer, context: context)
    return Panel.inner(of: area)
  }

  private func drawBorder(
    _ area: Rect, _ style: Style, into buffer: inout Buffer, _ glyphs: Glyphs
  ) {
    let last = (x: area.right - 1, y: area.bottom - 1)
    for y in [area.y, last.y] {
      buffer.line(
        glyphs.horizontal, in: Rect(x: area.x, y: y, width: area.width, height: 1), style: style)
    }
    for x in [area.x, last.x] {
      buffer.line(
        glyphs.vertical, in: Rect(x: x, y: area.y, width: 1, height: area.height), style: style)
    }
    let places = [(area.x, area.y), (last.x, area.y), (area.x, last.y), (last.x, last.y)]
    for (corner, place) in zip(glyphs.corners, places) {
      buffer.put(corner, x: place.0, y: place.1, style: style)
    }
  }

  /// The columns that the title and the spaces around it take.
  private func drawTitle(
    in row: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) -> Int {
    guard !title.spans.isEmpty, row.width >= 3 else { return 0 }
    let width = min(title.columns, row.width - 2)
    let padded = Rect(x: row.x, y: row.y, width: width + 2, height: 1)
    fill(padded, into: &buffer)
    let text = Rect(x: row.x + 1, y: row.y, width: width, height: 1)
    Line(title.spans.map { named($0, .title) })
      .render(in: text, into: &buffer, context: context)
    return width + 2
  }

  private func draw(
    _ line: Line, atEndOf row: Rect, after taken: Int, into buffer: inout Buffer,
    _ context: RenderContext
  ) {
    let width = line.columns
    guard width > 0, row.width >= taken + width + 2 + (taken > 0 ? 1 : 0) else { return }
    let padded = Rect(x: row.right - width - 2, y: row.y, width: width + 2, height: 1)
    fill(padded, into: &buffer)
    let text = Rect(x: padded.x + 1, y: row.y, width: width, height: 1)
    Line(line.spans.map { named($0, .muted) }).render(in: text, into: &buffer, context: context)
  }

  private func fill(_ area: Rect, into buffer: inout Buffer) {
    buffer.write(String(repeating: " ", count: area.width), x: area.x, y: area.y)
  }

  private func named(_ span: Span, _ role: Role) -> Span {
    Span(span.text, span.role ?? role, attributes: span.attributes)
  }
}
