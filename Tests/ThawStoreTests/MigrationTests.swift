import Foundation
import GRDB
import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawStore

@Suite("Migrations")
struct MigrationTests {
  @Test(
    "Every older schema has a session that a build of its time wrote",
    arguments: 1..<Schema.version)
  func isThere(schema: Int) async throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.fixtures.path)
    let file = try #require(files.first { $0.hasPrefix("schema-\(schema)") })
    try await withSession(file) { session in
      let stored = try version(of: session)
      #expect(stored == schema)
    }
  }

  @Test(
    "A session of a schema before layers were stored is read as it is, and written after its migration",
    arguments: [1, 2])
  func older(schema: Int) async throws {
    try await withSession("schema-\(schema).sqlite") { session in
      let before = try SessionReader(session).detail()
      #expect(before.origin == nil)
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

  /// What a run that an old build recorded holds.
  struct Recorded: Sendable {
    var schema: Int
    var step: Int
    var state: SessionState
    var losses: [Double]
    var accuracy: Double
    /// The place of an entry in the journal, its step, its command, and what became of it.
    var entry: (place: Int, step: Int, command: String, outcome: CommandOutcome)
    var entries: Int
    /// FLOPs of the stem.
    var stem: Int
    var drift: Double
    var checkpoints: Set<String>
    var cache: CacheStatus?
    /// What stands behind `stem` and `blocks.14`.
    var standings: [RowStanding?] = [nil, nil]
    /// The places in the journal of what was taken back.
    var takenBack: Set<Int> = []
  }

  static let recorded = [
    Recorded(
      schema: 3, step: 561, state: .finished,
      losses: [2.3794937133789062, 3.2590787410736084, 0.3603975772857666], accuracy: 0.883,
      entry: (3, 395, "freeze head", .applied(step: 395, note: "head frozen")), entries: 5,
      stem: 1_769_472, drift: 2.8655580939064142,
      checkpoints: ["step-188", "step-376", "step-561"]),
    Recorded(
      schema: 4, step: 21, state: .dead,
      losses: [2.0894272327423096, 2.657559871673584, 1.3887686729431152], accuracy: 0.5625,
      entry: (11, 16, "thaw blocks.14", .applied(step: 16, note: "blocks.14 thawed")),
      entries: 16, stem: 442_368, drift: 1.4155465930197044,
      checkpoints: ["step-8", "step-15", "step-16"],
      cache: CacheStatus(
        stage: .keeping, rows: 15, kept: 40, total: 64, bytes: 49_152, place: .memory,
        compute: 0.04020180400000006, write: 2.8506000000039222e-05,
        read: 2.708600000000949e-05, payback: 0.0007095507179425425)),
    Recorded(
      schema: 5, step: 35, state: .dead,
      losses: [2.0894272327423096, 2.657559871673584, 1.394466757774353], accuracy: 0.59375,
      entry: (
        8, 15, "freeze head",
        .refused(reason: "every row would be frozen; leave at least one trainable")
      ), entries: 14, stem: 442_368, drift: 1.375088667331405,
      checkpoints: ["step-8", "step-15", "step-16", "step-24", "step-32"],
      cache: CacheStatus(
        stage: .declined, rows: 15, total: 64, compute: 0.024926899000000002,
        write: 4.9285000000010015e-05, read: 3.189900000011292e-05,
        payback: 0.0019797148021695214,
        reason: "it would pay after 1.0 passes over the data, and 0.8 are left"),
      standings: [RowStanding(provenStep: 32), RowStanding(rampStart: 32, rampSteps: 50)]),
    Recorded(
      schema: 6, step: 18, state: .dead,
      losses: [2.0894272327423096, 2.5652358531951904, 2.0971968173980713], accuracy: 0.3125,
      entry: (9, 9, "undo", .applied(step: 9, note: "before “thaw blocks.14”")), entries: 18,
      stem: 442_368, drift: 0.7947469848430174,
      checkpoints: ["step-8", "step-9", "step-14", "step-15", "step-16"],
      cache: CacheStatus(
        stage: .keeping, rows: 14, kept: 21, total: 64, bytes: 49_152, place: .memory,
        compute: 0.016807549999999782, write: 4.653799999987385e-05,
        read: 2.906400000002307e-05, payback: 0.002773670997482998),
      standings: [RowStanding(provenStep: 16), RowStanding(provenStep: 16)],
      takenBack: [7, 8, 13]),
  ]

  @Test(
    "A run that an older schema's own build recorded keeps layers, costs, journal, cache and curves",
    arguments: recorded)
  func reads(_ run: Recorded) async throws {
    try await withSession("schema-\(run.schema)-run.sqlite") { session in
      let before = try holds(run, session)
      try SessionStore(opening: session, resumingAt: run.step).close()
      #expect(try version(of: session) == Schema.version)
      // An attempt has begun, so that nothing is declared of the run as it was.
      var resumed = run
      (resumed.state, resumed.schema) = (.dead, Schema.version)
      let after = try holds(resumed, session)
      #expect(after.rows == before.rows && after.journal == before.journal)
      #expect(after.summary.metrics == before.summary.metrics)
      #expect(after.recipe == before.recipe)

      let check = try SessionCheck(session).findings
      #expect(check.map(\.text) == ["recipe.toml is missing"], "the fixture is the database alone")
    }
  }

  /// Holds a session to what is stated of it.
  private func holds(_ run: Recorded, _ session: SessionFolder) throws -> SessionDetail {
    #expect(try version(of: session) == run.schema)
    let reader = try SessionReader(session)
    let detail = try reader.detail()
    #expect(detail.summary.step == run.step && detail.summary.state == run.state)
    let losses = try reader.points(of: "train/loss")
    #expect(losses.map(\.step) == Array(1...run.step))
    #expect(losses.prefix(2).map(\.value) + [losses.last?.value] == run.losses)
    #expect(detail.summary.metrics["val/accuracy"]?.best == run.accuracy)
    #expect(try reader.points(of: "row/head/drift").last?.value == run.drift)
    #expect(detail.journal.count == run.entries && detail.takenBack == run.takenBack)
    let entry = try #require(detail.journal.dropFirst(run.entry.place).first)
    #expect(entry.step == run.entry.step && entry.command == run.entry.command)
    #expect(entry.outcome == run.entry.outcome)
    #expect(detail.rows.count == 19 && detail.rows.allSatisfy { $0.cost != nil })
    #expect(detail.rows.first?.cost?.forward == run.stem)
    #expect(detail.rows.first?.tensors.first?.name == "_conv_stem.weight")
    #expect([0, 15].map { detail.rows[$0].standing } == run.standings)
    #expect(detail.cache == run.cache)
    #expect(try reader.checkpointFolders() == run.checkpoints)
    #expect(detail.recipe["model.architecture"] == "efficientnet-lite0")
    return detail
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

  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  /// Runs a test with a copy of a fixture as the database of a session.
  private func withSession(_ file: String, _ body: (SessionFolder) throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      let session = SessionFolder(folder.appending(path: "old"))
      try FileManager.default.createDirectory(at: session.url, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: Self.fixtures.appending(path: file), to: session.database)
      try body(session)
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
