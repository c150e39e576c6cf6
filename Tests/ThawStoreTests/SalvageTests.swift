import Foundation
import GRDB
import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawStore

@Suite("Salvage of damaged sessions")
struct SalvageTests {
  /// Logs a run of 5,000 steps that came to 4,500 and was taken back to 4,300 on the way, with a board and a journal.
  private func logged(_ folder: URL) throws -> SessionStore {
    let store = try newStore(folder)
    try store.setRows(
      ["stem", "blocks.0", "head"].map { LayerRow(name: $0, parameters: 10, state: .trainable) })
    func log(_ steps: ClosedRange<Int>) throws {
      try store.append(
        steps.map { record($0, ["a": sin(Double($0)), "b": Double($0)]) })
      for step in steps where step.isMultiple(of: 100) {
        try store.append(
          journal: JournalEntry(
            step: step, time: 0, command: "thaw head", outcome: .applied(step: step)))
      }
    }
    try log(1...4_300)
    let place = store.place
    try log(4_301...4_500)
    try store.rewind(to: 4_300, of: place.attempt, lastEntry: place.lastEntry)
    try log(4_301...5_000)
    return store
  }

  /// The same, finished: a single file, everything folded.
  private func steered(_ folder: URL) throws -> SessionFolder {
    let store = try logged(folder)
    try store.setPhase(.finished, step: 5_000)
    try store.close()
    return store.folder
  }

  private func points(of session: SessionFolder) throws -> [String: [MetricPoint]] {
    let reader = try SessionReader(session)
    return try Dictionary(
      uniqueKeysWithValues: reader.metricNames().map { ($0, try reader.points(of: $0)) })
  }

  /// Overwrites bytes of a session's database.
  private func damage(_ session: SessionFolder, at place: Int, count: Int = 3_000) throws {
    let file = try FileHandle(forUpdating: session.database)
    try file.seek(toOffset: UInt64(place))
    try file.write(contentsOf: Data(repeating: 0xA5, count: count))
    try file.close()
  }

  private func files(of session: SessionFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: session.url.path).sorted()
  }

  @Test(
    "Whatever page is damaged, a repair leaves a sound session of what can be read, and says what is lost"
  )
  func anywhere() async throws {
    try await withTemporaryFolder { folder in
      let session = try steered(folder)
      let sound = try Data(contentsOf: session.database)
      let whole = try points(of: session)
      let values = whole.mapValues { points in
        Dictionary(uniqueKeysWithValues: points.map { ($0.step, $0.value) })
      }
      let detail = try SessionReader(session).detail()
      let pages = sound.count / 4_096
      var (salvaged, complete, least) = (0, 0, 1.0)
      // The list of tables, where they begin, then what they hold.
      for page in Array(0..<20) + Array(stride(from: 20, to: pages, by: 3)) {
        try sound.write(to: session.database)
        try damage(session, at: page * 4_096)
        let check = try SessionCheck(session)
        guard check.findings.contains(where: { $0.repair == .salvage }) else { continue }
        let salvage = try #require(try check.repair().salvage)
        salvaged += 1
        let left = try SessionCheck(session).findings.map(\.text)
        #expect(left == [], "page \(page): \(left)")

        let found = try points(of: session)
        for (name, points) in whole {
          let read = found[name] ?? []
          let wrong = read.first { values[name]?[$0.step] != $0.value }
          #expect(wrong == nil, "page \(page), \(name), lost: \(salvage.lost)")
          #expect(zip(read, read.dropFirst()).allSatisfy { $0.step < $1.step }, "page \(page)")
          least = min(least, Double(read.count) / Double(points.count))
          if read.count < points.count {
            #expect(salvage.lost.contains { $0.hasPrefix("\(name): ") }, "\(salvage.lost)")
          }
        }
        let now = try SessionReader(session).detail()
        if found == whole, now == detail { complete += 1 }
        if salvage.lost.isEmpty { #expect(found == whole && now == detail, "page \(page)") }
        try FileManager.default.removeItem(at: salvage.kept)
        #expect(try files(of: session).allSatisfy { !$0.contains("damaged") && $0 != ".salvage" })
      }
      #expect(salvaged >= 24, "of \(pages) pages")
      #expect(complete > 0, "pages of folds and of indexes are made anew")
      #expect(least < 1)
    }
  }

  @Test(
    "Whatever bytes inside of a page are damaged, a repair leaves a sound session, and values as they were"
  )
  func inside() async throws {
    try await withTemporaryFolder { folder in
      let session = try steered(folder)
      let sound = try Data(contentsOf: session.database)
      let values = try points(of: session).mapValues { points in
        Dictionary(uniqueKeysWithValues: points.map { ($0.step, $0.value) })
      }
      var salvaged = 0
      for page in [0] + Array(stride(from: 3, to: sound.count / 4_096, by: 5)) {
        try sound.write(to: session.database)
        try damage(session, at: page * 4_096 + 700)
        let check = try SessionCheck(session)
        guard !check.findings.isEmpty else { continue }
        if try check.repair().salvage != nil { salvaged += 1 }
        let left = try SessionCheck(session).findings.map(\.text)
        #expect(left == [], "page \(page): \(left)")
        for (name, read) in try points(of: session) {
          let wrong = read.first { values[name]?[$0.step] != $0.value }
          #expect(wrong == nil, "page \(page), \(name)")
        }
      }
      #expect(salvaged > 0)
    }
  }

  @Test("What is lost is told by metric, blocks and steps, and the rest is as it was")
  func told() async throws {
    try await withTemporaryFolder { folder in
      let session = try steered(folder)
      let whole = try points(of: session)
      // The page where the first block of “a” goes on behind its row.
      let sine = try #require(
        Data(contentsOf: session.database).firstRange(
          of: withUnsafeBytes(of: sin(600.0).bitPattern.littleEndian) { Data($0) }))
      try damage(session, at: sine.lowerBound / 4_096 * 4_096)

      let repaired = try SessionCheck(session).repair()
      #expect(repaired.salvage?.lost == ["a: 1 of 3 blocks, steps 1–4096"])
      let found = try points(of: session)
      #expect(found["a"] == whole["a"].map { Array($0.dropFirst(4_096)) })
      #expect(found["b"] == whole["b"])
      let summary = try SessionReader(session).summary()
      #expect(summary.metrics["a"]?.count == 5_000 - 4_096)
      #expect(
        try SessionReader(session).series("a", buckets: 10).map(\.count).reduce(0, +)
          == 5_000 - 4_096)
      // It can be gone on with.
      let store = try SessionStore(opening: session, resumingAt: 5_000)
      try store.append([record(5_001, ["a": 1])])
      #expect(try points(of: session)["a"]?.last?.step == 5_001)
    }
  }

  @Test("The damaged database is kept with its log, and none that was kept before is written over")
  func kept() async throws {
    try await withTemporaryFolder { folder in
      let store = try logged(folder)
      defer { withExtendedLifetime(store) {} }
      let session = store.folder
      let whole = try points(of: session)
      let size = try Data(contentsOf: session.database).count
      try Data("kept before".utf8).write(
        to: session.url.appending(path: "session.sqlite.damaged"))
      try damage(session, at: size / 2 / 4_096 * 4_096)
      let damaged = try Data(contentsOf: session.database)
      let log = try Data(contentsOf: URL(filePath: session.database.path + "-wal"))
      #expect(!log.isEmpty)

      let salvage = try SessionSalvage(of: session)
      #expect(salvage.kept.lastPathComponent == "session.sqlite.damaged-2")
      #expect(try Data(contentsOf: salvage.kept) == damaged)
      #expect(try Data(contentsOf: URL(filePath: salvage.kept.path + "-wal")) == log)
      #expect(
        try Data(contentsOf: session.url.appending(path: "session.sqlite.damaged"))
          == Data("kept before".utf8))
      #expect(
        try files(of: session) == [
          "engine.lock", "recipe.toml", "session.sqlite", "session.sqlite.damaged",
          "session.sqlite.damaged-2", "session.sqlite.damaged-2-wal",
        ])
      let found = try points(of: session)
      #expect(found["b"]?.last == whole["b"]?.last, "what was in the log alone")
    }
  }

  @Test(
    "A damaged list of tables loses nothing, since sessions of all schemas begin their tables at the same pages",
    arguments: [0, 100, 1_500])
  func list(place: Int) async throws {
    try await withTemporaryFolder { folder in
      let session = try steered(folder)
      let whole = try points(of: session)
      let detail = try SessionReader(session).detail()
      try damage(session, at: place, count: 2_500)
      let repaired = try SessionCheck(session).repair()
      #expect(repaired.salvage?.lost == [])
      #expect(try points(of: session) == whole)
      #expect(try SessionReader(session).detail() == detail)
    }
  }

  @Test(
    "A database that was cut short keeps what is on the pages it has", arguments: [0.2, 0.5, 0.9])
  func cut(share: Double) async throws {
    try await withTemporaryFolder { folder in
      let session = try steered(folder)
      let whole = try points(of: session).mapValues { points in
        Dictionary(uniqueKeysWithValues: points.map { ($0.step, $0.value) })
      }
      let sound = try Data(contentsOf: session.database)
      try sound.prefix(Int(share * Double(sound.count))).write(to: session.database)
      #expect(throws: StoreError.self) { try SessionReader(session) }
      let salvage = try #require(try SessionCheck(session).repair().salvage)
      #expect(!salvage.lost.isEmpty)
      let left = try SessionCheck(session).findings.map(\.text)
      #expect(left == [])
      var count = 0
      for (name, read) in try points(of: session) {
        #expect(read.allSatisfy { whole[name]?[$0.step] == $0.value }, "\(name)")
        count += read.count
      }
      #expect(share < 0.9 || count > 0)
      #expect(
        try SessionReader(session).detail().recipe["model.architecture"] == "efficientnet-lite0")
    }
  }

  @Test("Of a file without a page of a session nothing can be read, and it stays as it is")
  func garbage() async throws {
    try await withTemporaryFolder { folder in
      let session = try steered(folder)
      try damage(session, at: 0, count: Data(contentsOf: session.database).count)
      let damaged = try Data(contentsOf: session.database)
      let error = try #require(throws: StoreError.self) { try SessionCheck(session).repair() }
      guard case .damaged(let file, _) = error else { throw error }
      #expect(file == session.database.path)
      #expect(try Data(contentsOf: session.database) == damaged)
      #expect(try files(of: session) == ["engine.lock", "recipe.toml", "session.sqlite"])
    }
  }

  @Test("A session whose own row is lost is what its recipe says")
  func ownRow() async throws {
    try await withTemporaryFolder { folder in
      let session = try steered(folder)
      let root = try await DatabaseQueue(path: session.database.path).read { db in
        try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'session'")
      }
      try damage(session, at: (try #require(root) - 1) * 4_096)
      let lost = try SessionSalvage(of: session).lost
      #expect(lost.count == 1 && lost[0].hasPrefix("state, length and beginning"), "\(lost)")
      let detail = try SessionReader(session).detail()
      #expect(detail.summary.state == .stopped && detail.summary.step == 5_000)
      #expect(detail.recipe["model.architecture"] == "efficientnet-lite0")
      #expect(detail.rows.count == 3 && detail.summary.metrics["b"]?.last == 5_000)
    }
  }

  @Test("Attempts that are lost are told by the steps that go back")
  func attempts() async throws {
    try await withTemporaryFolder { folder in
      let session = try steered(folder)
      let whole = try points(of: session)
      let root = try await DatabaseQueue(path: session.database.path).read { db in
        try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'attempt'")
      }
      try damage(session, at: (try #require(root) - 1) * 4_096)
      let lost = try SessionSalvage(of: session).lost
      #expect(lost == ["where the run was resumed or taken back, which its steps tell in part"])
      #expect(try points(of: session) == whole)
    }
  }

  @Test(
    "Neither a running session is salvaged, nor one for which there is no room; both stay as they are",
    .enabled(if: SmallDisk.isPossible, Comment(rawValue: SmallDisk.refusal)))
  func full() async throws {
    try await withTemporaryFolder { folder in
      let session = try steered(folder)
      try damage(session, at: 20 * 4_096)
      let lock = try EngineLock(session)
      #expect(throws: StoreError.engineRunning(session: session.name, pid: getpid())) {
        try SessionSalvage(of: session)
      }
      withExtendedLifetime(lock) {}
    }
    try await withSmallDisk(bytes: 4 << 20) { folder in
      let session = try steered(folder)
      try damage(session, at: 20 * 4_096)
      _ = try EngineLock(session)
      let before = try files(of: session)
      let damaged = try Data(contentsOf: session.database)
      let ballast = try fillDisk(folder, allBut: 64 << 10)
      let error = try #require(throws: StoreError.self) { try SessionSalvage(of: session) }
      guard case .diskFull = error else { throw error }
      #expect(error.description.contains("the disk is full"))
      #expect(try files(of: session) == before)
      #expect(try Data(contentsOf: session.database) == damaged)
      try FileManager.default.removeItem(at: ballast)
      #expect(try SessionCheck(session).repair().salvage != nil)
      #expect(try SessionCheck(session).findings == [])
    }
  }
}
