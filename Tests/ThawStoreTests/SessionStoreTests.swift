import Foundation
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@Suite("Session store")
struct SessionStoreTests {
  private static let rows = [
    LayerRow(
      name: "stem", parameters: 864, state: .frozen,
      tensors: [TensorDescription(name: "stem.0.weight", shape: [32, 3, 3, 3], type: "F32")]),
    LayerRow(name: "head", parameters: 12_810, state: .trainable),
  ]

  @Test("What is stored is read: rows, journal, checkpoints on the disk, recipe, progress")
  func roundTrip() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let journal = [
        JournalEntry(step: 3, time: 1.5, command: "freeze stem", outcome: .applied(step: 3)),
        JournalEntry(
          step: 4, time: 2, command: "thaw stem", outcome: .applied(step: 4, note: "ramp")),
        JournalEntry(step: 5, time: 3, command: "lr 0", outcome: .refused(reason: "not positive")),
      ]
      try store.setRows(Self.rows)
      try store.updateRowStates(["stem": .trainable, "nobody": .frozen])
      for entry in journal { try store.append(journal: entry) }
      for name in ["step-10", "step-20"] {
        try FileManager.default.createDirectory(
          at: store.folder.checkpoints.appending(path: name), withIntermediateDirectories: true)
      }
      try store.add(CheckpointInfo(step: 30, folder: "step-30", bytes: 1))
      try store.add(CheckpointInfo(step: 20, folder: "step-20", bytes: 5))
      try store.add(CheckpointInfo(step: 10, folder: "step-10", bytes: 5))
      try store.add(CheckpointInfo(step: 20, folder: "step-20", bytes: 6))
      try store.append([record(6, ["train/loss": 0.5, "row/stem/drift": 0.1])])
      let cache = CacheStatus(
        stage: .declined, rows: 3, total: 90, compute: 0.25, reason: "no room")
      try store.setProgress(epoch: 0.75, totalSteps: 400, cache: cache)
      try store.setPhase(.failed, step: 6, reason: "no memory")

      let reader = try SessionReader(store.folder)
      let detail = try reader.detail()
      #expect(detail.rows.map(\.state) == [.trainable, .trainable])
      #expect(detail.rows.map(\.tensors) == Self.rows.map(\.tensors))
      #expect(detail.journal == journal)
      #expect(detail.checkpoints.map(\.bytes) == [5, 6])
      #expect(detail.epoch == 0.75 && detail.totalSteps == 400)
      #expect(detail.cache == cache)
      #expect(detail.recipe == (try Recipe(toml: idxText).flattened))
      #expect(detail.summary.state == .failed && detail.summary.step == 6)
      #expect(detail.summary.name == store.folder.name)
      #expect(
        detail.summary.metrics == ["train/loss": MetricSummary(last: 0.5, best: 0.5, count: 1)])
      #expect(try reader.reason() == "no memory")
      #expect(detail.reason == "no memory")
      #expect(try reader.architecture() == "efficientnet-lite0")
      #expect(try Recipe(toml: reader.recipeText()) == Recipe(toml: idxText))
      let text = try String(contentsOf: store.folder.recipe, encoding: .utf8)
      #expect(try Recipe(toml: text) == Recipe(toml: idxText))
    }
  }

  @Test("A row keeps what it costs, what stands behind its state, and what it shares")
  func board() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      var rows = Self.rows
      rows[0].cost = RowCost(forward: 7, inputGradient: 6, weightGradient: 5, outputs: 4)
      rows[0].sharedWith = ["head"]
      try store.setRows(rows)
      let proven = RowStanding(provenStep: 40)
      try store.updateStandings(["stem": proven, "nobody": RowStanding(provenStep: 1)])
      rows[0].standing = proven
      #expect(try SessionReader(store.folder).rows() == rows)
    }
  }

  @Test("Last is the newest value, best the best finite one by the metric's direction")
  func summaries() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      for (step, value) in [0.5, 0.2, 0.9, .infinity, .nan].enumerated() {
        try store.append([record(step, ["loss": value, "accuracy": value, "speed": value])])
      }
      let found = try SessionReader(store.folder).summary().metrics

      #expect(found.mapValues(\.best) == ["loss": 0.2, "accuracy": 0.9, "speed": nil])
      #expect(found.values.allSatisfy { $0.last.isNaN && $0.count == 5 })
    }
  }

  @Test("A reader sees each batch as soon as it is stored, whole, and holds nobody up")
  func whileWriting() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let reader = try SessionReader(store.folder)
      for batch in 0..<30 {
        try store.append((0..<200).map { record(batch * 200 + $0, ["a": 1, "b": 2]) })
        let series = try reader.series(["a", "b"], buckets: 10)
        let counts = series.values.map { $0.reduce(0) { $0 + $1.count } }
        #expect(counts == [(batch + 1) * 200, (batch + 1) * 200])
      }
    }
  }

  @Test("A reader in the middle of reading sees one state and does not stop the writer")
  func snapshot() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append((1...6000).map { record($0, ["a": 1]) })
      let reader = try SessionReader(store.folder)
      var seen = 0
      try reader.points(of: "a") { point in
        if point.step == 10 { try store.append((6001...9000).map { record($0, ["a": 2]) }) }
        seen += 1
      }

      #expect(seen == 6000)
      #expect(try reader.points(of: "a").count == 9000)
    }
  }

  @Test("A reader in the middle of reading holds up neither folds, checkpoints nor the end")
  func readerInTheWay() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append((1...100).map { record($0, ["a": 1]) })
      let reader = try SessionReader(store.folder)
      // Where one waited for the other, this would end after five seconds with an error.
      try reader.points(of: "a") { point in
        guard point.step == 10 else { return }
        try store.append((101...9000).map { record($0, ["a": 2]) })
        try store.flush()
        try store.setPhase(.finished, step: 9000)
        try store.close()
      }
      #expect(try SessionReader(store.folder).points(of: "a").count == 9000)
      #expect(try reader.points(of: "a").count == 9000)
    }
  }

  @Test("A process killed right after an append loses none of it")
  func killed() async throws {
    try await withTemporaryFolder { folder in
      let path = folder.path
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        let store = try newStore(URL(filePath: path))
        let lock = try EngineLock(store.folder)
        try store.setPhase(.training, step: 0)
        try store.append((1...5000).map { record($0, ["loss": Double($0)]) })
        withExtendedLifetime(lock) { _ = kill(getpid(), SIGKILL) }
      }
      let session = try SessionLibrary(folder: folder).resolve("clothes-head")
      let reader = try SessionReader(session)

      #expect(try reader.points(of: "loss").map(\.value) == (1...5000).map(Double.init))
      #expect(try reader.summary().state == .dead)
      let resumed = try SessionStore(opening: session, resumingAt: 4000)
      try resumed.append([record(4001, ["loss": 0])])
      #expect(try reader.points(of: "loss").count == 4001)
    }
  }

  @Test("A session is begun once")
  func twice() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)

      #expect(throws: StoreError.exists(store.folder.name)) {
        try SessionStore(creating: store.folder, recipe: try Recipe(toml: idxText))
      }
    }
  }
}
