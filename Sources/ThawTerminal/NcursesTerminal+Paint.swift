import CNcurses
public import ThawCanvas

extension NcursesTerminal {
  /// Shows changes, all at once where the terminal knows synchronized output (DEC mode 2026).
  public func paint(_ changes: [CellChange]) {
    guard !changes.isEmpty else { return }
    let size = size
    var last: (style: Style, look: (attributes: attr_t, pair: Int32))?
    for change in changes where change.x < size.width && change.y < size.height {
      let look =
        last.flatMap { $0.style == change.cell.style ? $0.look : nil }
        ?? look(change.cell.style)
      last = (change.cell.style, look)
      paint(change, look, width: size.width)
    }
    refresh()
  }

  /// Sends what ncurses has to say in one piece, without the colours that are set already.
  func refresh() {
    var bytes = Array("\u{1B}[?2026h".utf8)
    guard let caught = output.collect(thaw_refresh) else { return }
    bytes += compactor.compacted(caught)
    bytes += Array("\u{1B}[?2026l".utf8)
    write(bytes)
  }

  private func paint(
    _ change: CellChange, _ look: (attributes: attr_t, pair: Int32), width: Int
  ) {
    let (x, y) = (Int32(change.x), Int32(change.y))
    guard change.cell.width == 1 || change.x + 1 < width else {
      thaw_paint(y, x, [0x20, 0], look.attributes, look.pair)
      return
    }
    let (text, columns) = change.cell.terminalText
    thaw_paint(y, x, text, look.attributes, look.pair)
    if columns < Int(change.cell.width) {
      thaw_paint(y, x + 1, [0x20, 0], look.attributes, look.pair)
    }
  }

  private func look(_ style: Style) -> (attributes: attr_t, pair: Int32) {
    let style = style.reduced(to: palette.depth)
    var attributes = attr_t(0)
    for (attribute, value) in attributeValues where style.attributes.contains(attribute) {
      attributes |= attr_t(value)
    }
    guard palette != .none else { return (attributes, 0) }
    let foreground = style.foreground ?? .terminalDefault
    let background = style.background ?? .terminalDefault
    if palette.needsBold(foreground) { attributes |= attr_t(thaw_attribute_bold()) }
    guard foreground != .terminalDefault || background != .terminalDefault else {
      return (attributes, 0)
    }
    return (attributes, thaw_color_pair(palette.number(foreground), palette.number(background)))
  }

  func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { bytes in
        guard let start = bytes.baseAddress else { return }
        thaw_write(STDOUT_FILENO, start, bytes.count)
      }
    }
  }
}

private let attributeValues: [(attribute: Attributes, value: UInt)] = [
  (.bold, thaw_attribute_bold()), (.dim, thaw_attribute_dim()),
  (.italic, thaw_attribute_italic()), (.underline, thaw_attribute_underline()),
  (.reverse, thaw_attribute_reverse()),
]
