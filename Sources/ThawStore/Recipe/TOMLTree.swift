import TOMLKit

/// A TOML value with Swift's value semantics; TOMLKit's are views into a tree that it frees.
enum TOMLTree: Equatable {
  case string(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case array([TOMLTree])
  case table([String: TOMLTree])
  /// A date or a time, of which recipes have none.
  case other

  init(_ value: any TOMLValueConvertible) {
    self =
      switch value.type {
      case .string: .string(value.string ?? "")
      case .int: .integer(value.int ?? 0)
      case .double: .number(value.double ?? 0)
      case .bool: .boolean(value.bool ?? false)
      case .array: .array(value.array.map { $0.map { TOMLTree($0) } } ?? [])
      case .table: .table(value.table.map(Self.members) ?? [:])
      case .date, .time, .dateTime: .other
      }
  }

  /// Reads a document.
  static func members(parsing text: String) throws(TOMLParseError) -> [String: TOMLTree] {
    do {
      return members(of: try TOMLTable(string: text))
    } catch let error as TOMLParseError {
      throw error
    } catch {
      preconditionFailure("TOMLKit throws parse errors only, not \(error)")
    }
  }

  private static func members(of table: TOMLTable) -> [String: TOMLTree] {
    var members: [String: TOMLTree] = [:]
    for (key, value) in table { members[key] = TOMLTree(value) }
    return members
  }

  /// What the value is, for messages.
  var kind: String {
    switch self {
    case .string: "text"
    case .integer: "a whole number"
    case .number: "a number"
    case .boolean: "true or false"
    case .array: "an array"
    case .table: "a table"
    case .other: "a date or time"
    }
  }

  /// The value at a dotted path, or nil.
  func value(at path: ArraySlice<String>) -> TOMLTree? {
    guard let first = path.first else { return self }
    guard case .table(let members) = self else { return nil }
    return members[first]?.value(at: path.dropFirst())
  }

  /// Puts a value at a path, making tables on the way.
  mutating func set(_ value: TOMLTree, at path: ArraySlice<String>) {
    guard let first = path.first else {
      self = value
      return
    }
    var members: [String: TOMLTree] = [:]
    if case .table(let existing) = self { members = existing }
    members[first, default: .table([:])].set(value, at: path.dropFirst())
    self = .table(members)
  }

  /// The values that are no tables, with their paths, in alphabetical order.
  var leaves: [(path: [String], value: TOMLTree)] {
    guard case .table(let members) = self else { return [([], self)] }
    return members.sorted { $0.key < $1.key }.flatMap { name, member in
      member.leaves.map { ([name] + $0.path, $0.value) }
    }
  }
}
