/// A list to choose from.
public struct Menu: Equatable, Sendable, View {
  /// One entry.
  public struct Item: Equatable, Sendable {
    /// What it is, at the left.
    public var label: Line
    /// A key or a value, at the right, cut or left out where there is no room.
    public var detail: Line
    /// Whether it can be chosen now.
    public var isEnabled: Bool

    /// Makes an entry.
    public init(_ label: Line, detail: Line = [], isEnabled: Bool = true) {
      self.label = label
      self.detail = detail
      self.isEnabled = isEnabled
    }
  }

  /// The entries, from top to bottom.
  public var items: [Item]
  /// The entry under the cursor.
  public var selected: Int?

  /// Makes a menu.
  public init(_ items: [Item], selected: Int? = nil) {
    self.items = items
    self.selected = selected
  }

  /// Draws the entries in view around the cursor.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let first = firstItem(height: area.height)
    for (row, item) in items.dropFirst(first).prefix(area.height).enumerated() {
      draw(item, isSelected: first + row == selected, in: area.row(row), into: &buffer, context)
    }
  }

  /// The entry at a screen position, for a click.
  public func item(atX x: Int, y: Int, in area: Rect) -> Int? {
    guard area.contains(x: x, y: y) else { return nil }
    let index = firstItem(height: area.height) + y - area.y
    return index < items.count ? index : nil
  }

  /// How many entries lie below those in view.
  public func itemsBelow(height: Int) -> Int {
    max(0, items.count - firstItem(height: height) - height)
  }

  private func firstItem(height: Int) -> Int {
    // The cursor stays in the middle, so that what comes next is in view both ways.
    scrolled((selected ?? 0) - height / 2, count: items.count, height: height, selected: selected)
  }

  private func draw(
    _ item: Item, isSelected: Bool, in row: Rect, into buffer: inout Buffer,
    _ context: RenderContext
  ) {
    guard !row.isEmpty else { return }
    if isSelected {
      buffer.restyle(row, with: context[.selection])
      buffer.put(context.glyphs.pointer, x: row.x, y: row.y, style: context[.accent], clip: row)
    }
    let text = row.inset(by: Insets(left: 2, right: 1))
    // Whole, if the label keeps a few columns, or cut to what the label leaves.
    let (whole, left) = (item.detail.columns, text.width - item.label.columns - 1)
    let detailWidth = text.width >= whole + 8 ? whole : left >= 16 ? min(whole, left) : 0
    let parts = text.columns(
      [.fill(1), .length(detailWidth)], spacing: detailWidth > 0 ? 1 : 0)
    let label = item.isEnabled ? item.label : Line(item.label.plainText, .muted)
    label.render(in: parts[0], into: &buffer, context: context)
    if detailWidth > 0 {
      let spans = item.detail.spans.map { span in
        Span(span.text, span.role ?? .muted, attributes: span.attributes)
      }
      Line(spans, alignment: .trailing).render(in: parts[1], into: &buffer, context: context)
    }
  }
}
