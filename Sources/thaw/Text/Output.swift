import Foundation

/// Standard output, line by line: what is printed is read at once, through a pipe too.
enum Output {
  static func line(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
  }

  /// Says on standard error what is not as one would think, while the program goes on.
  static func warn(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("thaw: \(text)\n".utf8))
  }
}
