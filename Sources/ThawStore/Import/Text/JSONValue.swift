/// A JSON value; objects keep the order of their members.
enum JSONValue: Equatable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  static func == (one: JSONValue, other: JSONValue) -> Bool {
    switch (one, other) {
    case (.null, .null): true
    case (.boolean(let one), .boolean(let other)): one == other
    case (.number(let one), .number(let other)): one == other
    case (.text(let one), .text(let other)): one == other
    case (.array(let one), .array(let other)): one == other
    case (.object(let one), .object(let other)):
      one.count == other.count && zip(one, other).allSatisfy { $0 == $1 }
    default: false
    }
  }

  /// The member of a name, the last where there are several.
  subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  /// The value as a number to plot: thaw writes what is not finite as text.
  var plotted: Double? {
    switch self {
    case .number(let number): number
    case .boolean(let boolean): boolean ? 1 : 0
    case .text("NaN"): .nan
    case .text("Infinity"): .infinity
    case .text("-Infinity"): -.infinity
    default: nil
    }
  }

  /// The value as people read it: text bare, arrays with commas.
  var print: String {
    switch self {
    case .null: "null"
    case .boolean(let boolean): "\(boolean)"
    case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .text(let text): text
    case .array(let elements): elements.map(\.print).joined(separator: ", ")
    case .object(let members):
      members.map { "\($0.key): \($0.value.print)" }.joined(separator: ", ")
    }
  }

  /// The values that are no objects, with the keys that lead there.
  var leaves: [(path: [String], value: JSONValue)] {
    guard case .object(let members) = self else { return [([], self)] }
    return members.flatMap { key, value in value.leaves.map { ([key] + $0.path, $0.value) } }
  }
}
