/// Which sessions a list shows: a regular expression on names, or an expression on values.
///
///     demo-(head|last)                  names, anywhere in them, any case; after !, the others
///     val.accuracy > 0.9 and method.train = "head"
///     not (state = failed or step < 10) and name ~ "^photos"
///
/// Comparisons are `=`, `!=`, `<`, `<=`, `>`, `>=`, and `~` for a regular expression; fields are those of
/// ``SessionSummary/value(of:)``. A session that lacks a field fails every comparison but `!=`. `tags = good` asks
/// whether it is one of the tags.
public struct SessionFilter: Equatable, Sendable {
  indirect enum Node: Equatable, Sendable {
    case all
    case name(String, isInverted: Bool)
    case comparison(field: String, Comparator, String)
    case not(Node)
    case and(Node, Node)
    case or(Node, Node)
  }

  enum Comparator: String, CaseIterable, Sendable {
    // Longer ones first: `<=` is not `<` and a value that begins with `=`.
    case notEqual = "!="
    case atMost = "<="
    case atLeast = ">="
    case equal = "="
    case less = "<"
    case greater = ">"
    case matches = "~"
  }

  let node: Node

  /// Lets everything through.
  public init() { node = .all }

  /// Reads a filter.
  ///
  /// - Throws: ``SessionFilterError`` saying what is wrong.
  public init(_ text: String) throws(SessionFilterError) {
    let trimmed = text.drop { $0 == " " }
    guard !trimmed.isEmpty else {
      node = .all
      return
    }
    var parser = try FilterParser(String(trimmed))
    if parser.isExpression {
      node = try parser.parse()
    } else {
      let isInverted = trimmed.hasPrefix("!")
      let pattern = String(isInverted ? trimmed.dropFirst() : trimmed)
      guard pattern.isEmpty || (try? Regex(pattern)) != nil else {
        throw SessionFilterError(noRegexOf: pattern)
      }
      node = .name(pattern, isInverted: isInverted)
    }
  }

  /// Says whether a session is let through, with its patterns compiled: a list of thousands would feel each.
  public var test: (SessionSummary) -> Bool { Self.test(node) }

  private static func test(_ node: Node) -> (SessionSummary) -> Bool {
    switch node {
    case .all: return { _ in true }
    case .name(let pattern, let isInverted):
      let isFound = search(for: pattern)
      return { isInverted != isFound($0.name) }
    case .not(let inner):
      let inner = test(inner)
      return { !inner($0) }
    case .and(let left, let right):
      let (left, right) = (test(left), test(right))
      return { left($0) && right($0) }
    case .or(let left, let right):
      let (left, right) = (test(left), test(right))
      return { left($0) || right($0) }
    case .comparison(let field, .matches, let pattern):
      let isFound = search(for: pattern)
      return { $0.value(of: field).map { isFound($0.text) } ?? false }
    case .comparison("tags", .equal, let tag): return { $0.labels.tags.contains(tag) }
    case .comparison("tags", .notEqual, let tag): return { !$0.labels.tags.contains(tag) }
    case .comparison(let field, let comparator, let value):
      return { compares($0.value(of: field), comparator, value) }
    }
  }

  private static func compares(
    _ found: SessionValue?, _ comparator: Comparator, _ wanted: String
  ) -> Bool {
    guard let found else { return comparator == .notEqual }
    if let left = found.number, let right = Double(wanted) {
      return holds(comparator, left, right)
    }
    return holds(comparator, found.text, wanted)
  }

  private static func holds<Value: Comparable>(
    _ comparator: Comparator, _ left: Value, _ right: Value
  ) -> Bool {
    switch comparator {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .atMost: left <= right
    case .greater: left > right
    case .atLeast: left >= right
    case .matches: false
    }
  }

  /// Looks for a pattern anywhere in a text, in any case.
  private static func search(for pattern: String) -> (String) -> Bool {
    // Most are plain words, which are found sooner without a regular expression.
    let isPlain = pattern.utf8.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "-")
    }
    if isPlain {
      let word = pattern.lowercased()
      return { $0.lowercased().contains(word) }
    }
    guard let regex = try? Regex(pattern).ignoresCase() else { return { _ in false } }
    return { $0.firstMatch(of: regex) != nil }
  }
}

/// Why a text is no filter.
public struct SessionFilterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public var message: String
  /// The message.
  public var description: String { message }

  init(_ message: String) { self.message = message }

  /// Says that a pattern is no regular expression, and how to write what a shell's pattern means.
  init(noRegexOf pattern: String) {
    message = "“\(pattern)” is no regular expression"
    let meant = pattern.replacing("*", with: ".*")
    guard meant != pattern, (try? Regex(meant)) != nil else { return }
    message += ", where * repeats what stands before it; for any text write .*: “\(meant)”"
  }
}
