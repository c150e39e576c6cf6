import Foundation
import GRDB
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@Suite("Migrations")
struct MigrationTests {
  @Test(
    "A session of an older schema is read as it is, and written after its migration",
    arguments: [1, 2])
  func older(schema: Int) async throws {
    try await withTemporaryFolder { folder in
      let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/schema-\(schema).sqlite")
      let session = SessionFolder(folder.appending(path: "old"))
      try FileManager.default.createDirectory(at: session.url, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: file, to: session.database)
      let before = try SessionReader(session).detail()
      #expect(before.origin == nil)
      #expect(before.rows.allSatisfy { $0.cost == nil })
      #expect(before.summary.step == 3)
      #expect(try SessionReader(session).points(of: "train/loss").map(\.value) == [3, 2, 1])

      let store = try SessionStore(opening: session, resumingAt: 2)
      try store.append([record(3, ["train/loss": 0.5])])
      #expect(try SessionReader(session).points(of: "train/loss").map(\.value) == [3, 2, 0.5])
      let version = try DatabaseQueue(path: session.database.path).read { db in
        try Int.fetchOne(db, sql: "PRAGMA user_version")
      }
      #expect(version == 6)
      let row = LayerRow(
        name: "head", parameters: 10, state: .trainable,
        cost: RowCost(forward: 1, inputGradient: 2, innerInputGradient: 3, weightGradient: 4),
        standing: RowStanding(provenStep: 3))
      try store.setRows([row])
      #expect(try SessionReader(session).rows() == [row])
    }
  }
}
