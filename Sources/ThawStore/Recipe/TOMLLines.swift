/// Finds the line of a key in a TOML text, for messages; TOMLKit tells lines of syntax errors only.
struct TOMLLines {
  private var lines: [[String]: Int] = [:]

  init(_ text: String) {
    var table: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.first == "[" {
        table = Self.parts(line.drop { $0 == "[" }, until: "]")
        record(table, line: index + 1)
      } else if line.contains("="), line.first != "#" {
        record(table + Self.parts(line, until: "="), line: index + 1)
      }
    }
  }

  /// The line of a path, or of the nearest table around it.
  func line(of path: [String]) -> Int? {
    var path = path[...]
    while !path.isEmpty {
      if let line = lines[Array(path)] { return line }
      path = path.dropLast()
    }
    return nil
  }

  private mutating func record(_ path: [String], line: Int) {
    for length in path.indices {
      let part = Array(path[...length])
      if lines[part] == nil { lines[part] = line }
    }
  }

  /// The parts of a dotted key, quotes removed.
  private static func parts(_ text: Substring, until end: Character) -> [String] {
    var parts = [""]
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { parts[parts.count - 1].append(character) }
      } else if character == end {
        break
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "." {
        parts.append("")
      } else if !character.isWhitespace {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}
