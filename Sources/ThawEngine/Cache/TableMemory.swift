import Foundation
import Glibc
import ThawProtocol

/// A stretch of memory, of the process's own or mapped from a file that no other program sees.
///
/// Never touched pages take no room. It is given back when this object goes.
final class TableMemory {
  let start: UnsafeMutableRawPointer
  let bytes: Int
  let place: CacheStatus.Place

  /// Reserves memory.
  ///
  /// - Throws: ``CacheError``.
  convenience init(bytes: Int) throws(CacheError) {
    try self.init(bytes: bytes, flags: MAP_PRIVATE | MAP_ANONYMOUS, file: -1, place: .memory)
  }

  /// Makes a file in a folder, takes all of its room on the disk, and maps it.
  ///
  /// The file loses its name before anything is written, and the folder goes again: however the process ends, the
  /// disk gets its room back.
  ///
  /// - Throws: ``CacheError``, with nothing left behind.
  convenience init(bytes: Int, in folder: URL) throws(CacheError) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch { throw .unwritable(folder.path, reason: error.localizedDescription) }
    let path = folder.appending(path: "spill-\(UUID().uuidString)").path
    let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .unwritable(path, reason: String(cString: strerror(errno))) }
    defer { close(file) }
    unlink(path)
    rmdir(folder.path)
    // A file with holes would end the process by a signal where the disk fills up.
    let failure = posix_fallocate(file, 0, off_t(bytes))
    guard failure == 0 else { throw .unwritable(path, reason: String(cString: strerror(failure))) }
    try self.init(bytes: bytes, flags: MAP_SHARED, file: file, place: .disk)
  }

  private init(bytes: Int, flags: Int32, file: Int32, place: CacheStatus.Place) throws(CacheError) {
    // What is kept must not be what steps have no memory for.
    if let space = FreeMemory.addressSpace(), bytes > space / 2 {
      throw .noMemory(bytes: bytes, reason: "the process may have no more (ulimit -v)")
    }
    let start = mmap(nil, max(1, bytes), PROT_READ | PROT_WRITE, flags, file, 0)
    guard let start, start != MAP_FAILED else {
      throw .noMemory(bytes: bytes, reason: String(cString: strerror(errno)))
    }
    (self.start, self.bytes, self.place) = (start, bytes, place)
  }

  deinit { munmap(start, max(1, bytes)) }

  /// Bytes that a folder's disk has free for this user; nil where that cannot be told.
  static func freeDisk(at folder: URL) -> Int? {
    var folder = folder
    // The folder itself is made when it is needed.
    while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
      folder.deleteLastPathComponent()
    }
    var numbers = statvfs()
    guard statvfs(folder.path, &numbers) == 0 else { return nil }
    return Int(numbers.f_bavail) * Int(numbers.f_frsize)
  }

  /// Removes what an engine left that was killed between making a file and taking its name away.
  static func clean(_ folder: URL) {
    try? FileManager.default.removeItem(at: folder)
  }
}

/// Why outputs cannot be kept.
enum CacheError: Error, Equatable, CustomStringConvertible {
  /// There is too little room.
  case refused(String)
  case unwritable(String, reason: String)
  case noMemory(bytes: Int, reason: String)

  var description: String {
    switch self {
    case .refused(let reason): reason
    case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
    case .noMemory(let bytes, let reason): "\(mebibytes(bytes)) cannot be had: \(reason)"
    }
  }
}
