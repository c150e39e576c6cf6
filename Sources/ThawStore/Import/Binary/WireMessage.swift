/// Bytes that are no protocol buffer.
struct WireError: Error {
  var detail: String
}

/// A protocol buffer, field by field; valid as long as its bytes are.
struct WireMessage {
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(UnsafeRawBufferPointer)

    /// The bits of a whole number, whichever way they were written.
    var integer: Int {
      switch self {
      case .varint(let bits), .fixed64(let bits): Int(truncatingIfNeeded: bits)
      case .fixed32(let bits): Int(Int32(bitPattern: bits))
      case .bytes: 0
      }
    }

    /// A double or a float.
    var number: Double {
      switch self {
      case .fixed64(let bits): Double(bitPattern: bits)
      case .fixed32(let bits): Double(Float(bitPattern: bits))
      case .varint, .bytes: .nan
      }
    }

    /// Text or a message within; empty for numbers.
    var bytes: UnsafeRawBufferPointer {
      if case .bytes(let bytes) = self {
        bytes
      } else {
        UnsafeRawBufferPointer(start: nil, count: 0)
      }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var message: WireMessage { WireMessage(bytes) }
  }

  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next field, or nil at the end.
  mutating func next() throws(WireError) -> (field: Int, value: Value)? {
    guard position < bytes.count else { return nil }
    let key = try varint()
    let field = Int(truncatingIfNeeded: key >> 3)
    switch key & 7 {
    case 0: return (field, .varint(try varint()))
    case 1: return (field, .fixed64(UInt64(littleEndian: try load(UInt64.self))))
    case 5: return (field, .fixed32(UInt32(littleEndian: try load(UInt32.self))))
    case 2:
      let count = try varint()
      guard count <= UInt64(bytes.count - position) else {
        throw WireError(detail: "a field goes beyond its record")
      }
      let end = position + Int(count)
      defer { position = end }
      return (field, .bytes(UnsafeRawBufferPointer(rebasing: bytes[position..<end])))
    case let kind: throw WireError(detail: "a field is of the unknown kind \(kind)")
    }
  }

  /// A number of a packed field, or nil at the end.
  mutating func nextVarint() throws(WireError) -> UInt64? {
    position < bytes.count ? try varint() : nil
  }

  private mutating func varint() throws(WireError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw WireError(detail: "a number is cut off")
  }

  private mutating func load<Word: FixedWidthInteger>(
    _ type: Word.Type
  ) throws(WireError) -> Word {
    let size = MemoryLayout<Word>.size
    guard bytes.count - position >= size else { throw WireError(detail: "a number is cut off") }
    defer { position += size }
    return bytes.loadUnaligned(fromByteOffset: position, as: Word.self)
  }
}
