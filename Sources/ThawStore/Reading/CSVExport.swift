extension SessionReader {
  /// The session's metrics as CSV, in pieces of a few thousand lines.
  ///
  /// Long form with a header: `metric,step,epoch,time,value`; metrics by name, points by step; time in seconds
  /// since the session began; `NaN`, `Infinity` and `-Infinity` as such.
  ///
  /// - Parameters:
  ///   - metrics: The metrics that are wanted, or nil for all.
  ///   - write: Takes the next piece.
  /// - Throws: ``StoreError``, or what `write` throws.
  public func exportCSV(metrics: [String]? = nil, _ write: (String) throws -> Void) throws {
    let names = try metrics ?? metricNames()
    var text = "metric,step,epoch,time,value\n"
    for name in names {
      let field = csvField(name)
      try points(of: name) { point in
        text += "\(field),\(point.step),\(point.epoch),\(point.time),\(csvNumber(point.value))\n"
        if text.utf8.count > 1 << 16 {
          try write(text)
          text = ""
        }
      }
    }
    try write(text)
  }
}

private func csvNumber(_ value: Double) -> String {
  if value.isFinite { return "\(value)" }
  if value.isNaN { return "NaN" }
  return value > 0 ? "Infinity" : "-Infinity"
}

private func csvField(_ text: String) -> String {
  guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
  return "\"" + text.replacing("\"", with: "\"\"") + "\""
}
