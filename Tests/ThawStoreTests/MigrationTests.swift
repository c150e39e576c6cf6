import Foundation
import GRDB
import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawStore

@Suite("Migrations")
struct MigrationTests {
  @Test(
    "A session of an older schema is read as it is, and written after its migration",
    arguments: 1..<Schema.version)
  func older(schema: Int) async throws {
    try await withTemporaryFolder { folder in
      let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/schema-\(min(schema, 2)).sqlite")
      let session = SessionFolder(folder.appending(path: "old"))
      try FileManager.default.createDirectory(at: session.url, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: file, to: session.database)
      // What versions with later schemas made of it.
      if schema > 2 {
        let queue = try DatabaseQueue(path: session.database.path)
        try Schema.migrator.migrate(queue, upTo: "\(schema)")
        try queue.close()
      }
      #expect(try version(of: session) == schema)
      let before = try SessionReader(session).detail()
      #expect(before.origin == nil)
      #expect(before.rows.allSatisfy { $0.cost == nil })
      #expect(before.summary.step == 3)
      #expect(try SessionReader(session).points(of: "train/loss").map(\.value) == [3, 2, 1])

      let store = try SessionStore(opening: session, resumingAt: 2)
      try store.append([record(3, ["train/loss": 0.5])])
      #expect(try SessionReader(session).points(of: "train/loss").map(\.value) == [3, 2, 0.5])
      #expect(try version(of: session) == Schema.version)
      let row = LayerRow(
        name: "head", parameters: 10, state: .trainable,
        cost: RowCost(forward: 1, inputGradient: 2, innerInputGradient: 3, weightGradient: 4),
        standing: RowStanding(provenStep: 3))
      try store.setRows([row])
      #expect(try SessionReader(session).rows() == [row])
    }
  }

  @Test("A run that schema 3's own build recorded keeps layers, costs, journal and curves")
  func recorded() async throws {
    try await withTemporaryFolder { folder in
      let recorded = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/schema-3-run.sqlite")
      let session = SessionFolder(folder.appending(path: "old"))
      try FileManager.default.createDirectory(at: session.url, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: recorded, to: session.database)
      #expect(try version(of: session) == 3)
      let reader = try SessionReader(session)
      let (detail, losses) = (try reader.detail(), try reader.points(of: "train/loss"))
      #expect(detail.rows.count > 10 && detail.rows.allSatisfy { $0.cost != nil })
      #expect(detail.journal.count == 5 && losses.count == detail.summary.step)

      try SessionStore(opening: session, resumingAt: detail.summary.step).close()
      #expect(try version(of: session) == Schema.version)
      let migrated = try SessionReader(session)
      #expect(try migrated.rows() == detail.rows)
      #expect(try migrated.detail().journal == detail.journal)
      #expect(try migrated.points(of: "train/loss") == losses)
    }
  }

  @Test("ARCHITECTURE.md names every table and column of the newest schema, and no others")
  func documented() async throws {
    let text = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../ARCHITECTURE.md").standardizedFileURL, encoding: .utf8)
    let start = try #require(text.firstRange(of: "`session.sqlite`, schema \(Schema.version)"))
    let end = try #require(text[start.upperBound...].firstRange(of: "\n\nA checkpoint")).lowerBound
    var documented: [String: [String]] = [:]
    for line in text[start.upperBound..<end].split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|")
      documented[try #require(quoted(cells[0]).first)] = quoted(cells[2])
    }
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let found = try await DatabaseQueue(path: store.folder.database.path).read { db in
        let tables = try String.fetchAll(
          db,
          sql: """
            SELECT name FROM sqlite_master
            WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'grdb_migrations'
            """)
        return try Dictionary(
          uniqueKeysWithValues: tables.map { ($0, try db.columns(in: $0).map(\.name)) })
      }
      #expect(documented.mapValues { $0.sorted() } == found.mapValues { $0.sorted() })
    }
  }

  private func version(of session: SessionFolder) throws -> Int? {
    try DatabaseQueue(path: session.database.path).read { db in
      try Int.fetchOne(db, sql: "PRAGMA user_version")
    }
  }

  /// The texts between backticks.
  private func quoted(_ text: Substring) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
  }
}
