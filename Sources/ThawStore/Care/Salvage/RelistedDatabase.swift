import Foundation
import GRDB

/// A copy of a database with the first page of a new one, which lists the tables, in place of its own.
///
/// All schemas made the same tables in the same order, and `auto_vacuum` keeps the pages where tables begin at the front:
/// so tables begin at the same pages in every session, and the list of a new one is true of all. Columns that
/// an older one lacks are empty at the end of its rows.
enum RelistedDatabase {
  /// Makes the copy in a folder, and opens it.
  ///
  /// - Throws: What the database throws, or why files cannot be written.
  static func copy(of session: SessionFolder, into folder: URL) throws -> DatabaseQueue {
    let new = SessionFolder(folder.appending(path: "new"))
    let copy = SessionFolder(folder.appending(path: "copy"))
    let files = FileManager.default
    for made in [new, copy] {
      try files.createDirectory(at: made.url, withIntermediateDirectories: true)
    }
    let queue = try SessionDatabase.writer(new)
    let pageSize = try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = DELETE")
      return try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
    }
    try queue.close()

    var log = false
    for ending in ["", "-wal", "-journal"] {
      let source = session.database.path + ending
      guard files.fileExists(atPath: source) else { continue }
      try files.copyItem(atPath: source, toPath: copy.database.path + ending)
      if ending == "-wal" { log = true }
    }
    let page = try firstPage(of: new, size: pageSize, hasLog: log)
    let file = try FileHandle(forWritingTo: copy.database)
    // One that was cut short may lack pages at which tables begin.
    let least = try Data(contentsOf: new.database, options: .alwaysMapped).count
    try file.truncate(atOffset: max(file.seekToEnd(), UInt64(least)))
    try file.seek(toOffset: 0)
    try file.write(contentsOf: page)
    try file.close()
    return try DatabaseQueue(path: copy.database.path)
  }

  /// The page with a header that holds for another database, as SQLite's “Database File Format” tells it.
  private static func firstPage(of new: SessionFolder, size: Int, hasLog: Bool) throws -> Data {
    let file = try FileHandle(forReadingFrom: new.database)
    defer { try? file.close() }
    var page = try file.read(upToCount: size) ?? Data()
    guard page.count == size, size > 100 else { throw BlobError(detail: "it has no first page") }
    // How it is written and read: 2 with a write-ahead log.
    for place in [18, 19] { page[place] = hasLog ? 2 : 1 }
    // No page is known to be free.
    for place in 32..<40 { page[place] = 0 }
    // The count of pages holds where this is the count of changes too; otherwise the file's size tells it.
    for place in 0..<4 { page[92 + place] = ~page[24 + place] }
    return page
  }
}
