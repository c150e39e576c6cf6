import Foundation

/// The CRC-32 of zip files.
enum Checksum {
  /// Eight tables, so that eight bytes are taken at a time.
  private static let tables: [[UInt32]] = {
    var tables = [[UInt32]](repeating: [UInt32](repeating: 0, count: 256), count: 8)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
      tables[0][byte] = value
    }
    for table in 1..<8 {
      for byte in 0..<256 {
        let previous = tables[table - 1][byte]
        tables[table][byte] = (previous >> 8) ^ tables[0][Int(previous & 0xFF)]
      }
    }
    return tables
  }()

  static func crc32(_ data: Data) -> UInt32 {
    var crc = UInt32.max
    let tables = tables
    data.withUnsafeBytes { bytes in
      var position = 0
      while position + 8 <= bytes.count {
        let word =
          UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
          ^ UInt64(crc)
        crc = 0
        for lane in 0..<8 { crc ^= tables[7 - lane][Int((word >> (8 * UInt64(lane))) & 0xFF)] }
        position += 8
      }
      while position < bytes.count {
        crc = (crc >> 8) ^ tables[0][Int((crc ^ UInt32(bytes[position])) & 0xFF)]
        position += 1
      }
    }
    return ~crc
  }
}
