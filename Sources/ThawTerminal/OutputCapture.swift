import CNcurses
import Foundation

/// Catches what ncurses writes, so that it can be shortened and sent in one piece.
///
/// ncurses writes to a file of its own. For the time of an update that file is one in memory;
/// standard output stays the terminal, so a signal that ends the program still reaches it.
struct OutputCapture {
  private let file: Int32
  private let memory: Int32

  /// Catches what goes to a file that is the terminal otherwise.
  init(of file: Int32) {
    self.file = file
    memory = thaw_memory_file("thaw-output")
  }

  /// Runs a body and gives what it wrote; nil where it could not be caught and has been sent.
  func collect(_ body: () -> Void) -> [UInt8]? {
    guard memory >= 0, dup2(memory, file) >= 0 else {
      body()
      return nil
    }
    body()
    // A terminal that is gone fails here like anywhere else.
    _ = dup2(STDOUT_FILENO, file)
    let count = max(0, lseek(memory, 0, SEEK_CUR))
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = max(0, pread(memory, buffer.baseAddress, count, 0))
    }
    lseek(memory, 0, SEEK_SET)
    ftruncate(memory, 0)
    return bytes
  }
}
