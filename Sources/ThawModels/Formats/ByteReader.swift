import Foundation

/// A cursor over bytes that no count or offset can lead outside of them.
struct ByteReader {
  private let data: Data
  /// The next byte to read, counted from the start of the bytes.
  private(set) var position = 0

  init(_ data: Data, at position: Int = 0) {
    precondition((0...data.count).contains(position))
    self.data = data
    self.position = position
  }

  var count: Int { data.count }
  var remaining: Int { data.count - position }

  mutating func byte() throws(FormatProblem) -> UInt8 {
    guard remaining > 0 else { throw .truncated("the file ends too early", at: position) }
    defer { position += 1 }
    return data[data.startIndex + position]
  }

  /// The next `count` bytes, without copying them.
  mutating func bytes(_ count: Int) throws(FormatProblem) -> Data {
    guard count >= 0, count <= remaining else {
      throw .truncated("\(count) bytes are announced, \(remaining) follow", at: position)
    }
    defer { position += count }
    let start = data.startIndex + position
    return data[start..<start + count]
  }

  /// The next integer, little-endian.
  mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type
  ) throws(FormatProblem) -> Value {
    let bytes = try bytes(Value.bitWidth / 8)
    return Value(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(as: Value.self) })
  }

  /// The next size or offset: an unsigned integer that fits an `Int`.
  mutating func size<Value: FixedWidthInteger & UnsignedInteger>(
    _ type: Value.Type
  ) throws(FormatProblem) -> Int {
    let start = position
    let value = try integer(type)
    guard let size = Int(exactly: value) else {
      throw .corrupt("the size \(value) is impossible", at: start)
    }
    return size
  }

  /// The bytes up to the next line feed, which is consumed and not returned.
  mutating func line() throws(FormatProblem) -> String {
    let start = position
    let rest = data[(data.startIndex + position)...]
    guard let end = rest.firstIndex(of: 0x0A) else {
      throw .truncated("a line has no end", at: start)
    }
    position = end - data.startIndex + 1
    return try Self.text(rest[..<end], at: start)
  }

  /// The next `count` bytes as UTF-8.
  mutating func text(_ count: Int) throws(FormatProblem) -> String {
    let start = position
    return try Self.text(try bytes(count), at: start)
  }

  private static func text(_ bytes: Data, at offset: Int) throws(FormatProblem) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .corrupt("a text is not UTF-8", at: offset)
    }
    return text
  }
}

/// The product of sizes, or nil where one is negative or the product exceeds an `Int`.
func checkedProduct(_ factors: [Int]) -> Int? {
  guard factors.allSatisfy({ $0 >= 0 }) else { return nil }
  guard !factors.contains(0) else { return 0 }
  var product = 1
  for factor in factors {
    let (next, overflow) = product.multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    product = next
  }
  return product
}
