import Foundation
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@testable import ThawEngine

@Suite("Runs that follow a script", .timeLimit(.minutes(5))) struct ScriptTests {
  private static let script = ReplayScript(
    id: "a",
    entries: [
      .init(step: 1, command: .thaw(["final"])), .init(step: 3, command: .learningRate(0.1)),
      .init(step: 3, command: .freeze(["final"])),
    ])

  @Test("A script's commands take effect at its steps, and it ends the run where it says")
  func steps() async throws {
    try await withTemporaryFolder { folder in
      var script = Self.script
      script.end = 4
      let session = try EngineSession(folder, steps: 9, script: script)

      let outcome = try await session.prepareAndRun()

      #expect(outcome.step == 4 && outcome.phase == .stopped)
      #expect(
        try session.replies() == [
          "applied at step 1, final thawed", "applied at step 3", "applied at step 3, final frozen",
        ])
      let rates = session.metrics(MetricName.learningRate, in: try session.events())
      #expect(rates == [1: 0.01, 2: 0.01, 3: 0.01, 4: 0.1])
    }
  }

  @Test("Resumed at any step, a run does the rest of its script, once", arguments: 1...4)
  func resumed(step: Int) async throws {
    try await withTemporaryFolder { folder in
      let whole = try EngineSession(folder.appending(path: "whole"), steps: 5, script: Self.script)
      let first = try EngineSession(folder.appending(path: "first"), steps: 5, script: Self.script)
      first.post(.step(step))
      async let outcome = first.prepareAndRun()
      try await first.wait(for: .paused, step: step)
      first.post(.stop)
      _ = try await (outcome, whole.prepareAndRun())
      let second = try EngineSession(
        folder.appending(path: "second"), steps: 5,
        from: folder.appending(path: "first/checkpoints/step-\(step)"), script: Self.script)
      _ = try await second.prepareAndRun()

      let losses = try [whole, first, second].map {
        $0.metrics(MetricName.trainLoss, in: try $0.events())
      }
      #expect(losses[1].merging(losses[2]) { $1 } == losses[0])
      #expect(try first.replies().count + second.replies().count == 3 + 2)
    }
  }

  @Test("A replay of a session that took no step takes none")
  func noStep() async throws {
    try await withTemporaryFolder { folder in
      let script = ReplayScript(entries: [], end: 0)
      let session = try EngineSession(folder, steps: 5, script: script)
      #expect(try await session.prepareAndRun().step == 0)
    }
  }

  @Test("A finished run that gets a later end goes on, and a replay of that logs the same")
  func extended() async throws {
    try await withTemporaryFolder { folder in
      let first = try EngineSession(folder.appending(path: "first"), steps: 3)
      _ = try await first.prepareAndRun()
      let second = try EngineSession(
        folder.appending(path: "second"), steps: 3,
        from: folder.appending(path: "first/checkpoints/step-3"))
      var curve = ShapeChoice(.linear)
      curve.finalShare = 0.5
      second.post(.length(.by(3)), .schedule(ScheduleChange(curve, rate: 0.02)))
      let outcome = try await second.prepareAndRun()
      let script = ReplayScript(
        entries: [
          .init(step: 3, command: .length(.by(3))),
          .init(step: 3, command: .schedule(ScheduleChange(curve, rate: 0.02))),
        ], end: 6)
      let replay = try EngineSession(folder.appending(path: "replay"), steps: 3, script: script)
      let replayed = try await replay.prepareAndRun()

      #expect(outcome == EngineOutcome(phase: .finished, step: 6) && replayed == outcome)
      #expect(
        try second.replies() == [
          "applied at step 3, the run ends at step 6, epoch 3",
          "applied at step 3, the rate is 0.02 now and 0.01333 at the last step",
        ])
      for metric in [MetricName.trainLoss, MetricName.learningRate, MetricName.validationLoss] {
        var logged: [Int: Double] = [:]
        for session in [first, second] {
          logged.merge(session.metrics(metric, in: try session.events())) { $1 }
        }
        #expect(try replay.metrics(metric, in: replay.events()) == logged, "\(metric)")
      }
      // Killed at once, it would go on to the later end.
      #expect(
        FileManager.default.fileExists(
          atPath: folder.appending(path: "second/checkpoints/step-3/state.json").path))
    }
  }

  @Test("Where the checkpoint's mask is not the recipe's, it stands, and that is said")
  func mask() async throws {
    try await withTemporaryFolder { folder in
      let first = try EngineSession(
        folder.appending(path: "first"), steps: 2, script: Self.script)
      _ = try await first.prepareAndRun()
      let second = try EngineSession(
        folder.appending(path: "second"), steps: 3,
        from: folder.appending(path: "first/checkpoints/step-2"))

      let preparation = try await second.engine.prepare()

      #expect(
        preparation.notices == ["the checkpoint's mask stands, not the recipe's: final trainable"])
      #expect(preparation.rows.filter { $0.state == .trainable }.map(\.name) == ["final", "head"])
      #expect(preparation.time > 0)
    }
  }
}
