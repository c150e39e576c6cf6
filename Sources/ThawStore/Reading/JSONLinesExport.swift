extension SessionReader {
  /// The session's metrics as JSON lines, in pieces of a few thousand.
  ///
  /// An object a point, `{"metric", "step", "epoch", "time", "value"}`; metrics by name, points by step; time in seconds
  /// since the session began; what is not finite is text: `"NaN"`, `"Infinity"`, `"-Infinity"`.
  ///
  /// - Parameters:
  ///   - metrics: The metrics that are wanted, or nil for all.
  ///   - write: Takes the next piece.
  /// - Throws: ``StoreError``, or what `write` throws.
  public func exportJSONLines(
    metrics: [String]? = nil, _ write: (String) throws -> Void
  ) throws {
    var text = ""
    for name in try metrics ?? metricNames() {
      let field = jsonText(name)
      try points(of: name) { point in
        text += "{\"metric\":\(field),\"step\":\(point.step),\"epoch\":\(point.epoch),"
        text += "\"time\":\(point.time),\"value\":\(jsonNumber(point.value))}\n"
        if text.utf8.count > 1 << 16 {
          try write(text)
          text = ""
        }
      }
    }
    try write(text)
  }
}

private func jsonNumber(_ value: Double) -> String {
  if value.isFinite { return "\(value)" }
  if value.isNaN { return "\"NaN\"" }
  return value > 0 ? "\"Infinity\"" : "\"-Infinity\""
}

private func jsonText(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": result += "\\\(scalar)"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
