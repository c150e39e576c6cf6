import Glibc

/// A folder in which only this user can make, see and reach sockets, held open.
final class SocketFolder {
  private let descriptor: Int32

  /// Opens the folder of a socket's path; makes it, and only it, where it is missing.
  init(of path: String) throws(TransportError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    if mkdir(folder, 0o700) != 0, errno != EEXIST {
      throw .system(operation: "make", path: folder, errno: errno)
    }
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .system(operation: "open the folder", path: folder, errno: errno)
    }
    // Looked at through the open descriptor: nobody can exchange the folder in between.
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .system(operation: "look at", path: folder, errno: errno)
    }
    guard status.st_uid == geteuid() else {
      throw .unusable(
        path: folder, reason: "belongs to user \(status.st_uid); remove it, sockets go there")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw .unusable(path: folder, reason: "is open to others; close it with “chmod 700”")
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Waits until no other process holds the folder, and holds it as long as this object lives.
  func lock() throws(TransportError) {
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw .system(operation: "lock", path: "socket", errno: errno) }
    }
  }
}
