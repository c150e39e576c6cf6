import CImage

/// Inflates gzip files.
enum Gunzip {
  /// Why bytes are no gzip file that can be used.
  struct Failure: Error, Equatable {
    var reason: String
    /// Whether there was no memory for it, which says nothing about the file.
    var isForMemory = false
  }

  static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// Inflates to at most `limit` bytes.
  static func inflate(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
    var message = cimage_message()
    var inflated: UnsafeMutablePointer<UInt8>?
    var count = 0
    defer { cimage_free(inflated) }
    let status = cimage_gunzip(bytes, bytes.count, limit, &inflated, &count, &message)
    guard status == CIMAGE_OK else {
      throw Failure(reason: message.phrase, isForMemory: status == CIMAGE_OUT_OF_MEMORY)
    }
    return Array(UnsafeBufferPointer(start: inflated, count: count))
  }
}
