/// The number of a `TensorProto` that holds exactly one; nil for all others.
struct TensorScalar {
  let value: Double?

  init(_ tensor: WireMessage) throws(WireError) {
    var tensor = tensor
    var type = 0
    var content: UnsafeRawBufferPointer?
    var numbers: [Double] = []
    while let (field, value) = try tensor.next() {
      switch field {
      case 1: type = value.integer
      case 4: content = value.bytes
      case 5, 6: numbers += Self.floats(value, size: field == 5 ? 4 : 8)
      case 7, 10, 11: numbers += try Self.integers(value)
      default: break
      }
    }
    if let content, !content.isEmpty {
      value = Self.number(content, type)
    } else {
      value = numbers.count == 1 ? numbers[0] : nil
    }
  }

  private static func number(_ bytes: UnsafeRawBufferPointer, _ type: Int) -> Double? {
    func load<Word: FixedWidthInteger>(_ type: Word.Type) -> Word? {
      guard bytes.count == MemoryLayout<Word>.size else { return nil }
      return bytes.loadUnaligned(as: Word.self).littleEndian
    }
    // The numbers of TensorFlow's types.
    return switch type {
    case 1: load(UInt32.self).map { Double(Float(bitPattern: $0)) }
    case 2: load(UInt64.self).map(Double.init(bitPattern:))
    case 3: load(Int32.self).map(Double.init)
    case 9: load(Int64.self).map(Double.init)
    case 10: load(UInt8.self).map(Double.init)
    case 14: load(UInt16.self).map { Double(Float(bitPattern: UInt32($0) << 16)) }
    default: nil
    }
  }

  private static func floats(_ value: WireMessage.Value, size: Int) -> [Double] {
    guard case .bytes(let bytes) = value else { return [value.number] }
    return stride(from: 0, to: bytes.count - size + 1, by: size).map { offset in
      size == 4
        ? Double(
          Float(
            bitPattern: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian))
        : Double(
          bitPattern: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
    }
  }

  private static func integers(_ value: WireMessage.Value) throws(WireError) -> [Double] {
    guard case .bytes = value else { return [Double(value.integer)] }
    var message = value.message
    var numbers: [Double] = []
    while let bits = try message.nextVarint() { numbers.append(Double(Int64(bitPattern: bits))) }
    return numbers
  }
}
