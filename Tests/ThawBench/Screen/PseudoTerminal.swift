import Foundation

/// A terminal without a screen, of which this program is the other end.
final class PseudoTerminal {
  /// Why a terminal cannot be used.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ what: String, _ code: Int32 = errno) {
      description = "\(what): \(String(cString: strerror(code)))"
    }
  }

  /// The path by which a program opens it.
  let path: String
  private let master: Int32
  /// Kept open, so that reading does not fail before the program has opened it.
  private let slave: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(columns: UInt16, rows: UInt16) throws(Failure) {
    var (master, slave): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 128)
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&master, &slave, &name, nil, &size) == 0 else {
      throw Failure("cannot open a pseudo-terminal")
    }
    for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    self.master = master
    self.slave = slave
    path = name.withUnsafeBufferPointer { name in
      name.baseAddress.map { String(cString: $0) } ?? ""
    }
  }

  deinit {
    close(master)
    close(slave)
  }

  /// What was written to it since the last call; empty if that is nothing within the limit.
  func read(within limit: Duration) -> ArraySlice<UInt8> {
    var wanted = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    let wait = Int32((max(limit, .zero) / .milliseconds(1)).rounded(.up))
    guard poll(&wanted, 1, wait) == 1 else { return [] }
    let count = Glibc.read(master, &buffer, buffer.count)
    return buffer[..<max(count, 0)]
  }

  /// Reads what is written to any of some terminals, for so long.
  ///
  /// - Returns: When something was written to one after it had been quiet for 50 ms.
  static func pictures(
    on terminals: [PseudoTerminal], for duration: Duration
  ) -> [ContinuousClock.Instant] {
    let end = ContinuousClock.now + duration
    var wanted = terminals.map { pollfd(fd: $0.master, events: Int16(POLLIN), revents: 0) }
    var last = terminals.map { _ in ContinuousClock.now }
    var pictures: [ContinuousClock.Instant] = []
    while ContinuousClock.now < end {
      let wait = Int32(((end - .now) / .milliseconds(1)).rounded(.up))
      guard poll(&wanted, nfds_t(wanted.count), max(wait, 0)) > 0 else { continue }
      let now = ContinuousClock.now
      for (place, poll) in wanted.enumerated() where poll.revents != 0 {
        _ = terminals[place].read(within: .zero)
        if now - last[place] > .milliseconds(50) { pictures.append(now) }
        last[place] = now
      }
    }
    return pictures
  }

  /// Types text.
  func type(_ text: String) throws(Failure) {
    let bytes = Array(text.utf8)
    guard write(master, bytes, bytes.count) == bytes.count else {
      throw Failure("cannot type into the pseudo-terminal")
    }
  }
}
