import Foundation

/// Reads the few shapes of JSON that a safetensors header has: objects, strings, lists of sizes.
struct JSONScanner {
  private let bytes: Data
  private let start: Int
  private var position: Int

  init(_ bytes: Data, start: Int) {
    self.bytes = bytes
    self.start = start
    position = bytes.startIndex
  }

  func problem(_ what: String) -> FormatProblem {
    .corrupt("in the header, \(what)", at: start + position - bytes.startIndex)
  }

  /// Reads an object; `member` reads the value of each name.
  mutating func object(
    _ member: (inout JSONScanner, String) throws(FormatProblem) -> Void
  ) throws(FormatProblem) {
    try expect("{")
    if take("}") { return }
    repeat {
      let name = try string()
      try expect(":")
      try member(&self, name)
    } while take(",")
    try expect("}")
  }

  /// Reads a list of integers that are not negative.
  mutating func integers() throws(FormatProblem) -> [Int] {
    try expect("[")
    var values: [Int] = []
    if take("]") { return values }
    repeat { values.append(try integer()) } while take(",")
    try expect("]")
    return values
  }

  mutating func string() throws(FormatProblem) -> String {
    try expect("\"")
    let first = position
    while position < bytes.endIndex, bytes[position] != UInt8(ascii: "\"") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < bytes.endIndex else { throw problem("a string has no end") }
    let quoted = bytes[(first - 1)...position]
    position += 1
    // Escapes and surrogates are Foundation's work; nearly no name has any.
    if !quoted.contains(UInt8(ascii: "\\")) {
      guard let text = String(validating: quoted.dropFirst().dropLast(), as: UTF8.self),
        !text.utf8.contains(where: { $0 < 0x20 })
      else { throw problem("a string is not UTF-8") }
      return text
    }
    guard let text = try? JSONDecoder().decode(String.self, from: Data(quoted)) else {
      throw problem("a string has an unknown escape")
    }
    return text
  }

  /// Demands that only padding follows.
  mutating func end() throws(FormatProblem) {
    skipBlanks()
    guard position == bytes.endIndex else { throw problem("something follows the object") }
  }

  private mutating func integer() throws(FormatProblem) -> Int {
    skipBlanks()
    var value = 0
    let first = position
    while position < bytes.endIndex, (0x30...0x39).contains(bytes[position]) {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (next, exceeded) = scaled.addingReportingOverflow(Int(bytes[position] - 0x30))
      guard !overflow, !exceeded else { throw problem("a number is too large") }
      value = next
      position += 1
    }
    guard position > first else { throw problem("a size is expected") }
    return value
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(FormatProblem) {
    guard take(character) else { throw problem("“\(character)” is expected") }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: character) else {
      return false
    }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while position < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }
}
