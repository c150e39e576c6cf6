import Foundation
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@Suite("Branches of a session")
struct BranchTests {
  /// A run that thawed a row at 100, came to 150, undid that, came to 120, and redid it.
  private func steered(_ folder: URL) throws -> SessionStore {
    let store = try newStore(folder)
    try store.append((1...100).map { record($0, ["loss": 1]) })
    let before = store.place
    try store.append(journal: entry("thaw head", 100))
    try store.append((101...150).map { record($0, ["loss": 2]) })
    let tip = store.place
    try store.rewind(to: 100, of: before.attempt, lastEntry: before.lastEntry)
    try store.append(journal: entry("undo", 100))
    try store.append((101...120).map { record($0, ["loss": 3]) })
    try store.rewind(to: 150, of: tip.attempt, lastEntry: tip.lastEntry)
    return store
  }

  private func entry(_ command: String, _ step: Int) -> JournalEntry {
    JournalEntry(step: step, time: 0, command: command, outcome: .applied(step: step))
  }

  @Test("What was undone is not shown, and what was redone is")
  func undone() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append((1...100).map { record($0, ["loss": 1]) })
      let place = store.place
      try store.append((101...150).map { record($0, ["loss": 2]) })
      try store.rewind(to: 100, of: place.attempt, lastEntry: place.lastEntry)
      try store.append((101...120).map { record($0, ["loss": 3]) })

      let points = try SessionReader(store.folder).points(of: "loss")
      #expect(points.map(\.step) == Array(1...120))
      #expect(points.map(\.value) == points.map { $0.step <= 100 ? 1 : 3 })
      let branches = try SessionReader(store.folder).abandonedSeries(["loss"], buckets: 500)
      #expect(branches["loss"]?.map { $0.map(\.step) } == [Array(101...150)])
      #expect(branches["loss"]?.first?.allSatisfy { $0.mean == 2 } == true)
    }
  }

  @Test("A recipe that makes the same run plans what is in force, and says what it cannot plan")
  func steeredRecipe() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let reader = try SessionReader(store.folder)
      let began = try reader.recipeText()
      #expect(try reader.steeredRecipe().toml == began)
      try store.append((1...100).map { record($0, ["loss": 1]) })
      for command in ["pause", "thaw head", "lr x0.5"] {
        try store.append(journal: entry(command, 100))
      }
      let place = store.place
      try store.append(journal: entry("freeze stem", 100))
      try store.append((101...150).map { record($0, ["loss": 2]) })
      try store.rewind(to: 100, of: place.attempt, lastEntry: place.lastEntry)
      try store.append(journal: entry("undo", 100))
      try store.append((101...120).map { record($0, ["loss": 3]) })
      for command in ["plan step 200: thaw *", "plan: wd 0.1", "clip 2"] {
        try store.append(journal: entry(command, 120))
      }

      let (toml, unsaid) = try reader.steeredRecipe()
      var wanted = try Recipe(toml: began)
      wanted.plan = [
        try PlanItem(parsing: "step 100: thaw head; lr x0.5"),
        try PlanItem(parsing: "step 120: clip 2"),
      ]
      #expect(try Recipe(toml: toml) == wanted)
      #expect(unsaid.map(\.step) == [120])
    }
  }

  @Test("After redo the branch that was left counts again, and goes on")
  func redone() async throws {
    try await withTemporaryFolder { folder in
      let store = try steered(folder)
      try store.append((151...160).map { record($0, ["loss": 4]) })

      let reader = try SessionReader(store.folder)
      let points = try reader.points(of: "loss")
      #expect(points.map(\.step) == Array(1...160))
      #expect(points.map(\.value) == points.map { $0.step <= 100 ? 1 : $0.step <= 150 ? 2 : 4 })
      let branches = try reader.abandonedSeries(["loss"], buckets: 500)
      #expect(branches["loss"]?.map { $0.map(\.step) } == [Array(101...120)])
    }
  }

  @Test("The journal keeps what was undone, and tells what of it is no longer in force")
  func takenBack() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let place = store.place
      try store.append(journal: entry("thaw head", 0))
      try store.rewind(to: 0, of: place.attempt, lastEntry: place.lastEntry)
      try store.append(journal: entry("undo", 0))
      let undone = try SessionReader(store.folder).detail()
      #expect(undone.journal.map(\.command) == ["thaw head", "undo"])
      #expect(undone.takenBack == [0])
    }
    try await withTemporaryFolder { folder in
      let detail = try SessionReader(steered(folder).folder).detail()
      #expect(detail.journal.map(\.command) == ["thaw head", "undo"])
      #expect(detail.takenBack == [1], "what was redone is in force, and its undo is not")
    }
  }

  @Test("A replay asks for what is in force: not for what was undone, lost, or changes nothing")
  func script() async throws {
    try await withTemporaryFolder { folder in
      let store = try steered(folder)
      for command in ["pause", "lr 0.5", "evaluate", "checkpoint", "alarm: loss is NaN", "step 3"] {
        try store.append(journal: entry(command, 150))
      }
      try store.append(
        journal: JournalEntry(
          step: 150, time: 0, command: "thaw *", outcome: .refused(reason: "no")))
      try store.add(CheckpointInfo(step: 150, folder: "step-150", bytes: 1))
      try store.append(journal: entry("freeze head", 150))
      try store.append((151...170).map { record($0, ["loss": 5]) })
      let resumed = try SessionStore(opening: store.folder, resumingAt: 150)
      try resumed.append((151...155).map { record($0, ["loss": 6]) })

      let script = try SessionReader(store.folder).replayScript()
      let wanted: [(Int, Command)] = [
        (100, .thaw(["head"])), (150, .learningRate(0.5)), (150, .evaluate), (150, .resume),
      ]
      #expect(
        script.entries == wanted.map { ReplayScript.Entry(step: $0.0, command: $0.1) })
      #expect(script.end == 155)
    }
  }

  @Test("A run that went back goes on from a checkpoint of its own branch, whatever its step")
  func checkpoints() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      func add(_ step: Int) throws {
        let name = "step-\(step)"
        try FileManager.default.createDirectory(
          at: store.folder.checkpoints.appending(path: name), withIntermediateDirectories: true)
        try store.add(CheckpointInfo(step: step, folder: name, bytes: 1))
      }
      try store.append((1...100).map { record($0, ["loss": 1]) })
      try add(50)
      let place = store.place
      try store.append(journal: entry("thaw head", 100))
      try add(100)
      try store.append((101...150).map { record($0, ["loss": 2]) })
      try add(150)
      try store.rewind(to: 100, of: place.attempt, lastEntry: place.lastEntry)

      let reader = try SessionReader(store.folder)
      #expect(try reader.checkpoints().map(\.step) == [50])
      try store.append([record(101, ["loss": 3])])
      try add(101)
      #expect(try reader.checkpoints().map(\.step) == [50, 101])
    }
  }

  @Test("A fork has the trunk's past up to its checkpoint, and asks again for the rest")
  func fork() async throws {
    try await withTemporaryFolder { folder in
      let store = try steered(folder)
      let place = store.folder.checkpoints.appending(path: "step-150")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try Data("weights".utf8).write(to: place.appending(path: "model.safetensors"))
      try store.add(CheckpointInfo(step: 150, folder: "step-150", bytes: 7))
      try store.append(journal: entry("lr 0.5", 155))
      try store.append((151...9_000).map { record($0, ["loss": Double($0), "val": 1]) })
      let library = SessionLibrary(folder: folder)

      let fork = try library.fork(
        store.folder, at: 160, commands: [.freeze(["head"])])

      #expect(fork.name == "clothes-head-1-fork")
      let reader = try SessionReader(fork)
      #expect(
        try reader.points(of: "loss")
          == Array(SessionReader(store.folder).points(of: "loss").prefix(150)))
      #expect(
        try reader.journal().map(\.command)
          == ["thaw head", "forked from clothes-head-1 at step 160"])
      #expect(try reader.checkpoints().map(\.folder) == ["step-150"])
      #expect(
        try Data(contentsOf: fork.checkpoints.appending(path: "step-150/model.safetensors"))
          == Data("weights".utf8))
      #expect(
        try ReplayScript.read(of: fork)?.entries == [
          .init(step: 155, command: .learningRate(0.5)),
          .init(step: 160, command: .freeze(["head"])),
        ])
      #expect(throws: ForkError.beyond(step: 9_001, last: 9_000, session: "clothes-head-1")) {
        try library.fork(store.folder, at: 9_001)
      }
      #expect(library.names() == ["clothes-head-1", "clothes-head-1-fork"])
    }
  }

  @Test(
    "A fork from before the first checkpoint begins anew, and knows where it is from, as its forks do"
  )
  func forkWithoutCheckpoint() async throws {
    try await withTemporaryFolder { folder in
      let store = try steered(folder)
      let library = SessionLibrary(folder: folder)
      let fork = try library.fork(store.folder, at: 20, name: "fork")
      let again = try SessionStore(opening: fork, resumingAt: 0)
      try again.append((1...30).map { record($0, ["loss": 1]) })
      let second = try library.fork(fork, at: 10, name: "second")

      let detail = try SessionReader(fork).detail()
      #expect(detail.journal.map(\.command) == ["forked from clothes-head-1 at step 20"])
      #expect(detail.takenBack.isEmpty)
      #expect(
        try SessionReader(second).journal().map(\.command)
          == ["forked from clothes-head-1 at step 20", "forked from fork at step 10"])
    }
  }
}
