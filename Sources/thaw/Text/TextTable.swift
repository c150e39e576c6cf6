import ThawCanvas
import ThawStore

/// Rows of text as aligned columns, for listings on a plain terminal.
struct TextTable {
  private var lines: [[String]]
  private let rightAligned: Set<Int>

  /// Starts with a header; the columns at the given indices are aligned right.
  init(header: [String], rightAligned: Set<Int> = []) {
    lines = [header]
    self.rightAligned = rightAligned
  }

  /// Whether it has no line but its header.
  var isEmpty: Bool { lines.count == 1 }

  mutating func add(_ line: [String]) {
    // A line of its own, and nothing that the terminal would obey.
    lines.append(
      line.map { cell in
        cell.split(whereSeparator: \.isNewline).joined(separator: " ").withoutControls
      })
  }

  /// The table, one line a row, two spaces between columns.
  var text: String {
    let columns = lines.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      lines.map { $0.indices.contains(column) ? $0[column].columns : 0 }.max() ?? 0
    }
    return lines.map { line in
      let cells = line.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.columns)
        return rightAligned.contains(column) ? padding + cell : cell + padding
      }
      var text = cells.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }.joined(separator: "\n")
  }
}
