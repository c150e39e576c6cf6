import Synchronization
import ThawCanvas
import ThawTerminal

/// A terminal that keeps what was painted, to be looked at.
final class RecordingTerminal: TerminalBackend, Sendable {
  private struct Record {
    var screen: Buffer
    var paints = 0
  }

  let size: Size
  private let record: Mutex<Record>

  init(size: Size) {
    self.size = size
    record = Mutex(Record(screen: Buffer(size: size)))
  }

  var screen: Buffer { record.withLock { $0.screen } }
  var paints: Int { record.withLock { $0.paints } }

  func paint(_ changes: [CellChange]) {
    record.withLock { record in
      record.screen.apply(changes)
      record.paints += 1
    }
  }
}
