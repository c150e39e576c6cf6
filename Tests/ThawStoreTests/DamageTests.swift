import Foundation
import GRDB
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@Suite("Damage and lack of room")
struct DamageTests {
  @Test("A session of a newer version is refused, by readers and writers")
  func newer() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.close()
      let queue = try DatabaseQueue(path: store.folder.database.path)
      try await queue.write { db in
        try db.execute(sql: "PRAGMA user_version = 9")
      }
      try queue.close()

      let wanted = StoreError.newerSchema(file: store.folder.database.path)
      #expect(throws: wanted) { try SessionReader(store.folder) }
      #expect(throws: wanted) { try SessionStore(opening: store.folder, resumingAt: 0) }
      #expect(wanted.description.contains("newer version of thaw; update thaw"))
    }
  }

  @Test("A transaction that was never finished leaves the state before it")
  func unfinished() async throws {
    try await withTemporaryFolder { folder in
      let path = folder.path
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        let store = try newStore(URL(filePath: path))
        try store.append((1...10).map { record($0, ["loss": 1]) })
        let queue = try DatabaseQueue(path: store.folder.database.path)
        try queue.write { db in
          try db.execute(sql: "DELETE FROM tick; UPDATE session SET step = 99")
          _ = kill(getpid(), SIGKILL)
        }
      }
      let session = try SessionLibrary(folder: folder).resolve("clothes-head-1")
      let reader = try SessionReader(session)

      #expect(try reader.points(of: "loss").count == 10)
      #expect(try reader.summary().step == 10)
    }
  }

  @Test("A file that is no database is told so")
  func garbage() async throws {
    try await withTemporaryFolder { folder in
      let (session, _) = try emptySession(folder)
      try Data(repeating: 7, count: 5000).write(to: session.database)

      let error = try #require(throws: StoreError.self) { try SessionReader(session) }
      #expect(error.description.contains("is damaged"), "\(error)")
    }
  }

  @Test("Bytes that lie in a block are told, and crash nothing")
  func lyingBlock() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append((1...5000).map { record($0, ["loss": 1]) })
      try store.close()
      let queue = try DatabaseQueue(path: store.folder.database.path)
      try await queue.write { db in try db.execute(sql: "UPDATE block SET data = x'FF'") }
      try queue.close()

      #expect(
        throws: StoreError.damaged(
          file: store.folder.database.path, detail: "a number is cut off")
      ) { try SessionReader(store.folder).points(of: "loss") }
    }
  }

  @Test(
    "On a full disk an append fails as such, nothing stored is lost, and later appends work",
    .enabled(if: geteuid() == 0, "mounting a small tmpfs needs root"))
  func full() async throws {
    try await withTemporaryFolder { folder in
      guard mount("tmpfs", folder.path, "tmpfs", 0, "size=1m") == 0 else {
        Issue.record("cannot mount a tmpfs: \(String(cString: strerror(errno)))")
        return
      }
      defer { umount(folder.path) }
      let store = try newStore(folder)
      let ballast = folder.appending(path: "ballast")
      try Data(count: 300_000).write(to: ballast)
      var stored = 0
      var failure: StoreError?
      while failure == nil, stored < 100_000 {
        do {
          let next = (stored + 1...stored + 50).map { record($0, ["loss": Double($0), "b": 0.1]) }
          try store.append(next)
          stored += 50
        } catch let error as StoreError {
          failure = error
        }
      }

      #expect(failure == .diskFull(file: store.folder.database.path))
      #expect(stored > 0)
      let reader = try SessionReader(store.folder)
      #expect(try reader.points(of: "loss").map(\.step) == Array(1...stored))
      try FileManager.default.removeItem(at: ballast)
      try store.append([record(stored + 1, ["loss": 0])])
      #expect(try reader.points(of: "loss").count == stored + 1)
    }
  }
}
