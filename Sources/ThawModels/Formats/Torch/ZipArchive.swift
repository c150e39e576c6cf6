import CZlib
import Foundation

/// A zip file whose records are stored, not compressed, as PyTorch writes them.
struct ZipArchive {
  private struct Entry {
    var offset: Int
    var size: Int
    var checksum: UInt32
  }

  private let data: Data
  private let directoryStart: Int
  private var entries: [String: Entry] = [:]
  /// The names of the records in the directory's order.
  private(set) var names: [String] = []

  /// Reads the directory.
  init(_ data: Data) throws(FormatProblem) {
    self.data = data
    let directory = try ZipDirectory(data)
    directoryStart = directory.start
    var reader = ByteReader(data, at: directory.start)
    for _ in 0..<directory.count {
      try addEntry(&reader)
    }
  }

  func contains(_ name: String) -> Bool { entries[name] != nil }

  /// A record's bytes, after comparing their checksum with the directory's.
  func record(_ name: String) throws(FormatProblem) -> Data {
    guard let entry = entries[name] else {
      throw FormatProblem(
        kind: .corrupt, what: "the archive lacks the record “\(name)”", place: nil)
    }
    do throws(FormatProblem) {
      let bytes = try bytes(of: entry, name: name)
      let checksum = bytes.withUnsafeBytes { crc32_z(0, $0.baseAddress, $0.count) }
      guard UInt32(checksum) == entry.checksum else {
        throw meaningless("the contents do not match their checksum")
      }
      return bytes
    } catch {
      throw error.located("record “\(name)”")
    }
  }

  private func bytes(of entry: Entry, name: String) throws(FormatProblem) -> Data {
    guard entry.offset < directoryStart else {
      throw meaningless("the record begins outside of the archive")
    }
    // The directory must not be read as contents.
    var reader = ByteReader(data.prefix(directoryStart), at: entry.offset)
    guard try reader.integer(UInt32.self) == 0x0403_4B50 else {
      throw meaningless("there is no record at byte \(entry.offset)")
    }
    _ = try reader.bytes(22)
    let nameLength = try reader.size(UInt16.self)
    let extraLength = try reader.size(UInt16.self)
    guard try reader.text(nameLength) == name else {
      throw meaningless("the record at byte \(entry.offset) has another name")
    }
    _ = try reader.bytes(extraLength)
    return try reader.bytes(entry.size)
  }

  private mutating func addEntry(_ reader: inout ByteReader) throws(FormatProblem) {
    let start = reader.position
    guard try reader.integer(UInt32.self) == 0x0201_4B50 else {
      throw .corrupt("the archive's directory is damaged", at: start)
    }
    _ = try reader.bytes(4)
    let flags = try reader.integer(UInt16.self)
    let method = try reader.integer(UInt16.self)
    _ = try reader.bytes(4)
    let checksum = try reader.integer(UInt32.self)
    let compressed = try reader.size(UInt32.self)
    let size = try reader.size(UInt32.self)
    let nameLength = try reader.size(UInt16.self)
    let extraLength = try reader.size(UInt16.self)
    let commentLength = try reader.size(UInt16.self)
    _ = try reader.bytes(8)
    let offset = try reader.size(UInt32.self)
    let name = try reader.text(nameLength)
    var extra = ByteReader(try reader.bytes(extraLength))
    _ = try reader.bytes(commentLength)

    guard flags & 1 == 0 else {
      throw .unsupported("the archive is encrypted", in: "record “\(name)”")
    }
    guard method == 0 else {
      throw .unsupported(
        "the record is compressed, which PyTorch never does; save the weights again",
        in: "record “\(name)”")
    }
    let wide = try ZipWideSizes(
      size: size, compressed: compressed, offset: offset, extra: &extra)
    guard wide.size == wide.compressed else {
      throw .corrupt("a stored record has two sizes", in: "record “\(name)”")
    }
    let entry = Entry(offset: wide.offset, size: wide.size, checksum: checksum)
    guard entries.updateValue(entry, forKey: name) == nil else {
      throw .corrupt("the archive has the record twice", in: "record “\(name)”")
    }
    names.append(name)
  }
}
