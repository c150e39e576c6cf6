import Foundation

/// Standard output, line by line: what is printed is read at once, through a pipe too.
enum Output {
  static func line(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
  }
}
