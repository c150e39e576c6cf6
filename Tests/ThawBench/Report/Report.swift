import Foundation

/// All that was measured, on which machine.
struct Report {
  var machine: Machine
  var measurements: [Measurement]

  /// What is to be said of the measurements, each once.
  private var notes: [String] {
    measurements.flatMap(\.notes).reduce(into: []) { all, note in
      if !all.contains(note) { all.append(note) }
    }
  }

  /// One line a figure, in columns.
  var table: String {
    let header = ["what", "figure", "min–max", "unit", "goal", "", "n"]
    let lines = [header] + measurements.map(\.cells)
    let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let rightAligned: Set = [1, 2, 6]
    let text = lines.map { line in
      line.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - line[column].count)
        return rightAligned.contains(column) ? padding + line[column] : line[column] + padding
      }.joined(separator: "  ")
    }
    let below = notes.isEmpty ? [] : [""] + notes
    return ([machine.line, ""] + text + below).joined(separator: "\n")
  }

  /// The same for programs.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let document = Document(
        machine: machine, notes: notes, measurements: measurements.map(Line.init))
      return String(decoding: try encoder.encode(document), as: UTF8.self)
    }
  }

  private struct Document: Encodable {
    var machine: Machine
    var notes: [String]
    var measurements: [Line]
  }

  private struct Line: Encodable {
    var what: String
    var unit: String
    var statistic: String
    var figure: Double
    var minimum: Double
    var maximum: Double
    var count: Int
    var goal: String?
    var isMet: Bool?

    init(_ measurement: Measurement) {
      what = measurement.what
      unit = measurement.unit
      statistic = measurement.statistic.rawValue
      figure = measurement.figure
      minimum = measurement.values.min() ?? .nan
      maximum = measurement.values.max() ?? .nan
      count = measurement.values.count
      goal = measurement.goal?.text
      isMet = measurement.isMet
    }
  }
}

extension Measurement {
  fileprivate var cells: [String] {
    let name = statistic == .median ? what : "\(what), \(statistic.rawValue)"
    let span =
      values.count > 1 ? "\(printed(values.min() ?? .nan))–\(printed(values.max() ?? .nan))" : ""
    return [
      name, printed(figure), span, unit, goal?.text ?? "",
      isMet.map { $0 ? "met" : "MISSED" } ?? "", "\(values.count)",
    ]
  }
}
