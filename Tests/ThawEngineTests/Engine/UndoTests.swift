import Foundation
import Testing
import ThawBus
import ThawModels
import ThawProtocol
import ThawStore
import ThawTestSupport

@testable import ThawEngine

@Suite("Undo and redo", .timeLimit(.minutes(5))) struct UndoTests {
  private static let thaw = Command.thaw(["final"])

  /// Runs to step 2, does something, runs to step 4.
  private func steered(
    _ folder: URL
  ) async throws -> (EngineSession, Task<EngineOutcome, any Error>) {
    let session = try EngineSession(folder, steps: 6)
    session.post(.step(2))
    let run = Task { try await session.prepareAndRun() }
    try await session.wait(for: .paused, step: 2)
    session.post(Self.thaw, .learningRate(0.005), .step(2))
    try await session.wait(for: .paused, step: 4)
    return (session, run)
  }

  /// A run around a rig that has taken no steps of its own, whose moments go to a folder.
  private func run(_ rig: Rig, undo: URL) -> Run {
    Run(
      learner: rig.learner, control: rig.control, clock: RunClock(ContinuousClock(), offset: 0),
      step: rig.step, journalEntries: 0, undo: UndoHistory(folder: undo))
  }

  /// The present of a run, with all of its rows.
  private func moment(before command: String, of run: Run) throws -> Moment {
    try Moment(
      before: command, run, control: run.control, sequence: 0,
      rows: Array(run.learner.model.rows.indices))
  }

  private func weights(_ folder: URL) throws -> [StoredTensor] {
    try WeightsFile.read(folder.appending(path: "checkpoints/step-6/model.safetensors"))
  }

  private func losses(_ session: EngineSession) throws -> [Int: Double] {
    session.metrics(MetricName.trainLoss, in: try session.events())
  }

  @Test("After undo the run goes on bit for bit as if nothing had been done")
  func undo() async throws {
    try await withTemporaryFolder { folder in
      let plain = try EngineSession(folder.appending(path: "plain"), steps: 6)
      _ = try await plain.prepareAndRun()
      let (session, run) = try await steered(folder.appending(path: "steered"))
      #expect(try losses(session)[4] != losses(plain)[4])

      session.post(.undo, .undo, .undo, .resume)

      #expect(try await run.value.step == 6)
      #expect(
        try session.replies().suffix(4) == [
          "applied at step 2, before “lr 0.005”",
          "applied at step 2, before “thaw final”",
          "refused: nothing was done to the run since it began",
          "applied at step 2",
        ])
      #expect(try losses(session) == losses(plain))
      #expect(
        try weights(folder.appending(path: "steered")) == weights(folder.appending(path: "plain")))
    }
  }

  @Test("After redo the run goes on bit for bit as if undo had never been asked for")
  func redo() async throws {
    try await withTemporaryFolder { folder in
      let (kept, keptRun) = try await steered(folder.appending(path: "kept"))
      kept.post(.resume)
      _ = try await keptRun.value
      let (session, run) = try await steered(folder.appending(path: "steered"))

      session.post(.undo, .undo, .step(1))
      try await session.wait(for: .paused, step: 3)
      session.post(.redo, .redo, .redo, .resume)

      #expect(try await run.value.step == 6)
      #expect(
        try session.replies().suffix(2).first
          == "refused: nothing was undone, or something else was done since")
      let signals = try session.events()
      let rewinds = signals.compactMap { signal -> [Int]? in
        guard case .event(.rewound(let rewind)) = signal,
          case .branch(let branch, _) = rewind.place
        else { return nil }
        return [rewind.step, branch]
      }
      // Back twice; then to where the second undo was asked for, and to where the first was.
      #expect(rewinds == [[2, 0], [2, 0], [2, 1], [4, 0]])
      let (mine, wanted) = (try losses(session), try losses(kept))
      #expect(mine[5] == wanted[5] && mine[6] == wanted[6])
      #expect(
        try weights(folder.appending(path: "steered")) == weights(folder.appending(path: "kept")))
    }
  }

  @Test("An engine killed after undo goes on from there, with the mask it had")
  func killed() async throws {
    try await withTemporaryFolder { folder in
      let (session, run) = try await steered(folder)
      session.post(.undo, .undo, .evaluate)
      // A pause is told when it is over.
      try await session.wait(for: .paused, step: 2)

      let state = try CheckpointState.read(from: folder.appending(path: "checkpoints/step-2"))
      #expect(state.mask.rows.filter { $0.state == .trainable }.map(\.name) == ["head"])
      session.post(.stop)
      _ = try await run.value
    }
  }

  @Test("An undo goes back over what the plan did, and the run goes on as if nothing had been done")
  func overPlan() async throws {
    try await withTemporaryFolder { folder in
      let plan = [PlanItem(.step(2), [.thaw(["final"])]), PlanItem(.step(3), [.scaleRate(0.5)])]
      let plain = try EngineSession(folder.appending(path: "plain"), steps: 6, plan: plan)
      _ = try await plain.prepareAndRun()
      let session = try EngineSession(
        folder.appending(path: "steered"), steps: 6, checkpointEvery: 1, plan: plan)
      session.post(.step(1))
      let run = Task { try await session.prepareAndRun() }
      try await session.wait(for: .paused, step: 1)
      // The moment is on the disk by the time that the plan thaws, for it was in a checkpoint.
      session.post(.learningRate(0.05), .checkpoint, .step(3))
      try await session.wait(for: .paused, step: 4)

      session.post(.undo, .undo, .redo, .undo, .resume)

      #expect(try await run.value.step == 6)
      #expect(
        try session.replies().suffix(5) == [
          "applied at step 1, before “lr 0.05”",
          "refused: nothing was done to the run since it began",
          "applied at step 4, where “undo” was asked for", "applied at step 1, before “lr 0.05”",
          "applied at step 1",
        ])
      #expect(try losses(session) == losses(plain))
      #expect(
        try weights(folder.appending(path: "steered")) == weights(folder.appending(path: "plain")))
    }
  }

  @Test("What the plan does ends redo: the run has gone another way")
  func redoAfterPlan() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(
        folder, steps: 6, plan: [PlanItem(.step(2), [.thaw(["final"])])])
      session.post(.pause, .learningRate(0.05), .undo, .step(3))
      let run = Task { try await session.prepareAndRun() }
      try await session.wait(for: .paused, step: 3)

      session.post(.redo, .stop)

      _ = try await run.value
      #expect(
        try session.replies().suffix(2).first
          == "refused: nothing was undone, or something else was done since")
    }
  }

  @Test(
    "What the disk does not take takes with it what lies behind, and leaves nothing half-written")
  func diskRefuses() async throws {
    try await withTemporaryFolder { folder in
      var rig = try Rig(Recipe.Optimizer(name: .adamw))
      let undo = folder.appending(path: "undo")
      let run = run(rig, undo: undo)
      run.undo.memory = 0
      // The state of the second cannot be written, though its tensors can.
      try FileManager.default.createDirectory(
        at: undo.appending(path: "2.json"), withIntermediateDirectories: true)
      for command in ["a", "b", "c"] {
        run.undo.remember(try moment(before: command, of: run))
        _ = try rig.train(to: rig.step + 1)
      }
      #expect(run.undo.past.map(\.state.command) == ["c"])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: undo.path).sorted()
          == ["3.json", "3.safetensors"])
    }
  }

  @Test(
    "On a full disk undo is done and answered as done, and the run is held until there is room",
    .enabled(if: SmallDisk.isPossible, Comment(rawValue: SmallDisk.refusal)))
  func fullDisk() async throws {
    try await withSmallDisk(bytes: 64 << 20) { folder in
      let session = try EngineSession(folder, steps: 4)
      session.post(.step(2))
      async let outcome = session.prepareAndRun()
      try await session.wait(for: .paused, step: 2)
      let ballast = try fillDisk(folder, allBut: 1 << 20)
      session.post(.learningRate(0.5), .undo, .stop, .step(1))
      try await session.wait(for: .paused, step: 2)
      let replies = try session.replies().dropFirst(2)
      #expect(replies.first == "applied at step 2, before “lr 0.5”")
      #expect(
        replies.dropFirst().first?.hasSuffix(
          "the disk is full; make room and stop it again, or end it with `kill -9 \(getpid())`: it then "
            + "begins anew") == true)
      try FileManager.default.removeItem(at: ballast)
      session.post(.resume)
      #expect(try await outcome == EngineOutcome(phase: .finished, step: 4, reason: nil))
      let rates = session.metrics(MetricName.learningRate, in: try session.events())
      #expect(rates[3] == 0.01)
    }
  }

  @Test("Moments beyond what memory may hold go to the disk, come back the same, and leave nothing")
  func spill() async throws {
    try await withTemporaryFolder { folder in
      var rig = try Rig(Recipe.Optimizer(name: .adamw))
      _ = try rig.train(to: 2)
      let spilled = folder.appending(path: "undo")
      let run = run(rig, undo: spilled)
      run.undo.memory = 0
      let before = try rig.everything()
      for number in 0..<3 { run.undo.remember(try moment(before: "\(number)", of: run)) }
      let files = try FileManager.default.contentsOfDirectory(atPath: spilled.path)
      #expect(files.count { $0.hasSuffix("safetensors") } == 3)
      _ = try rig.train(to: 5)
      #expect(try rig.everything() != before)

      try rig.learner.restore(try #require(run.undo.last).read().tensors)

      #expect(try rig.everything() == before)
      run.undo.clear()
      #expect(!FileManager.default.fileExists(atPath: spilled.path))
    }
  }

  @Test("Moments that a checkpoint names are taken up as far back as none is missing")
  func takenUp() async throws {
    try await withTemporaryFolder { folder in
      var rig = try Rig(Recipe.Optimizer(name: .adamw))
      let undo = folder.appending(path: "undo")
      let run = run(rig, undo: undo)
      var states: [[String: StoredTensor]] = []
      for command in ["a", "b", "c"] {
        states.append(try rig.everything())
        run.undo.remember(try moment(before: command, of: run))
        _ = try rig.train(to: rig.step + 1)
      }
      let names = run.undo.store(firstAttempt: 1).past
      let places = ["x", "a", "b", "b", "c"].enumerated().map {
        JournalPlace(command: $1, step: 0, attempt: 1, entry: $0 + 7)
      }

      var later = UndoHistory(folder: undo, .init(past: names)) { _ in places }
      #expect(later.past.map(\.state.command) == ["a", "b", "c"])
      #expect(later.past.map(\.place) == [7, 9, 10].map { .attempt(1, entry: $0) })
      for (moment, state) in zip(later.past, states).reversed() {
        try rig.learner.restore(try moment.read().tensors)
        #expect(try rig.everything() == state)
      }
      // The last was undone; the one before it is not in the journal, and so is none before that.
      later = UndoHistory(folder: undo, .init(past: names.dropLast())) { _ in [places[1]] }
      #expect(later.past.isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: undo.path) == [])
    }
  }

  @Test("What was undone is taken up with the end of the attempt that was left, the nearest first")
  func undoneTakenUp() async throws {
    try await withTemporaryFolder { folder in
      var rig = try Rig(Recipe.Optimizer(name: .adamw))
      let undo = folder.appending(path: "undo")
      let run = run(rig, undo: undo)
      for command in ["a", "b"] {
        run.undo.remember(try moment(before: command, of: run))
        _ = try rig.train(to: rig.step + 1)
      }
      let end = try rig.everything()
      // Undone from branch 0, then from branch 1.
      run.undo.undo(from: try moment(before: "undo", of: run))
      run.branch = 1
      run.undo.undo(from: try moment(before: "undo", of: run))
      let stored = run.undo.store(firstAttempt: 4)
      #expect(stored.past.isEmpty && stored.undone.map(\.attempt) == [4, 5])
      let places = [
        4: [
          JournalPlace(command: "a", step: 0, attempt: 4, entry: 8),
          JournalPlace(command: "b", step: 0, attempt: 4, entry: 9),
        ],
        5: [
          JournalPlace(command: "a", step: 0, attempt: 4, entry: 8),
          JournalPlace(command: "undo", step: 0, attempt: 5, entry: 10),
        ],
      ]

      var later = UndoHistory(folder: undo, stored) { $0.flatMap { places[$0] } ?? [] }
      #expect(later.tip?.place == .attempt(5, entry: 10))
      later.redo()
      #expect(later.last?.state.command == "a" && later.last?.place == .attempt(4, entry: 7))
      #expect(later.tip?.place == .attempt(4, entry: 9))
      _ = try rig.train(to: rig.step + 1)
      try rig.learner.restore(try #require(later.tip).read().tensors)
      #expect(try rig.everything() == end)
      later.redo()
      #expect(later.last?.state.command == "b" && later.tip == nil)

      // Where one is missing, those that would be redone after it are no use.
      try FileManager.default.removeItem(at: undo)
      #expect(UndoHistory(folder: undo, stored) { $0.flatMap { places[$0] } ?? [] }.tip == nil)
    }
  }

  @Test(
    "What an optimizer remembers is put back too, of rows that train",
    arguments: Recipe.Optimizer.tested)
  func moments(optimizer: Recipe.Optimizer) throws {
    var rig = try Rig(optimizer, method: .rows(["blocks.2-4", "head"]))
    _ = try rig.train(to: 3)
    let before = try rig.everything()
    let tensors = try rig.learner.tensors(of: rig.learner.trainableRows)
    _ = try rig.train(to: 6)
    #expect(try rig.everything() != before)

    try rig.learner.restore(tensors)

    #expect(try rig.everything() == before)
  }
}
