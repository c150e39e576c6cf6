import Foundation

/// What is wrong with stored bytes.
struct BlobError: Error, Equatable {
  var detail: String
}

/// Writes numbers into bytes: varints as LEB128, signed ones zigzag, floats little-endian.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  var data: Data { Data(bytes) }

  /// The bytes behind a 0 and their CRC-32C, by which a change in place is found.
  var sealed: Data {
    var whole = ByteWriter()
    whole.bytes = [0]
    whole.word(bytes.withUnsafeBytes(Checksum.castagnoli.of))
    return whole.data + bytes
  }

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func signed(_ value: Int64) {
    varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  mutating func append(_ content: [UInt8]) { bytes += content }

  /// UTF-8 behind its length.
  mutating func text(_ value: String) {
    varint(UInt64(value.utf8.count))
    bytes += value.utf8
  }

  mutating func word(_ value: UInt32) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func float(_ value: Float) { word(value.bitPattern) }

  mutating func double(_ value: Double) {
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// Reads what ``ByteWriter`` wrote; bytes that lie give an error, never a crash.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ data: Data) { bytes = [UInt8](data) }

  /// Reads what ``ByteWriter/sealed`` made; bytes of schemas before 7 have no checksum, and none begin with 0.
  init(unsealing data: Data) throws(BlobError) {
    self.init(data)
    guard bytes.first == 0 else { return }
    position = 1
    let stored = try word()
    let sum = bytes.withUnsafeBytes {
      Checksum.castagnoli.of(UnsafeRawBufferPointer(rebasing: $0[position...]))
    }
    guard sum == stored else { throw BlobError(detail: "a block fails its checksum") }
  }

  /// Holds that all was read.
  func end() throws(BlobError) {
    guard isAtEnd else { throw BlobError(detail: "a block is longer than what it holds") }
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func varint() throws(BlobError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw BlobError(detail: "a number is cut off")
  }

  mutating func signed() throws(BlobError) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: (value >> 1) ^ (0 &- (value & 1)))
  }

  /// A count of things of which each takes at least `bytesEach`, so that a lie allocates nothing.
  mutating func count(bytesEach: Int) throws(BlobError) -> Int {
    let count = try varint()
    guard count <= UInt64(bytes.count - position) / UInt64(max(bytesEach, 1)) else {
      throw BlobError(detail: "a count goes beyond the data")
    }
    return Int(count)
  }

  mutating func text() throws(BlobError) -> String {
    let count = try count(bytesEach: 1)
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  mutating func word() throws(BlobError) -> UInt32 {
    UInt32(littleEndian: try load(UInt32.self))
  }

  mutating func float() throws(BlobError) -> Float { Float(bitPattern: try word()) }

  mutating func double() throws(BlobError) -> Double {
    Double(bitPattern: UInt64(littleEndian: try load(UInt64.self)))
  }

  mutating func floats(_ count: Int) throws(BlobError) -> [Double] {
    try array(count, of: UInt32.self) { Double(Float(bitPattern: $0)) }
  }

  mutating func doubles(_ count: Int) throws(BlobError) -> [Double] {
    try array(count, of: UInt64.self) { Double(bitPattern: $0) }
  }

  private mutating func array<Word: FixedWidthInteger>(
    _ count: Int, of type: Word.Type, _ value: (Word) -> Double
  ) throws(BlobError) -> [Double] {
    let size = MemoryLayout<Word>.size
    guard count <= (bytes.count - position) / size else {
      throw BlobError(detail: "a number is cut off")
    }
    defer { position += count * size }
    return bytes.withUnsafeBytes { buffer in
      (0..<count).map { index in
        let offset = position + index * size
        return value(
          Word(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: Word.self)))
      }
    }
  }

  private mutating func load<Word: FixedWidthInteger>(
    _ type: Word.Type
  ) throws(BlobError) -> Word {
    let size = MemoryLayout<Word>.size
    guard bytes.count - position >= size else { throw BlobError(detail: "a number is cut off") }
    let word = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Word.self) }
    position += size
    return word
  }
}
