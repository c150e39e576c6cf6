import Glibc
import Synchronization

/// A bound unix socket that accepts connections; its file goes when it does.
final class ListeningSocket: Sendable {
  private let path: String
  private let identity: FileIdentity
  private let descriptor: Mutex<Int32?>

  /// Takes the path.
  ///
  /// A socket file at which nobody listens is replaced. Of two processes that do this at once, one
  /// waits for the other, so that neither takes the other's new socket for a stale one.
  init(path: String) throws(TransportError) {
    let folder = try SocketFolder(of: path)
    try folder.lock()
    try Self.removeStaleFile(path)
    let descriptor = try Self.socket(for: path)
    do throws(TransportError) {
      try Self.address(path, of: descriptor, "listen at", bind)
      // Nobody can connect before listen(2), so the mode is right from the first connection on.
      guard chmod(path, 0o600) == 0, listen(descriptor, 64) == 0,
        let identity = FileIdentity(path)
      else { throw TransportError.system(operation: "listen at", path: path, errno: errno) }
      self.identity = identity
    } catch {
      close(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = Mutex(descriptor)
    withExtendedLifetime(folder) {}
  }

  deinit {
    removeFile()
    if let descriptor = handOver() { close(descriptor) }
  }

  /// Gives the descriptor away, once; whoever takes it closes it.
  func handOver() -> Int32? {
    descriptor.withLock { descriptor in
      defer { descriptor = nil }
      return descriptor
    }
  }

  /// Removes the socket's file, unless another has taken its place.
  func removeFile() {
    if FileIdentity(path) == identity { unlink(path) }
  }

  private static func removeStaleFile(_ path: String) throws(TransportError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw .unusable(path: path, reason: "is in the socket's place and is no socket; remove it")
    }
    let probe = try socket(for: path)
    defer { close(probe) }
    do {
      try address(path, of: probe, "reach", connect)
    } catch TransportError.system(_, _, ECONNREFUSED) {
      unlink(path)
      return
    } catch TransportError.system(_, _, EAGAIN) {
      // Somebody listens and has more callers waiting than fit.
    }
    throw .alreadyRunning(path: path)
  }

  private static func socket(for path: String) throws(TransportError) -> Int32 {
    let type = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let descriptor = Glibc.socket(AF_UNIX, Int32(type), 0)
    guard descriptor >= 0 else {
      throw .system(operation: "make a socket for", path: path, errno: errno)
    }
    return descriptor
  }

  /// Calls bind(2) or connect(2) with a path.
  private static func address(
    _ path: String, of descriptor: Int32, _ operation: String,
    _ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws(TransportError) {
    guard path.utf8.count <= SocketLocation.pathLimit else {
      throw .pathTooLong(path: path, limit: SocketLocation.pathLimit)
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw .system(operation: operation, path: path, errno: errno) }
  }
}

/// Tells a file from another that took its name.
private struct FileIdentity: Equatable {
  let device: dev_t
  let node: ino_t

  init?(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    device = status.st_dev
    node = status.st_ino
  }
}
