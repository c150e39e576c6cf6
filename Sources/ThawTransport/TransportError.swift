import Glibc

/// Why two processes cannot talk, or no longer do.
public enum TransportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Another engine listens at this path.
  case alreadyRunning(path: String)
  /// A file or folder is not as the socket needs it.
  case unusable(path: String, reason: String)
  /// A path does not fit into a socket's address.
  case pathTooLong(path: String, limit: Int)
  /// The system refused an operation.
  case system(operation: String, path: String, errno: Int32)
  /// Nobody listens at this path.
  case notConnected(path: String)
  /// The connection ended, or what came over it was no message, before the answer came.
  case closed(reason: String)
  /// No answer came in time. A command may still be applied; sending it again with its id is safe.
  case timedOut(Duration)
  /// The other side speaks another major version of the protocol.
  case versionMismatch(ours: [Int], theirs: [Int])
  /// The other process belongs to another user.
  case notOurs(uid: UInt32)

  /// What happened, where, and what to do.
  public var description: String {
    switch self {
    case .alreadyRunning(let path):
      "an engine is running this session already (it listens at \(path)); attach to it or stop it"
    case .unusable(let path, let reason): "\(path) \(reason)"
    case .pathTooLong(let path, let limit):
      "the socket path \(path) has \(path.utf8.count) bytes; the system allows \(limit)"
    case .system(let operation, let path, let errno):
      "cannot \(operation) \(path): \(String(cString: strerror(errno)))"
    case .notConnected(let path):
      "no engine listens at \(path); “thaw ls” shows which sessions are running"
    case .closed(let reason): "the connection to the engine ended: \(reason)"
    case .timedOut(let limit):
      "no answer within \(limit); the command may still be applied, “thaw show” tells"
    case .versionMismatch(let ours, let theirs):
      "this side speaks protocol \(text(ours)), the other \(text(theirs)); "
        + "use the same version of thaw on both sides"
    case .notOurs(let uid): "the process on the other side belongs to user \(uid), not to you"
    }
  }

  /// Whether trying again cannot help.
  var isFinal: Bool {
    switch self {
    case .versionMismatch, .notOurs, .pathTooLong: true
    default: false
    }
  }
}

private func text(_ version: [Int]) -> String {
  version.map(String.init).joined(separator: ".")
}
