/// Unsigned bytes with a shape, as the IDX format holds them: the MNIST family's files, plain or
/// gzip.
struct IDXFile {
  /// The most bytes a file may inflate to.
  static let byteLimit = 2 << 30

  /// The sizes of the dimensions.
  let shape: [Int]
  /// The values, the last dimension fastest.
  let values: ArraySlice<UInt8>

  /// Reads a file of `dimensions` dimensions.
  init(path: String, dimensions: Int) throws(DatasetError) {
    try self.init(try Self.bytes(path), dimensions: dimensions, path: path)
  }

  /// Reads the bytes of a file, inflated; `path` stands in errors.
  init(_ bytes: [UInt8], dimensions: Int, path: String) throws(DatasetError) {
    func fail(_ reason: String) -> DatasetError { .malformed(path: path, reason: reason) }
    let headerLength = 4 + 4 * dimensions
    guard bytes.count >= headerLength else { throw fail("too short for an IDX file") }
    // Two zeros, the type (8: unsigned byte), the number of dimensions.
    guard bytes[0] == 0, bytes[1] == 0 else { throw fail("not an IDX file") }
    guard bytes[2] == 8 else { throw fail("holds IDX type \(bytes[2]); only bytes (8) are read") }
    guard bytes[3] == dimensions else {
      throw fail("has \(bytes[3]) dimensions where \(dimensions) are expected")
    }
    shape = (0..<dimensions).map { dimension in
      bytes[4 + 4 * dimension..<8 + 4 * dimension].reduce(0) { $0 << 8 | Int($1) }
    }
    // Dimension by dimension, so that a lying header cannot overflow the product.
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow else { throw fail("the header gives an impossible size") }
      count = product
    }
    guard bytes.count - headerLength == count else {
      throw fail("holds \(bytes.count - headerLength) bytes where its header says \(count)")
    }
    values = bytes[headerLength...]
  }

  private static func bytes(_ path: String) throws(DatasetError) -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path)
    } catch {
      throw .unreadableFile(path: path, reason: error.reason)
    }
    guard Gunzip.isCompressed(bytes) else { return bytes }
    do {
      return try Gunzip.inflate(bytes, limit: byteLimit)
    } catch {
      guard !error.isForMemory else { throw .unreadableFile(path: path, reason: error.reason) }
      throw .malformed(path: path, reason: "damaged gzip file (\(error.reason))")
    }
  }
}
