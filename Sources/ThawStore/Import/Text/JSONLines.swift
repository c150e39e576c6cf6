import Foundation

/// JSON lines: an object a line.
///
/// Numbers are metrics, those of objects within named by the path with slashes; text is left out. A line with
/// `metric` and `value`, as thaw exports it, is one point.
struct JSONLines {
  let path: String

  /// Adds the file's points to a run; a last line that is no JSON yet is left out.
  func read(_ data: Data, into reading: inout RunReading) throws(ImportError) {
    let bytes = [UInt8](data)
    var start = 0
    var line = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      defer { start = end + 1 }
      line += 1
      guard bytes[start..<end].contains(where: { !" \t\r".utf8.contains($0) }) else { continue }
      do {
        try add(try JSONScanner.value(of: bytes[start..<end]), number: line, to: &reading.points)
      } catch {
        // Without its end, a line is being written.
        if end == bytes.count { return }
        throw .malformed(path: path, line: line, detail: "this is no JSON object: \(error.detail)")
      }
    }
  }

  private func add(
    _ value: JSONValue, number: Int, to table: inout PointTable
  ) throws(JSONError) {
    guard case .object(let members) = value else {
      throw JSONError(offset: 0, detail: "it begins with something else")
    }
    var row = PointRow()
    if case .text(let metric)? = value["metric"], let point = value["value"]?.plotted {
      for (key, value) in members where key != "metric" && key != "value" {
        if let number = value.plotted, Axis(key) != nil { row.add(number, named: key) }
      }
      row.values = [(metric, point)]
    } else {
      for (path, value) in value.leaves {
        if let number = value.plotted { row.add(number, named: path.joined(separator: "/")) }
      }
    }
    row.append(to: &table, number: number)
  }
}
