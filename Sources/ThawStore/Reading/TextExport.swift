import Foundation

extension SessionReader {
  /// The session's metrics as CSV, in pieces of a few thousand lines.
  ///
  /// Long form with a header: `metric,step,epoch,time,value`; metrics by name, points by step; time in seconds
  /// since the session began; `NaN`, `Infinity` and `-Infinity` as such.
  ///
  /// - Parameters:
  ///   - metrics: The metrics that are wanted, or nil for all.
  ///   - write: Takes the next piece.
  /// - Throws: ``StoreError``, for damage after all that is whole was written; or what `write` throws.
  public func exportCSV(metrics: [String]? = nil, _ write: (String) throws -> Void) throws {
    try write("metric,step,epoch,time,value\n")
    try exportLines(of: metrics, name: csvField, write) { name, point in
      "\(name),\(point.step),\(point.epoch),\(point.time),\(plain(point.value))\n"
    }
  }

  /// The session's metrics as JSON lines, in pieces of a few thousand.
  ///
  /// An object a point, `{"metric", "step", "epoch", "time", "value"}`; metrics by name, points by step; time in seconds
  /// since the session began; what is not finite is text: `"NaN"`, `"Infinity"`, `"-Infinity"`.
  ///
  /// - Parameters:
  ///   - metrics: The metrics that are wanted, or nil for all.
  ///   - write: Takes the next piece.
  /// - Throws: ``StoreError``, for damage after all that is whole was written; or what `write` throws.
  public func exportJSONLines(
    metrics: [String]? = nil, _ write: (String) throws -> Void
  ) throws {
    try exportLines(of: metrics, name: quoted, write) { name, point in
      let value = point.value.isFinite ? plain(point.value) : "\"\(plain(point.value))\""
      return "{\"metric\":\(name),\"step\":\(point.step),\"epoch\":\(point.epoch),"
        + "\"time\":\(point.time),\"value\":\(value)}\n"
    }
  }

  /// A line for each point, some thousand at a time; `name` is how the format writes a metric's.
  private func exportLines(
    of metrics: [String]?, name: (String) -> String, _ write: (String) throws -> Void,
    line: (String, MetricPoint) -> String
  ) throws {
    var text = ""
    let damage = try exporting(metrics) { metric in
      let name = name(metric)
      try points(of: metric) { point in
        text += line(name, point)
        if text.utf8.count > 1 << 16 {
          try write(text)
          text = ""
        }
      }
    }
    try write(text)
    if let damage { throw damage }
  }

  /// Calls `export` with each of some metrics, or of all; damage of one keeps no other from it.
  ///
  /// - Returns: What to throw once the rest is written, where damage was met.
  func exporting(
    _ metrics: [String]?, _ export: (String) throws -> Void
  ) throws -> StoreError? {
    var cut: [String] = []
    var damage = ""
    for metric in try metrics ?? metricNames() {
      do { try export(metric) } catch StoreError.damaged(_, let detail) {
        cut.append(metric)
        damage = detail
      }
    }
    guard !cut.isEmpty else { return nil }
    return .damaged(
      file: folder.database.path,
      detail: "\(damage); all was written but some values of \(cut.joined(separator: ", "))")
  }
}

private func plain(_ value: Double) -> String {
  if value.isFinite { return "\(value)" }
  if value.isNaN { return "NaN" }
  return value > 0 ? "Infinity" : "-Infinity"
}

private func csvField(_ text: String) -> String {
  guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
  return "\"" + text.replacing("\"", with: "\"\"") + "\""
}
