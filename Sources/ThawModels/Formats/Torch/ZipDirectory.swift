import Foundation

/// Where a zip file's directory is, from the records at its end.
struct ZipDirectory {
  var start: Int
  var count: Int

  private static let endSize = 22
  private static let locatorSize = 20
  private static let entrySize = 46

  init(_ data: Data) throws(FormatProblem) {
    let end = try Self.endRecord(in: data)
    var reader = ByteReader(data, at: end)
    _ = try reader.bytes(10)
    count = try reader.size(UInt16.self)
    _ = try reader.bytes(4)
    start = try reader.size(UInt32.self)
    if let wide = try Self.wideRecord(in: data, before: end) {
      var reader = ByteReader(data, at: wide)
      _ = try reader.bytes(32)
      count = try reader.size(UInt64.self)
      _ = try reader.bytes(8)
      start = try reader.size(UInt64.self)
    }
    guard start <= end, count <= (end - start) / Self.entrySize else {
      throw .corrupt("the archive's directory lies outside of the file", at: end)
    }
  }

  /// The offset of the last record, which a comment of up to 65,535 bytes may follow.
  private static func endRecord(in data: Data) throws(FormatProblem) -> Int {
    var tail = data.suffix(endSize + Int(UInt16.max))
    while let found = tail.range(of: Data([0x50, 0x4B, 0x05, 0x06]), options: .backwards) {
      let offset = found.lowerBound - data.startIndex
      if data.count - offset >= endSize {
        var reader = ByteReader(data, at: offset + endSize - 2)
        if try reader.size(UInt16.self) == reader.remaining { return offset }
      }
      tail = tail[..<found.lowerBound]
    }
    throw .truncated("the archive's directory is missing", at: data.count)
  }

  /// The offset of the record with 64-bit sizes, which PyTorch always writes.
  private static func wideRecord(in data: Data, before end: Int) throws(FormatProblem) -> Int? {
    guard end >= locatorSize else { return nil }
    var locator = ByteReader(data, at: end - locatorSize)
    guard try locator.integer(UInt32.self) == 0x0706_4B50 else { return nil }
    _ = try locator.bytes(4)
    let offset = try locator.size(UInt64.self)
    guard offset <= end - locatorSize else {
      throw .corrupt("the archive's directory lies outside of the file", at: end - locatorSize)
    }
    var record = ByteReader(data, at: offset)
    guard try record.integer(UInt32.self) == 0x0606_4B50 else {
      throw .corrupt("the archive's directory is damaged", at: offset)
    }
    return offset
  }
}

/// A record's sizes, taken from the 64-bit extra field where the 32-bit ones are full.
struct ZipWideSizes {
  private(set) var size: Int
  private(set) var compressed: Int
  private(set) var offset: Int

  init(
    size: Int, compressed: Int, offset: Int, extra: inout ByteReader
  ) throws(FormatProblem) {
    self.size = size
    self.compressed = compressed
    self.offset = offset
    let full = Int(UInt32.max)
    guard [size, compressed, offset].contains(full) else { return }
    while extra.remaining >= 4 {
      let kind = try extra.integer(UInt16.self)
      let length = try extra.size(UInt16.self)
      var field = ByteReader(try extra.bytes(length))
      guard kind == 1 else { continue }
      if size == full { self.size = try field.size(UInt64.self) }
      if compressed == full { self.compressed = try field.size(UInt64.self) }
      if offset == full { self.offset = try field.size(UInt64.self) }
      return
    }
  }
}
