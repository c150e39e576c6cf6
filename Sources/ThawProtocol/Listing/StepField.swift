/// A metric's value at a step, as lists name it: `val.accuracy@500`.
///
/// It is the newest value logged by then; a session that has not come so far has none.
public struct StepField: Hashable, Sendable {
  /// The field as it was written.
  public let field: String
  /// Steps completed.
  public let step: Int

  private let name: String

  /// Reads a field; nil for one that names no step.
  public init?(_ field: String) {
    guard let sign = field.lastIndex(of: "@"), sign > field.startIndex,
      let step = Int(field[field.index(after: sign)...]), step >= 0
    else { return nil }
    self.field = field
    self.step = step
    name = String(field[..<sign])
  }

  /// The one of some metrics that it means; nil where it is none of them.
  public func metric(among names: some Collection<String>) -> String? {
    MetricName.meant(by: name, among: names)
  }
}

extension SessionArrangement {
  /// The fields that it shows, sorts, groups or filters by.
  public var fields: [String] {
    let filtered = (try? SessionFilter(filter))?.fields ?? []
    return columns + [sort, group].compactMap(\.self) + filtered
  }

  /// The metrics at steps among its fields.
  public var stepFields: Set<StepField> { Set(fields.compactMap(StepField.init)) }
}

extension SessionFilter {
  /// The fields that it compares.
  var fields: [String] { Self.fields(of: node) }

  private static func fields(of node: Node) -> [String] {
    switch node {
    case .all, .name: []
    case .comparison(let field, _, _): [field]
    case .not(let inner): fields(of: inner)
    case .and(let left, let right), .or(let left, let right):
      fields(of: left) + fields(of: right)
    }
  }
}
