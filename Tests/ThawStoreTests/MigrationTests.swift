import Foundation
import GRDB
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@Suite("Migrations")
struct MigrationTests {
  @Test("A session of schema 1 is read as it is, and written after its migration")
  func schema1() async throws {
    try await withTemporaryFolder { folder in
      let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/schema-1.sqlite")
      let session = SessionFolder(folder.appending(path: "old"))
      try FileManager.default.createDirectory(at: session.url, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: file, to: session.database)
      let before = try SessionReader(session).detail()
      #expect(before.origin == nil)
      #expect(before.summary.step == 3)
      #expect(try SessionReader(session).points(of: "train/loss").map(\.value) == [3, 2, 1])

      let store = try SessionStore(opening: session, resumingAt: 2)
      try store.append([record(3, ["train/loss": 0.5])])
      #expect(try SessionReader(session).points(of: "train/loss").map(\.value) == [3, 2, 0.5])
      let version = try DatabaseQueue(path: session.database.path).read { db in
        try Int.fetchOne(db, sql: "PRAGMA user_version")
      }
      #expect(version == 2)
    }
  }
}
