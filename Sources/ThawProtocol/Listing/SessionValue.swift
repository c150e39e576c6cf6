import Foundation

/// A value of a session that lists show, sort and filter by.
public enum SessionValue: Equatable, Sendable {
  case number(Double)
  case text(String)

  /// The value as a number, where it is one or reads as one.
  public var number: Double? {
    switch self {
    case .number(let number): number
    case .text(let text): Double(text)
    }
  }

  /// The value as text.
  public var text: String {
    switch self {
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .text(let text): text
    }
  }
}

extension SessionSummary {
  /// The value of a field by name; nil where the session has none.
  ///
  /// Names are `name`, `state`, `step`, `started` (Unix seconds), `tags`, `note`, `starred` and `archived`;
  /// those of recipe keys; and those of metrics, with `/` or `.` between their parts, and `.last`, `.best`
  /// or `.count` behind: `val.accuracy.best`. Without it, the best where a metric has one, else the last. With a
  /// step behind, `val.accuracy@500`, the value at that step where it was read: see ``StepField``.
  public func value(of field: String) -> SessionValue? {
    switch field {
    case "name": return .text(name)
    case "state": return .text(state.rawValue)
    case "step": return .number(Double(step))
    case "started": return .number(started.timeIntervalSince1970)
    case "tags": return labels.tags.isEmpty ? nil : .text(labels.tags.joined(separator: " "))
    case "note": return labels.note.isEmpty ? nil : .text(labels.noteLine)
    case "starred": return .text("\(labels.isStarred)")
    case "archived": return .text("\(labels.isArchived)")
    default: break
    }
    if let value = valuesAtSteps[field] { return .number(value) }
    if let value = recipe[field] { return .text(value) }
    // As it is written in the store: found without a search, which a list of thousands would feel.
    if let metric = metrics[field] { return .number(metric.best ?? metric.last) }
    return metrics.lazy.compactMap { name, metric -> SessionValue? in
      switch Self.rest(of: field, behind: name) {
      case "": return .number(metric.best ?? metric.last)
      case ".last": return .number(metric.last)
      case ".best": return metric.best.map { .number($0) }
      case ".count": return .number(Double(metric.count))
      default: return nil
      }
    }.first
  }

  /// What a field says behind a metric's name, `/` being as good as `.`; nil where it begins otherwise.
  private static func rest(of field: String, behind name: String) -> Substring? {
    func plain(_ byte: UInt8) -> UInt8 { byte == UInt8(ascii: "/") ? UInt8(ascii: ".") : byte }
    var rest = field[...]
    for byte in name.utf8 {
      guard let next = rest.utf8.popFirst(), plain(next) == plain(byte) else { return nil }
    }
    return rest
  }
}
