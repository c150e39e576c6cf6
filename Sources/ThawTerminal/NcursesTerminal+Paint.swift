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

  /// A style as ncurses takes it now: it gives a pair of colours to others when it runs out of pairs.
  private func look(_ style: Style) -> (attributes: attr_t, pair: Int32) {
    let look = looks[style] ?? learned(style)
    guard look.foreground >= 0 || look.background >= 0 else { return (look.attributes, 0) }
    return (look.attributes, thaw_color_pair(look.foreground, look.background))
  }

  private func learned(_ style: Style) -> Look {
    // Themes come and go.
    if looks.count >= 1_024 { looks = [:] }
    let look = reduced(style)
    looks[style] = look
    return look
  }

  private func reduced(_ style: Style) -> Look {
    let style = style.reduced(to: palette.depth)
    var look = Look(
      foreground: palette.number(style.foreground ?? .terminalDefault),
      background: palette.number(style.background ?? .terminalDefault))
    for (attribute, value) in attributeValues where style.attributes.contains(attribute) {
      look.attributes |= attr_t(value)
    }
    if let foreground = style.foreground, palette.needsBold(foreground) {
      look.attributes |= attr_t(thaw_attribute_bold())
    }
    return look
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

/// What the palette makes of a style: attributes and the numbers of its colours, -1 for the terminal's own.
struct Look {
  var attributes: attr_t = 0
  var foreground: Int32
  var background: Int32
}

private let attributeValues: [(attribute: Attributes, value: UInt)] = [
  (.bold, thaw_attribute_bold()), (.dim, thaw_attribute_dim()),
  (.italic, thaw_attribute_italic()), (.underline, thaw_attribute_underline()),
  (.reverse, thaw_attribute_reverse()),
]
