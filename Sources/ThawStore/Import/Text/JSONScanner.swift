/// What is wrong with JSON, and at which byte.
struct JSONError: Error, Equatable {
  var offset: Int
  var detail: String
}

/// Reads JSON, and the `NaN` and `Infinity` that Python writes into it.
struct JSONScanner {
  private static let depthLimit = 200

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Reads one value that takes all the bytes.
  static func value(of bytes: ArraySlice<UInt8>) throws(JSONError) -> JSONValue {
    var scanner = JSONScanner(bytes)
    let value = try scanner.value(depth: 0)
    scanner.skipSpace()
    guard scanner.position == bytes.endIndex else {
      throw scanner.error("something follows the value")
    }
    return value
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    skipSpace()
    guard depth < Self.depthLimit else { throw error("it is nested too deeply") }
    switch peek {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .text(try text())
    default: return try word()
    }
  }

  private mutating func object(_ depth: Int) throws(JSONError) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = []
    position += 1
    if take("}") { return .object([]) }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw error("a key is missing") }
      let key = try text()
      guard take(":") else { throw error("a colon is missing") }
      members.append((key, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw error("an object has no end") }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(JSONError) -> JSONValue {
    var elements: [JSONValue] = []
    position += 1
    if take("]") { return .array([]) }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw error("an array has no end") }
    return .array(elements)
  }

  private mutating func word() throws(JSONError) -> JSONValue {
    let start = position
    while let byte = peek, !",]} \t\r\n:\"".utf8.contains(byte) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    switch word {
    case "null": return .null
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "NaN": return .number(.nan)
    case "Infinity": return .number(.infinity)
    case "-Infinity": return .number(-.infinity)
    default:
      guard let first = word.utf8.first, first == 0x2D || (0x30...0x39).contains(first),
        let number = Double(word)
      else {
        position = start
        throw error(word.isEmpty ? "a value is missing" : "“\(word.prefix(20))” is no value")
      }
      return .number(number)
    }
  }

  private mutating func text() throws(JSONError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escaped()
      default: text.append(byte)
      }
    }
    throw error("a text has no end")
  }

  private mutating func escaped() throws(JSONError) -> [UInt8] {
    guard let byte = peek else { throw error("a text has no end") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: "\\u".utf8) {
        position += 2
        units.append(try codeUnit())
      }
      return Array(String(decoding: units, as: UTF16.self).utf8)
    default: throw error("a text has an unknown escape")
    }
  }

  private mutating func codeUnit() throws(JSONError) -> UInt16 {
    let digits = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
    guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else {
      throw error("a text has an unknown escape")
    }
    position += 4
    return unit
  }

  private var peek: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: sign) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, " \t\r\n".utf8.contains(byte) { position += 1 }
  }

  private func error(_ detail: String) -> JSONError { JSONError(offset: position, detail: detail) }
}
