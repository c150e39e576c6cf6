import CZlib
import Foundation

/// The `.wandb` file of a W&B run: protocol buffers in the framing of LevelDB's log.
///
/// Blocks of 32,768 bytes hold pieces of records: checksum (CRC32 of kind and data, 4 bytes), length (2), kind (1:
/// whole, first, middle or last), data. The first block begins with seven bytes that name the format.
struct WandbFile {
  private static let blockSize = 32_768
  private static let headerSize = 7

  let path: String

  /// Adds the run's history, settings, name and start; a cut-off last record is left out.
  func read(_ data: Data, into reading: inout RunReading) throws(ImportError) {
    let bytes = [UInt8](data)
    guard bytes.starts(with: ":W&B".utf8), bytes.count >= Self.headerSize else {
      throw .damaged(path: path, offset: 0, detail: "it does not begin as a .wandb file does")
    }
    var run = WandbRun(reading: reading)
    var record: [UInt8]?
    var start = Self.headerSize
    var position = Self.headerSize
    while position + Self.headerSize <= bytes.count {
      let room = Self.blockSize - position % Self.blockSize
      // What is left of a block and cannot hold a header is empty.
      guard room >= Self.headerSize else {
        position += room
        continue
      }
      guard let piece = try piece(at: position, of: bytes) else { break }
      if piece.kind == 1 || piece.kind == 2 {
        record = []
        start = position
      }
      guard var whole = record else {
        throw .damaged(path: path, offset: position, detail: "a record has no beginning")
      }
      whole += bytes[piece.data]
      position = piece.data.upperBound
      record = whole
      guard piece.kind == 1 || piece.kind == 4 else { continue }
      record = nil
      do throws(WireError) {
        try whole.withUnsafeBytes { bytes in
          Result { () throws(WireError) in try run.add(WireMessage(bytes)) }
        }.get()
      } catch {
        throw .damaged(path: path, offset: start, detail: error.detail)
      }
    }
    reading = run.reading
  }

  /// The piece at a position; nil where the file ends within it.
  private func piece(
    at position: Int, of bytes: [UInt8]
  ) throws(ImportError) -> (kind: UInt8, data: Range<Int>)? {
    let stored = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[position + $1]) << (8 * $1) }
    let length = Int(bytes[position + 4]) | Int(bytes[position + 5]) << 8
    let kind = bytes[position + 6]
    let data = position + Self.headerSize..<position + Self.headerSize + length
    guard (1...4).contains(kind),
      Self.headerSize + length <= Self.blockSize - position % Self.blockSize
    else { throw .damaged(path: path, offset: position, detail: "a record has no sense") }
    guard data.upperBound <= bytes.count else { return nil }
    let sum = bytes.withUnsafeBytes { bytes in
      let checked = UnsafeRawBufferPointer(rebasing: bytes[position + 6..<data.upperBound])
      return UInt32(crc32_z(0, checked.baseAddress, checked.count))
    }
    guard sum == stored else {
      throw .damaged(path: path, offset: position, detail: "a record fails its checksum")
    }
    return (kind, data)
  }
}
