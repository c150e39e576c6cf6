/// Which sessions a list shows: a regular expression on names, or an expression on values.
///
///     demo-(head|last)                  names, anywhere in them, any case; after !, the others
///     val.accuracy > 0.9 and method.train = "head"
///     not (state = failed or step < 10) and name ~ "^photos"
///
/// Comparisons are `=`, `!=`, `<`, `<=`, `>`, `>=`, and `~` for a regular expression; fields are those of
/// ``SessionSummary/value(of:)``. A session that lacks a field fails every comparison but `!=`.
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

  /// Whether a session is let through.
  public func accepts(_ session: SessionSummary) -> Bool { Self.accepts(session, node) }

  private static func accepts(_ session: SessionSummary, _ node: Node) -> Bool {
    switch node {
    case .all: true
    case .name(let pattern, let isInverted):
      isInverted != found(pattern, in: session.name)
    case .not(let inner): !accepts(session, inner)
    case .and(let left, let right): accepts(session, left) && accepts(session, right)
    case .or(let left, let right): accepts(session, left) || accepts(session, right)
    case .comparison(let field, let comparator, let value):
      compares(session.value(of: field), comparator, value)
    }
  }

  private static func compares(
    _ found: SessionValue?, _ comparator: Comparator, _ wanted: String
  ) -> Bool {
    guard let found else { return comparator == .notEqual }
    if comparator == .matches { return Self.found(wanted, in: found.text) }
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

  private static func found(_ pattern: String, in text: String) -> Bool {
    // Most are plain words; to compile them anew for each session is felt in a list of thousands.
    let isPlain = pattern.utf8.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "-")
    }
    if isPlain { return text.lowercased().contains(pattern.lowercased()) }
    guard let regex = try? Regex(pattern).ignoresCase() else { return false }
    return text.firstMatch(of: regex) != nil
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
