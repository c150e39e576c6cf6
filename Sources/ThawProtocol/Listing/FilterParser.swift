/// Reads an expression on values: comparisons joined by `and`, `or`, `not` and parentheses.
struct FilterParser {
  private enum Token: Equatable {
    case word(String)
    case quoted(String)
    case comparator(SessionFilter.Comparator)
    case open
    case close
  }

  private let tokens: [Token]
  private var place = 0

  /// Cuts a text into tokens.
  init(_ text: String) throws(SessionFilterError) {
    var tokens: [Token] = []
    var rest = text[...]
    var hasComparator = false
    while let first = rest.first {
      if first == " " {
        rest.removeFirst()
      } else if first == "\"" || first == "'" {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: first) else {
          // Names have no quotes, so a single one can only begin a value.
          throw SessionFilterError("a quote \(first) is not closed")
        }
        tokens.append(.quoted(String(rest[..<end])))
        rest = rest[rest.index(after: end)...]
      } else if let comparator = SessionFilter.Comparator.allCases.first(where: {
        rest.hasPrefix($0.rawValue)
      }) {
        tokens.append(.comparator(comparator))
        hasComparator = true
        rest = rest.dropFirst(comparator.rawValue.count)
      } else if first == "(" || first == ")" {
        tokens.append(first == "(" ? .open : .close)
        rest.removeFirst()
      } else {
        let word = rest.prefix { !" \"'()=<>~!".contains($0) }
        guard !word.isEmpty else {
          // A `!` that begins no comparison: the text is a name's pattern, or wrong.
          tokens.append(.word("!"))
          rest.removeFirst()
          continue
        }
        tokens.append(.word(String(word)))
        rest = rest[word.endIndex...]
      }
    }
    self.tokens = tokens
    isExpression = hasComparator
  }

  /// Whether the text compares something; else it is a pattern of names.
  let isExpression: Bool

  /// Reads the whole text.
  mutating func parse() throws(SessionFilterError) -> SessionFilter.Node {
    let node = try alternatives()
    guard place == tokens.count else {
      throw SessionFilterError(
        "“\(said(tokens[place]))” is not expected; write and, or, or the end")
    }
    return node
  }

  private mutating func alternatives() throws(SessionFilterError) -> SessionFilter.Node {
    var node = try conjunction()
    while take(word: "or") { node = .or(node, try conjunction()) }
    return node
  }

  private mutating func conjunction() throws(SessionFilterError) -> SessionFilter.Node {
    var node = try term()
    while take(word: "and") { node = .and(node, try term()) }
    return node
  }

  private mutating func term() throws(SessionFilterError) -> SessionFilter.Node {
    if take(word: "not") { return .not(try term()) }
    guard place < tokens.count else {
      throw SessionFilterError("a comparison is missing at the end")
    }
    if tokens[place] == .open {
      place += 1
      let node = try alternatives()
      guard place < tokens.count, tokens[place] == .close else {
        throw SessionFilterError("a “)” is missing")
      }
      place += 1
      return node
    }
    return try comparison()
  }

  private mutating func comparison() throws(SessionFilterError) -> SessionFilter.Node {
    guard case .word(let field) = tokens[place] else {
      throw SessionFilterError("“\(said(tokens[place]))” is no field")
    }
    guard place + 1 < tokens.count, case .comparator(let comparator) = tokens[place + 1] else {
      throw SessionFilterError("after “\(field)” comes =, !=, <, <=, >, >= or ~")
    }
    guard place + 2 < tokens.count else {
      throw SessionFilterError("after “\(field) \(comparator.rawValue)” comes a value")
    }
    let value: String
    switch tokens[place + 2] {
    case .word(let text), .quoted(let text): value = text
    default: throw SessionFilterError("“\(said(tokens[place + 2]))” is no value; quote it")
    }
    if comparator == .matches, (try? Regex(value)) == nil {
      throw SessionFilterError(noRegexOf: value)
    }
    place += 3
    return .comparison(field: field, comparator, value)
  }

  private mutating func take(word: String) -> Bool {
    guard place < tokens.count, tokens[place] == .word(word) else { return false }
    place += 1
    return true
  }

  private func said(_ token: Token) -> String {
    switch token {
    case .word(let text), .quoted(let text): text
    case .comparator(let comparator): comparator.rawValue
    case .open: "("
    case .close: ")"
    }
  }
}
