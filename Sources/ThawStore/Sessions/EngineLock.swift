import Foundation

/// The right to run a session, held by one process at a time.
///
/// The system takes it back when the process ends, however it ends. It is an open-file-description
/// lock: unlike `flock`, readers can ask about it without taking it.
public final class EngineLock: Sendable {
  private let descriptor: Int32

  /// Takes the right to run a session.
  ///
  /// - Throws: ``StoreError/engineRunning(session:pid:)`` where another engine has it,
  ///   ``StoreError/unavailable(file:detail:)`` where the file cannot be made.
  public init(_ folder: SessionFolder) throws(StoreError) {
    let path = folder.lock.path
    // Closed on exec: a child process must not keep the session after its engine is gone.
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unavailable(file: path, detail: Self.reason()) }
    do throws(StoreError) {
      try Self.lock(descriptor, folder)
    } catch {
      // Here and not by `deinit`, which runs once the object is whole.
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  private static func lock(_ descriptor: Int32, _ folder: SessionFolder) throws(StoreError) {
    let path = folder.lock.path
    var request = wholeFile(F_WRLCK)
    guard fcntl(descriptor, setLock, &request) == 0 else {
      guard errno == EAGAIN || errno == EACCES else {
        throw .unavailable(file: path, detail: reason())
      }
      throw .engineRunning(session: folder.name, pid: storedPid(of: folder))
    }
    let text = Array("\(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0, write(descriptor, text, text.count) == text.count else {
      throw .unavailable(file: path, detail: reason())
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }

  deinit { close(descriptor) }

  /// Whether an engine runs the session now.
  public static func isHeld(_ folder: SessionFolder) -> Bool {
    let descriptor = open(folder.lock.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // A read lock is what a descriptor opened for reading may ask about; it meets every write lock.
    var request = wholeFile(F_RDLCK)
    return fcntl(descriptor, getLock, &request) == 0 && request.l_type != Int16(F_UNLCK)
  }

  /// The process id of the engine that runs the session now, or nil.
  public static func holder(of folder: SessionFolder) -> Int32? {
    isHeld(folder) ? storedPid(of: folder) : nil
  }

  private static func storedPid(of folder: SessionFolder) -> Int32? {
    guard let text = try? String(contentsOf: folder.lock, encoding: .utf8) else { return nil }
    return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private static func wholeFile(_ type: Int32) -> flock {
    var request = flock()
    request.l_type = Int16(type)
    request.l_whence = Int16(SEEK_SET)
    return request
  }
}

// F_OFD_GETLK and F_OFD_SETLK of <fcntl.h>, which hides them unless _GNU_SOURCE is defined.
private let getLock: Int32 = 36
private let setLock: Int32 = 37
