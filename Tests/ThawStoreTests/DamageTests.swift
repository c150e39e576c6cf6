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
      try store.setPhase(.finished, step: 0)
      try store.close()
      let queue = try DatabaseQueue(path: store.folder.database.path)
      try await queue.write { db in
        try db.execute(sql: "PRAGMA user_version = 9")
      }
      try queue.close()

      let bytes = try Data(contentsOf: store.folder.database)
      let wanted = StoreError.newerSchema(file: store.folder.database.path)
      #expect(throws: wanted) { try SessionReader(store.folder) }
      #expect(throws: wanted) { try SessionStore(opening: store.folder, resumingAt: 0) }
      #expect(wanted.description.contains("newer version of thaw; update thaw"))
      #expect(try Data(contentsOf: store.folder.database) == bytes, "not even to WAL is it changed")
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

  @Test("A rollback journal that a killed writer left is undone by the first who reads")
  func hotJournal() async throws {
    try await withTemporaryFolder { folder in
      let path = folder.path
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        let store = try newStore(URL(filePath: path))
        try store.append((1...5000).map { record($0, ["loss": 1]) })
        try store.setPhase(.finished, step: 5000)
        try store.close()
        let queue = try DatabaseQueue(path: store.folder.database.path)
        try queue.write { db in
          // So that pages reach the file before the end of the transaction.
          try db.execute(
            sql: "PRAGMA cache_size = 1; UPDATE session SET step = 99; DELETE FROM block")
          _ = kill(getpid(), SIGKILL)
        }
      }
      let session = try SessionLibrary(folder: folder).resolve("clothes-head-1")
      let journal = session.database.path + "-journal"
      #expect(FileManager.default.fileExists(atPath: journal))

      let reader = try SessionReader(session)
      #expect(try reader.summary().step == 5000)
      #expect(try reader.points(of: "loss").count == 5000)
      #expect(!FileManager.default.fileExists(atPath: journal))
    }
  }

  @Test(
    "A killed run's session is read from a full disk and from one that is read-only",
    .enabled(if: SmallDisk.isPossible, Comment(rawValue: SmallDisk.refusal)),
    arguments: [true, false])
  func withoutIndex(isReadOnly: Bool) async throws {
    try await withSmallDisk(bytes: 1 << 20) { disk in
      // A name that is more than a path where it is a part of a URI.
      let folder = disk.appending(path: "50% or more?#1")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let path = folder.path
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        let store = try newStore(URL(filePath: path))
        try store.append((1...10).map { record($0, ["loss": 1]) })
        _ = kill(getpid(), SIGKILL)
      }
      let session = try SessionLibrary(folder: folder).resolve("clothes-head-1")
      // As in a copy: the index is no part of what was stored.
      try FileManager.default.removeItem(atPath: session.database.path + "-shm")
      if isReadOnly {
        try SmallDisk.makeReadOnly(disk)
      } else {
        _ = try fillDisk(folder, allBut: 0)
      }

      let reader = try SessionReader(session)
      #expect(try reader.points(of: "loss").count == 10)
      #expect(try reader.summary().state == .dead)
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

  @Test("An export writes what is whole of every metric, in each format, and then tells the damage")
  func exports() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append((1...9_000).map { record($0, ["a": Double($0), "b": 1]) })
      try store.setPhase(.finished, step: 9_000)
      try store.close()
      let queue = try DatabaseQueue(path: store.folder.database.path)
      try await queue.write { db in
        try db.execute(
          sql: """
            UPDATE block SET data = x'FF' WHERE firstTick = 1
              AND metric = (SELECT id FROM metric WHERE name = 'a')
            """)
      }
      try queue.close()
      let reader = try SessionReader(store.folder)
      let (csv, lines) = (folder.appending(path: "m.csv"), folder.appending(path: "m.jsonl"))
      let events = folder.appending(path: "events.out.tfevents.1.m")
      for (file, export) in [
        (csv, { write in try reader.exportCSV { try write(Data($0.utf8)) } }),
        (lines, { write in try reader.exportJSONLines { try write(Data($0.utf8)) } }),
        (events, { write in try reader.exportEvents { try write($0) } }),
      ] as [(URL, ((Data) throws -> Void) throws -> Void)] {
        var written = Data()
        let error = try #require(throws: StoreError.self) { try export { written += $0 } }
        #expect(error.description.contains("all was written but some values of a;"), "\(error)")
        try written.write(to: file)
        let run = try #require(try Importer.runs(at: file).first)
        let counts = run.metrics.map { name in
          run.history(state: .finished).detail.summary.metrics[name]?.count
        }
        #expect(Set(run.metrics) == ["a", "b"] && counts == [9_000 - 4_096, 9_000], "\(file)")
      }
    }
  }

  @Test(
    "On a full disk an append fails as such, nothing stored is lost, and later appends work",
    .enabled(if: SmallDisk.isPossible, Comment(rawValue: SmallDisk.refusal)))
  func full() async throws {
    try await withSmallDisk(bytes: 1 << 20) { folder in
      let store = try newStore(folder)
      let ballast = try fillDisk(folder, allBut: 500_000)
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

  @Test(
    "On a full disk neither labels nor a listing leave anything half-written",
    .enabled(if: SmallDisk.isPossible, Comment(rawValue: SmallDisk.refusal)))
  func fullAround() async throws {
    try await withSmallDisk(bytes: 1 << 20) { folder in
      let library = SessionLibrary(folder: folder)
      let store = try newStore(folder)
      try store.append((1...50).map { record($0, ["loss": 1]) })
      try store.setPhase(.finished, step: 50)
      try store.close()
      var labels = SessionLabels()
      labels.apply(.tag("kept"))
      try store.folder.changeLabels { $0 = labels }
      let ballast = try fillDisk(folder, allBut: 0)
      let before = try everything(in: folder)

      labels.note = String(repeating: "long ", count: 4_000)
      #expect(throws: StoreError.self) { try store.folder.changeLabels { $0 = labels } }
      #expect(try store.folder.labels().tags == ["kept"])
      #expect(library.listing(now: Date(timeIntervalSinceNow: 60)).sessions.count == 1)
      #expect(try everything(in: folder) == before)

      try FileManager.default.removeItem(at: ballast)
      try store.folder.changeLabels { $0 = labels }
      #expect(try store.folder.labels() == labels)
    }
  }

  private func everything(in folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { !$0.hasSuffix("-shm") && !$0.hasSuffix("-wal") }.sorted()
  }
}
