import Foundation
import Synchronization
import ThawStore

/// Standard output, line by line: what is printed is read at once, through a pipe too.
enum Output {
  /// Why something could not be written.
  private static let refusal = Mutex<String?>(nil)

  static func line(_ text: String) { write(text + "\n") }

  static func write(_ text: String) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      refusal.withLock { $0 = systemReason(error) }
    }
  }

  /// Says on standard error what is not as one would think, while the program goes on.
  static func warn(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data("thaw: \(text)\n".utf8))
  }

  /// Holds that all that was printed is written: a script would take half of it for the whole.
  ///
  /// - Throws: ``Failure``.
  static func check() throws {
    guard let reason = refusal.withLock({ $0 }) else { return }
    throw Failure.run("cannot write to standard output: \(reason)")
  }
}
