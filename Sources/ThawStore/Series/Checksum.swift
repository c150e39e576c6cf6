/// A cyclic redundancy check of 32 bits, eight bytes at a time.
struct Checksum: Sendable {
  /// As TFRecord has it: Castagnoli's polynomial.
  static let castagnoli = Checksum(polynomial: 0x82F6_3B78)

  /// Eight tables of 256: what a byte adds when it is so many bytes before the last.
  private let tables: [UInt32]

  /// Makes tables for a polynomial, its bits reversed.
  init(polynomial: UInt32) {
    var tables = (UInt32(0)..<256).map { byte in
      (0..<8).reduce(byte) { sum, _ in (sum >> 1) ^ (sum & 1 == 1 ? polynomial : 0) }
    }
    for index in 256..<(8 * 256) {
      let before = tables[index - 256]
      tables.append((before >> 8) ^ tables[Int(before & 0xFF)])
    }
    self.tables = tables
  }

  /// The check of bytes.
  func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    tables.withUnsafeBufferPointer { tables in
      var sum = UInt32.max
      var position = 0
      while position + 8 <= bytes.count {
        let word =
          UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
          ^ UInt64(sum)
        sum = 0
        for index in 0..<8 {
          sum ^= tables[(7 - index) * 256 + Int((word >> UInt64(8 * index)) & 0xFF)]
        }
        position += 8
      }
      while position < bytes.count {
        sum = (sum >> 8) ^ tables[Int((sum ^ UInt32(bytes[position])) & 0xFF)]
        position += 1
      }
      return ~sum
    }
  }

  /// The check of bytes as TFRecord stores it.
  func masked(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    let sum = of(bytes)
    return ((sum >> 15) | (sum << 17)) &+ 0xA282_EAD8
  }
}
