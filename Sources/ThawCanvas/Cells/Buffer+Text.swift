extension Buffer {
  /// The characters of every row, spaces at the ends of rows included.
  public var rows: [String] {
    (0..<size.height).map { y in
      var row = ""
      for x in 0..<size.width {
        let cell = cells[y * size.width + x]
        if !cell.isContinuation { row.append(cell.character) }
      }
      return row
    }
  }

  /// The rows as one text, with spaces at the ends of rows left out.
  public var text: String {
    rows.map(trimmed).joined(separator: "\n")
  }

  private func trimmed(_ row: String) -> String {
    var row = row
    while row.last == " " { row.removeLast() }
    return row
  }
}

extension Style: CustomStringConvertible {
  /// For golden files: `#88c0d0 on #101820 bold dim`.
  public var description: String {
    var parts = [foreground.map { "\($0)" } ?? "-"]
    if let background { parts.append("on \(background)") }
    for (attribute, name) in [
      (Attributes.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"),
      (.reverse, "reverse"),
    ] where attributes.contains(attribute) { parts.append(name) }
    return parts.joined(separator: " ")
  }
}

extension Color: CustomStringConvertible {
  /// `default`, `ansi 3`, `indexed 120` or `#rrggbb`.
  public var description: String {
    switch self {
    case .terminalDefault: return "default"
    case .ansi(let index): return "ansi \(index)"
    case .indexed(let index): return "indexed \(index)"
    case .rgb(let red, let green, let blue):
      let digits = [red, green, blue].map { part in
        (part < 16 ? "0" : "") + String(part, radix: 16)
      }
      return "#" + digits.joined()
    }
  }
}
