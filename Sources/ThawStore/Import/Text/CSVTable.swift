import Foundation

/// A CSV table with a header: Lightning's, TensorBoard's, thaw's, or any with numbers.
///
/// Cells are apart by commas, or where the header has none by semicolons or tabs. Columns of steps, epochs and times are known by their names, all others are metrics; cells that are empty are
/// left out, those that are text as well, and counted. Where the header has `metric` and `value`, as thaw exports it, a row is one point.
struct CSVTable {
  let path: String
  /// Whether the last row may still be being written: it counts once its line has an end.
  let isGrowing: Bool

  /// Adds the file's points to a run.
  func read(_ data: Data, into reading: inout RunReading) throws(ImportError) {
    var text = CSVScanner(data)
    guard let header = text.nextRow()?.cells else { return }
    guard String(validating: data.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self) != nil else {
      throw .malformed(
        path: path, line: 1, detail: "the header is no UTF-8 text; save the file as UTF-8")
    }
    let metric = header.firstIndex(of: "metric")
    let value = header.firstIndex(of: "value")
    var number = 0
    while let row = text.nextRow() {
      if row.cells == [""] { continue }
      if !row.isComplete, isGrowing { break }
      if row.isQuoted {
        throw .malformed(path: path, line: row.line, detail: "a quote is not closed")
      }
      guard row.cells.count == header.count else {
        throw .malformed(
          path: path, line: row.line,
          detail: "it has \(row.cells.count) cells, and the header \(header.count)")
      }
      number += 1
      var points = PointRow()
      for (name, cell) in zip(header, row.cells) {
        guard let number = Self.number(cell) else {
          let isName = value != nil && name == "metric"
          if !isName, !cell.allSatisfy(\.isWhitespace) { reading.textCells += 1 }
          continue
        }
        if let metric, let value {
          if name == "value" {
            points.values = [(row.cells[metric], number)]
          } else if name != "metric", header[value] != name, Axis(name) != nil {
            points.add(number, named: name)
          }
        } else {
          points.add(number, named: name)
        }
      }
      points.append(to: &reading.points, number: number)
    }
  }

  private static func number(_ cell: String) -> Double? {
    if let number = Double(cell) { return number }
    switch cell.trimmingCharacters(in: .whitespaces).lowercased() {
    case "nan": return .nan
    case "inf", "infinity", "+inf": return .infinity
    case "-inf", "-infinity": return -.infinity
    case let trimmed: return trimmed.isEmpty ? nil : Double(trimmed)
    }
  }
}

/// Reads CSV row by row, with quoted cells as RFC 4180 has them.
struct CSVScanner {
  /// A row with the line it begins on; not complete where the file ends before the line does, which may be within
  /// quotes.
  struct Row {
    var line: Int
    var cells: [String] = []
    var isComplete = false
    var isQuoted = false
  }

  private let bytes: [UInt8]
  private let separator: UInt8
  private var position = 0
  private var line = 1

  init(_ data: Data) {
    bytes = [UInt8](data)
    let header = bytes.prefix { $0 != UInt8(ascii: "\n") }
    separator = ",;\t".utf8.first(where: header.contains) ?? UInt8(ascii: ",")
    // Spreadsheets begin with a mark that says UTF-8.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next row, or nil at the end.
  mutating func nextRow() -> Row? {
    guard position < bytes.count else { return nil }
    var row = Row(line: line)
    var cell: [UInt8] = []
    var isQuoted = false
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && next == byte:
        cell.append(byte)
        position += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case separator where !isQuoted:
        row.cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
      case UInt8(ascii: "\r") where !isQuoted: break
      case UInt8(ascii: "\n") where !isQuoted:
        line += 1
        row.cells.append(String(decoding: cell, as: UTF8.self))
        row.isComplete = true
        return row
      default:
        if byte == UInt8(ascii: "\n") { line += 1 }
        cell.append(byte)
      }
    }
    row.cells.append(String(decoding: cell, as: UTF8.self))
    row.isQuoted = isQuoted
    return row
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }
}
