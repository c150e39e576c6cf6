import Foundation

/// A TensorBoard event file: TFRecords that each hold an `Event`.
///
/// A record is its length (8 bytes), the length's masked CRC32C (4), the data, and theirs (4).
struct EventFile {
  let path: String

  /// Adds the file's scalars to a run; a cut-off last record is left out.
  func read(_ data: Data, into reading: inout RunReading) throws(ImportError) {
    // Closures lose the type of what they throw.
    let result = data.withUnsafeBytes { bytes in
      Result { () throws(ImportError) in try read(bytes, into: &reading) }
    }
    try result.get()
  }

  private func read(
    _ bytes: UnsafeRawBufferPointer, into reading: inout RunReading
  ) throws(ImportError) {
    var scalars = EventScalars(points: reading.points)
    reading.points = PointTable()
    var position = 0
    while bytes.count - position >= 12 {
      let length = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
      try check(position..<position + 8, of: bytes, "a record's length")
      guard length <= UInt64(bytes.count), bytes.count - position >= 16 + Int(length) else { break }
      let record = position + 12..<position + 12 + Int(length)
      try check(record, of: bytes, "a record")
      do {
        try scalars.add(event: WireMessage(UnsafeRawBufferPointer(rebasing: bytes[record])))
      } catch {
        throw .damaged(path: path, offset: position, detail: error.detail)
      }
      position = record.upperBound + 4
    }
    reading.points = scalars.points
  }

  private func check(
    _ range: Range<Int>, of bytes: UnsafeRawBufferPointer, _ what: String
  ) throws(ImportError) {
    let stored = bytes.loadUnaligned(fromByteOffset: range.upperBound, as: UInt32.self).littleEndian
    let part = UnsafeRawBufferPointer(rebasing: bytes[range])
    guard Checksum.castagnoli.masked(part) == stored else {
      throw .damaged(path: path, offset: range.lowerBound, detail: "\(what) fails its checksum")
    }
  }
}
