import Foundation

/// Tells whether the files that a session's line in a listing is read from are still those that were read.
///
/// Whatever writes, replaces, or moves a file gives it a new time of change, which no program can set back.
struct SessionStamp: Equatable, Sendable {
  /// A file's inode, bytes, and time of change in nanoseconds since 1970; zeros where there is none.
  struct File: Equatable, Sendable {
    var inode: UInt64 = 0
    var bytes: UInt64 = 0
    var changed: Int64 = 0
  }

  var database: File
  /// SQLite's write-ahead log, which holds what is newer than the database.
  var log: File
  var labels: File
}

extension SessionStamp {
  /// Looks at a session's files.
  init(_ session: SessionFolder) {
    let folder = session.url.path
    database = File("\(folder)/session.sqlite")
    log = File("\(folder)/session.sqlite-wal")
    labels = File("\(folder)/labels.json")
  }

  /// Whether a change so soon before `now` cannot be told by the time alone: file systems' clocks tick up to
  /// two seconds apart.
  func isYoung(_ now: Date) -> Bool {
    let newest = max(database.changed, log.changed, labels.changed)
    return now.timeIntervalSince1970 - Double(newest) / 1e9 < 3
  }
}

extension SessionStamp.File {
  fileprivate init(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    inode = UInt64(status.st_ino)
    bytes = UInt64(bitPattern: Int64(status.st_size))
    changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
  }
}
