import ThawProtocol

/// A comparison as text for a plain terminal.
enum ComparisonText {
  /// Final and best values with their distance from the first session's.
  static func metrics(of comparison: Comparison) -> String {
    let header = ["metric", ""] + comparison.sessions
    var table = TextTable(header: header, rightAligned: Set(2..<header.count))
    for line in comparison.metrics {
      table.add([line.metric, "last"] + line.cells.map { cell($0.last, $0.lastDifference) })
      guard line.cells.contains(where: { $0.best != nil }) else { continue }
      table.add(["", "best"] + line.cells.map { cell($0.best, $0.bestDifference) })
    }
    return table.text
  }

  /// The recipe keys that are not the same everywhere.
  static func differences(of comparison: Comparison) -> String {
    guard !comparison.differences.isEmpty else { return "the recipes are the same" }
    var table = TextTable(header: ["recipe"] + comparison.sessions)
    for line in comparison.differences {
      table.add([line.key] + line.values.map { $0 ?? "–" })
    }
    return table.text
  }

  private static func cell(_ value: Double?, _ difference: Double?) -> String {
    guard let value else { return "–" }
    guard let difference, difference != 0 else { return Numbers.short(value) }
    return "\(Numbers.short(value)) (\(Numbers.signed(difference)))"
  }
}
