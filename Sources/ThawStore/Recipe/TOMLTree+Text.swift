extension TOMLTree {
  static func strings(_ texts: [String]) -> TOMLTree { .array(texts.map(TOMLTree.string)) }

  /// The value as TOML has it; tables are written by their owner.
  var toml: String {
    switch self {
    case .string(let text): quoted(text)
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .boolean(let boolean): "\(boolean)"
    case .array(let elements): "[" + elements.map(\.toml).joined(separator: ", ") + "]"
    case .table, .other: kind
    }
  }

  /// The value as people read it: text bare, arrays with commas.
  var print: String {
    switch self {
    case .string(let text): text
    case .array(let elements): elements.map(\.print).joined(separator: ", ")
    default: toml
    }
  }
}

/// A text in quotes, as TOML and JSON both have it.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case _ where scalar.value < 0x20 || scalar.value == 0x7F:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
