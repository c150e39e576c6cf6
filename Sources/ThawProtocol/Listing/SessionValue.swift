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
  /// or `.count` behind: `val.accuracy.best`. Without it, the best where a metric has one, else the last.
  public func value(of field: String) -> SessionValue? {
    switch field {
    case "name": return .text(name)
    case "state": return .text(state.rawValue)
    case "step": return .number(Double(step))
    case "started": return .number(started.timeIntervalSince1970)
    case "tags": return labels.tags.isEmpty ? nil : .text(labels.tags.joined(separator: " "))
    case "note": return labels.note.isEmpty ? nil : .text(labels.note)
    case "starred": return .text("\(labels.isStarred)")
    case "archived": return .text("\(labels.isArchived)")
    default: break
    }
    if let value = recipe[field] { return .text(value) }
    let path = field.replacingOccurrences(of: "/", with: ".")
    return metrics.lazy.compactMap { name, metric -> SessionValue? in
      let known = name.replacingOccurrences(of: "/", with: ".")
      guard path.hasPrefix(known) else { return nil }
      switch path.dropFirst(known.count) {
      case "": return .number(metric.best ?? metric.last)
      case ".last": return .number(metric.last)
      case ".best": return metric.best.map { .number($0) }
      case ".count": return .number(Double(metric.count))
      default: return nil
      }
    }.first
  }
}
