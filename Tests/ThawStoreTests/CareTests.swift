import Foundation
import GRDB
import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawStore

@Suite("Care for stored sessions")
struct CareTests {
  @Test("Labels are kept beside the database, and none leave no file")
  func labels() async throws {
    try await withTemporaryFolder { folder in
      let session = try newStore(folder).folder
      #expect(try session.labels() == SessionLabels())
      var labels = SessionLabels()
      for tag in ["long", "good", "long"] { labels.apply(.tag(tag)) }
      labels.note = "with \"quotes\"\nand lines"
      labels.isStarred = true
      try session.changeLabels { $0 = labels }

      #expect(try session.labels() == labels)
      #expect(labels.tags == ["long", "good"])
      #expect(try SessionReader(session).summary().labels == labels)
      try session.changeLabels { $0 = SessionLabels() }
      #expect(!FileManager.default.fileExists(atPath: session.labelsFile.path))
      try Data("{".utf8).write(to: session.labelsFile)
      #expect(throws: StoreError.self) { try session.labels() }
      #expect(try SessionReader(session).summary().labels == SessionLabels())
    }
  }

  @Test("Labels that several change at once are all kept")
  func labelledAtOnce() async throws {
    try await withTemporaryFolder { folder in
      let session = try newStore(folder).folder
      try await withThrowingTaskGroup { group in
        for writer in 0..<8 {
          group.addTask {
            for tag in 0..<20 { try session.changeLabels { $0.apply(.tag("\(writer)-\(tag)")) } }
          }
        }
        try await group.waitForAll()
      }
      #expect(try session.labels().tags.count == 160)
      let files = try FileManager.default.contentsOfDirectory(atPath: session.url.path)
      #expect(!files.contains { $0.contains("lock") }, "\(files)")
    }
  }

  @Test("A deleted session comes back as it was; the one deleted last first")
  func trash() async throws {
    try await withTemporaryFolder { folder in
      let library = SessionLibrary(folder: folder)
      let trash = SessionTrash(of: library)
      let recipe = try Recipe(toml: idxText)
      for steps in [1, 2] {
        let session = try library.create(for: recipe, name: "run")
        let store = try SessionStore(creating: session, recipe: recipe)
        try store.append((1...steps).map { record($0, ["train/loss": 1]) })
        try store.close()
        try trash.add(session, at: Date(timeIntervalSince1970: 100))
      }
      #expect(library.names() == [])
      #expect(trash.items.map(\.name) == ["run", "run"])

      let back = try trash.restore("run")
      #expect(try SessionReader(back).summary().step == 2)
      #expect(throws: StoreError.nameTaken("run")) { try trash.restore("run") }
      #expect(throws: StoreError.notInTrash("ruin", near: "run")) {
        try trash.restore("ruin")
      }
      try trash.empty()
      #expect(trash.items == [])
      #expect(library.names() == ["run"])
    }
  }

  @Test("A session that an engine runs is neither deleted, renamed, pruned nor repaired")
  func running() async throws {
    try await withTemporaryFolder { folder in
      let library = SessionLibrary(folder: folder)
      let session = try newStore(folder).folder
      let lock = try EngineLock(session)
      defer { withExtendedLifetime(lock) {} }

      let running = StoreError.engineRunning(session: session.name, pid: getpid())
      #expect(throws: running) { try SessionTrash(of: library).add(session) }
      #expect(throws: running) { try library.rename(session, to: "other") }
      #expect(throws: running) {
        try CheckpointPruning(of: session, rule: CheckpointRule()).apply(to: session)
      }
      #expect(throws: running) { try SessionCheck(session).repair() }
      #expect(throws: running) { try SessionSalvage(of: session) }
    }
  }

  @Test("A renamed session is the same under another name")
  func renaming() async throws {
    try await withTemporaryFolder { folder in
      let library = SessionLibrary(folder: folder)
      let session = try newStore(folder).folder
      let other = try library.rename(session, to: "other")
      #expect(library.names() == ["other"])
      #expect(try SessionReader(other).summary().name == "other")
      #expect(throws: StoreError.invalidName("a b")) { try library.rename(other, to: "a b") }
      #expect(throws: StoreError.exists("other")) { try library.rename(other, to: "other") }
      #expect(try other.labels().formerNames == [session.name])
      let back = try library.rename(other, to: session.name)
      #expect(try back.labels().formerNames == ["other"])
      #expect(library.listing(now: Date(timeIntervalSinceNow: 60)).sessions.count == 1)
      let listed = library.listing(now: Date(timeIntervalSinceNow: 60)).sessions.first
      #expect(try listed?.labels == back.labels(), "as it is kept between lists")
    }
  }

  @Test("Rules keep the best by the measurement before, every n, and the newest")
  func pruning() {
    let checkpoints = [100, 200, 300, 400, 500].map {
      CheckpointInfo(step: $0, folder: "step-\($0)", bytes: $0)
    }
    let points = [(150, 0.7), (250, 0.9), (380, .nan), (450, 0.8)].map { step, value in
      MetricPoint(step: step, epoch: 0, time: 0, value: value)
    }
    var rule = CheckpointRule()
    func pruning() -> CheckpointPruning {
      CheckpointPruning(
        checkpoints, points: points, of: rule.metric ?? "val/accuracy", rule: rule)
    }
    func kept() -> [Int: [String]] {
      let lines = pruning().lines
      return Dictionary(uniqueKeysWithValues: lines.map { ($0.checkpoint.step, $0.reasons) })
        .filter { !$0.value.isEmpty }
    }
    #expect(kept() == [500: ["newest"]])
    #expect(pruning().going.map(\.step) == [100, 200, 300, 400])
    rule.best = 2
    // 300 and 400 were both written after 0.9; of equals the earlier comes first.
    #expect(kept() == [300: ["best"], 400: ["best 2"], 500: ["newest"]])
    rule.metric = "val/loss"
    rule.best = 1
    #expect(kept() == [200: ["best"], 500: ["newest"]])
    rule.every = 200
    rule.last = 2
    #expect(
      kept() == [200: ["best", "every 200"], 400: ["every 200", "newest"], 500: ["newest"]])
  }

  @Test("Pruning removes folders and their lines, and nothing else")
  func applied() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let session = store.folder
      for step in [10, 20, 30] {
        try writeCheckpoint(step, of: session)
        try store.add(CheckpointInfo(step: step, folder: "step-\(step)", bytes: 6))
      }
      try store.close()
      let before = DiskUse(of: session)
      #expect(before.checkpoints == 3 * 6)

      try CheckpointPruning(of: session, rule: CheckpointRule()).apply(to: session)

      #expect(try SessionReader(session).checkpoints().map(\.step) == [30])
      #expect(DiskUse(of: session).checkpoints == 6)
      #expect(try SessionCheck(session).findings == [])
    }
  }

  @Test("Pruning offers the checkpoints of branches that were left, whatever the rule says")
  func prunedBranch() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      func add(_ step: Int) throws {
        try store.append([record(step, ["val/accuracy": Double(step) / 100])])
        try writeCheckpoint(step, of: store.folder)
        try store.add(CheckpointInfo(step: step, folder: "step-\(step)", bytes: 6))
      }
      try add(10)
      let place = store.place
      try add(20)
      try add(30)
      try store.rewind(to: 10, of: place.attempt, lastEntry: place.lastEntry)
      try add(15)
      try store.close()

      var rule = CheckpointRule()
      (rule.best, rule.every, rule.last) = (5, 10, 5)
      let pruning = try CheckpointPruning(of: store.folder, rule: rule)
      #expect(pruning.lines.map(\.checkpoint.step) == [10, 15, 20, 30])
      #expect(pruning.lines.map(\.isLeft) == [false, false, true, true])
      #expect(pruning.going.map(\.step) == [20, 30])
      try pruning.apply(to: store.folder)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: store.folder.checkpoints.path).sorted()
          == ["step-10", "step-15"])
      #expect(try SessionReader(store.folder).checkpointFolders() == ["step-10", "step-15"])
      #expect(try CheckpointPruning(of: store.folder, rule: rule).going == [])
    }
  }

  @Test("The best is told by validation accuracy, and where that was not measured by the loss")
  func tellingMetric() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      for (step, loss) in [(10, 0.5), (20, 0.2), (30, 0.3)] {
        try store.append([record(step, ["val/loss": loss])])
        try writeCheckpoint(step, of: store.folder)
        try store.add(CheckpointInfo(step: step, folder: "step-\(step)", bytes: 6))
      }
      var rule = CheckpointRule()
      rule.best = 1
      let pruning = try CheckpointPruning(of: store.folder, rule: rule)
      #expect(pruning.metric == "val/loss")
      #expect(pruning.lines.map(\.reasons) == [[], ["best"], ["newest"]])
      try store.append([record(31, ["val/accuracy": 0.5])])
      #expect(try CheckpointPruning(of: store.folder, rule: rule).metric == "val/accuracy")
      rule.metric = "val/f1"
      let unknown = try CheckpointPruning(of: store.folder, rule: rule)
      #expect(unknown.metric == nil && unknown.going.map(\.step) == [10, 20])
    }
  }

  @Test("A checkpoint that a fork shares is counted once, and pruning one of them frees nothing")
  func sharedFiles() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      for step in [10, 20] {
        try store.append([record(step, ["train/loss": 1])])
        try writeCheckpoint(step, of: store.folder)
        try store.add(CheckpointInfo(step: step, folder: "step-\(step)", bytes: 6))
      }
      let trunk = store.folder
      let fork = try SessionLibrary(folder: folder).fork(trunk, at: 10)
      #expect(DiskUse(of: trunk).checkpoints + DiskUse(of: fork).checkpoints == 12)
      #expect(DiskUse(of: fork).checkpoints == 3)

      let pruning = try CheckpointPruning(of: trunk, rule: CheckpointRule())
      #expect(pruning.going.map(\.step) == [10])
      #expect(pruning.freed(from: trunk) == 0)
      try FileManager.default.removeItem(at: fork.url)
      #expect(pruning.freed(from: trunk) == 6)
    }
  }

  @Test("A fork is as far into its data as its checkpoint, not as its trunk")
  func forkEpoch() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      for step in [30, 300] {
        try store.append([record(step, ["train/loss": 1])])
        try writeCheckpoint(step, of: store.folder)
        try store.add(CheckpointInfo(step: step, folder: "step-\(step)", bytes: 6))
      }
      try store.setProgress(epoch: 1, totalSteps: 600)
      let fork = try SessionLibrary(folder: folder).fork(store.folder, at: 40)
      let detail = try SessionReader(fork).detail()
      #expect(detail.summary.step == 30 && detail.epoch == 0.1 && detail.totalSteps == 600)
    }
  }

  @Test("A checkpoint is chosen by step, by the best value before it, or as the newest")
  func choosing() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let (session, reader) = (store.folder, try SessionReader(store.folder))
      #expect(
        throws: StoreError.noCheckpoint(session: session.name, .newest, kept: [])
      ) { try reader.checkpoint(.newest) }
      let measured: [(Int, Double, Double?)] = [(10, 0.5, nil), (20, 0.2, 0.9), (30, 0.3, 0.8)]
      for (step, loss, accuracy) in measured {
        var values = ["val/loss": loss]
        values["val/accuracy"] = accuracy
        if step == 20 {
          // Only losses so far.
          #expect(try reader.checkpoint(.best).step == 10)
        }
        try store.append([record(step, values)])
        try writeCheckpoint(step, of: session)
        try store.add(CheckpointInfo(step: step, folder: "step-\(step)", bytes: 6))
      }
      #expect(try reader.checkpoint(.best).step == 20)
      #expect(try reader.checkpoint(.newest).step == 30)
      let last = try #require(try reader.standing(of: reader.checkpoint(.newest)))
      #expect((last.metric, last.measured.step, last.best.step) == ("val/accuracy", 30, 20))
      let lines = try CheckpointPruning(of: session, rule: CheckpointRule()).lines
      #expect(lines.map(\.value) == [nil, 0.9, 0.8], "also where no rule goes by them")
      #expect(try reader.checkpoint(.step(10)).folder == "step-10")
      let error = try #require(throws: StoreError.self) { try reader.checkpoint(.step(15)) }
      #expect(
        error.description
          == "session “\(session.name)” keeps no checkpoint of step 15; it keeps those of 10, 20, 30"
      )
    }
  }

  @Test("Where nothing was measured no checkpoint is the best")
  func noBest() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append([record(10, ["train/loss": 1])])
      try writeCheckpoint(10, of: store.folder)
      try store.add(CheckpointInfo(step: 10, folder: "step-10", bytes: 6))
      let reader = try SessionReader(store.folder)
      let error = try #require(throws: StoreError.self) { try reader.checkpoint(.best) }
      #expect(error.description.hasSuffix("choose a step: 10"))
      #expect(CheckpointChoice("best") == .best && CheckpointChoice("40") == .step(40))
      #expect(CheckpointChoice("-1") == nil && CheckpointChoice("last") == nil)
    }
  }

  @Test("A check finds what was damaged, and a repair leaves the rest readable")
  func repair() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let session = store.folder
      try store.append((1...9_000).map { record($0, ["train/loss": Double($0), "val/loss": 1]) })
      try store.setPhase(.finished, step: 9_000)
      try store.close()
      #expect(try SessionCheck(session).findings == [])

      let queue = try DatabaseQueue(path: session.database.path)
      try await queue.write { db in
        try db.execute(
          sql: """
            UPDATE block SET data = x'00' WHERE firstTick = 1 AND metric =
              (SELECT id FROM metric WHERE name = 'train/loss')
            """)
      }
      try queue.close()
      try FileManager.default.removeItem(at: session.recipe)
      try writeCheckpoint(50, of: session)
      try FileManager.default.createDirectory(
        at: session.checkpoints.appending(path: ".step-60.123"), withIntermediateDirectories: true)
      try Data("[]".utf8).write(to: session.labelsFile)

      let check = try SessionCheck(session)
      #expect(
        check.findings.map(\.text).sorted() == [
          "1 block of train/loss cannot be read, and so neither can curves",
          "checkpoint step-50 is whole and not listed",
          "checkpoints/.step-60.123 is left of a writing that was cut off",
          "labels.json cannot be read",
          "recipe.toml is missing",
        ])
      #expect(try check.repair().count == 5)

      #expect(try SessionCheck(session).findings == [])
      let reader = try SessionReader(session)
      #expect(try reader.points(of: "train/loss").map(\.step) == Array(4_097...9_000))
      #expect(try reader.summary().metrics["train/loss"]?.best == 4_097)
      #expect(try reader.series("train/loss", buckets: 10).map(\.count).reduce(0, +) == 4_904)
      #expect(try reader.checkpoints().map(\.step) == [50])
      #expect(
        try Recipe(toml: String(contentsOf: session.recipe, encoding: .utf8))
          == Recipe(toml: idxText))
    }
  }

  @Test("Ticks and folds that cannot be read are found, and a repair keeps all values")
  func repairedTicks() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let session = store.folder
      try store.append((1...12_300).map { record($0, ["train/loss": Double($0)]) })
      try store.close()
      let queue = try DatabaseQueue(path: session.database.path)
      try await queue.write { db in
        try db.execute(
          sql: """
            UPDATE tickBlock SET data = x'00' WHERE firstTick = 4097;
            UPDATE pyramid SET data = x'01' WHERE level = 2;
            UPDATE tick SET data = x'02' WHERE id = 12290
            """)
      }
      try queue.close()
      #expect(throws: StoreError.self) { try SessionReader(session).points(of: "train/loss") }

      let check = try SessionCheck(session)
      #expect(
        check.findings.map(\.text) == [
          "the folds of 1 metric cannot be read, and so neither can curves",
          "the steps of 1 block of ticks cannot be read, and so neither can curves",
          "the values of 1 tick cannot be read",
        ])
      #expect(try check.repair().count == 3)

      #expect(try SessionCheck(session).findings == [])
      let reader = try SessionReader(session)
      let points = try reader.points(of: "train/loss")
      #expect(points.map(\.step) == Array(1...12_289) + Array(12_291...12_300))
      #expect(points.map(\.value) == points.map { Double($0.step) })
      #expect(zip(points, points.dropFirst()).allSatisfy { $0.time < $1.time })
      #expect(try reader.summary().metrics["train/loss"]?.count == 12_299)
      #expect(try reader.series("train/loss", buckets: 10).map(\.count).reduce(0, +) == 12_299)
      #expect(try folds(of: session) == [2: 4, 3: 1, 4: 1, 5: 1, 6: 1], "folded anew")
    }
  }

  @Test("Values, times and folds that were changed in place are found, and a repair keeps the rest")
  func changedInPlace() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let session = store.folder
      try store.append((1...9_000).map { record($0, ["a": sin(Double($0))]) })
      try store.setPhase(.finished, step: 9_000)
      try store.close()
      for (table, finding) in [
        ("block", "1 block of a cannot be read, and so neither can curves"),
        ("tickBlock", "the steps of 1 block of ticks cannot be read, and so neither can curves"),
        ("pyramid", "the folds of 1 metric cannot be read, and so neither can curves"),
      ] {
        try changeByte(of: table, in: session)
        #expect(try SessionCheck(session).findings.map(\.text) == [finding])
        #expect(try SessionCheck(session).repair().count == 1)
        #expect(try SessionCheck(session).findings == [])
      }
      let points = try SessionReader(session).points(of: "a")
      #expect(points.map(\.step) == Array(4_097...9_000))
      #expect(points.allSatisfy { $0.value == sin(Double($0.step)) })
      #expect(zip(points, points.dropFirst()).allSatisfy { $0.time < $1.time })
    }
  }

  /// Changes a bit in the middle of the first row's `data`, as a failing disk does.
  private func changeByte(of table: String, in session: SessionFolder) throws {
    let queue = try DatabaseQueue(path: session.database.path)
    try queue.write { db in
      let row = try #require(
        try Row.fetchOne(db, sql: "SELECT rowid, data FROM \(table) ORDER BY firstTick"))
      var data: Data = row[1]
      data[data.count / 2] ^= 1
      try db.execute(
        sql: "UPDATE \(table) SET data = ? WHERE rowid = ?", arguments: [data, row[0] as Int])
    }
    try queue.close()
  }

  @Test("A check names what a damaged page keeps from being read, and goes on")
  func damagedPage() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append((1...20_000).map { record($0, ["train/loss": 1 / Double($0)]) })
      try store.setPhase(.finished, step: 20_000)
      try store.close()
      try FileManager.default.removeItem(at: store.folder.recipe)
      let size = try Data(contentsOf: store.folder.database).count
      let file = try FileHandle(forUpdating: store.folder.database)
      try file.seek(toOffset: UInt64(size / 2))
      try file.write(contentsOf: Data(repeating: 0xA5, count: size / 2))
      try file.close()

      let findings = try SessionCheck(store.folder).findings.map(\.text)
      #expect(findings.contains { $0.contains("wrong in the database, the first: ") })
      #expect(findings.contains("recipe.toml is missing"))
      #expect(Set(findings).count == findings.count)
      #expect(!findings.contains { $0.contains("thaw doctor") }, "that is what says so")
    }
  }

  /// How many nodes of each level the pyramids have.
  private func folds(of session: SessionFolder) throws -> [Int: Int] {
    try DatabaseQueue(path: session.database.path).read { db in
      let rows = try Row.fetchAll(db, sql: "SELECT level, count(*) FROM pyramid GROUP BY level")
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }

  private func writeCheckpoint(_ step: Int, of session: SessionFolder) throws {
    let place = session.checkpoints.appending(path: "step-\(step)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for file in ["model.safetensors", "optimizer.safetensors", "state.json"] {
      try Data("{}".utf8).write(to: place.appending(path: file))
    }
  }
}
