import Foundation

/// Reads a file, or its start.
enum FileBytes {
  /// Why a file could not be read, in the system's words.
  struct Failure: Error, Equatable {
    var reason: String
  }

  /// The file's bytes, at most the first `limit` of them.
  static func read(_ path: String, limit: Int = .max) throws(Failure) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw Failure(reason: systemReason()) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var portion = [UInt8](repeating: 0, count: min(limit, 1 << 18))
    while bytes.count < limit {
      let count = fread(&portion, 1, min(portion.count, limit - bytes.count), file)
      bytes.append(contentsOf: portion.prefix(count))
      if count == 0 { break }
    }
    guard ferror(file) == 0 else { throw Failure(reason: systemReason()) }
    return bytes
  }

  private static func systemReason() -> String {
    String(cString: strerror(errno)).lowercased()
  }
}
