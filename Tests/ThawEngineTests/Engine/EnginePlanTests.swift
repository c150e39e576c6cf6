import Foundation
import Testing
import ThawBus
import ThawProtocol
import ThawStore
import ThawTestSupport

@testable import ThawEngine

@Suite("Plans in a run", .timeLimit(.minutes(5))) struct EnginePlanTests {
  private func journal(_ session: EngineSession) throws -> [String] {
    try session.events().compactMap { signal in
      guard case .event(.journal(let entry)) = signal else { return nil }
      let text = entry.outcome.text
      // What it is predicted to save depends on the clock.
      let end = text.firstRange(of: "; predicted")?.lowerBound ?? text.endIndex
      return "\(entry.step) \(entry.command): \(text[..<end])"
    }
  }

  @Test("What the plan does takes effect at its step and is journaled as the plan's")
  func fires() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 4)
      session.post(
        .plan(.add(PlanItem(.step(2), [.thaw(["final"]), .scaleRate(0.5)]))),
        .plan(.add(PlanItem(.step(3), [.freeze(["*"])]))))

      _ = try await session.prepareAndRun()

      #expect(
        try journal(session).dropFirst(2) == [
          "2 plan: thaw final: applied at step 2, final thawed",
          "2 plan: lr x0.5: applied at step 2, the rate is 0.005",
          "3 plan: freeze *: refused: every row would be frozen; leave at least one trainable",
        ])
      let rates = session.metrics(MetricName.learningRate, in: try session.events())
      #expect(rates[2] == 0.01 && rates[3] == 0.005)
    }
  }

  @Test(
    "A plan goes on across a resume, and the losses are those of a run that was never interrupted")
  func resume() async throws {
    try await withTemporaryFolder { folder in
      let commands: [Command] = [
        .plan(.add(PlanItem(.step(3), [.thaw(["final"])]))), .plan(.preset(.init(.frontFirst, 3))),
        .accumulate(2),
      ]
      let whole = try EngineSession(folder.appending(path: "whole"), steps: 6)
      let first = try EngineSession(folder.appending(path: "first"), steps: 6)
      for session in [whole, first] { for command in commands { session.post(command) } }
      first.post(.step(1))
      async let interrupted = first.prepareAndRun()
      try await first.wait(for: .paused, step: 1)
      first.post(.stop)
      _ = try await interrupted
      _ = try await whole.prepareAndRun()

      let second = try EngineSession(
        folder.appending(path: "first"), steps: 6,
        from: folder.appending(path: "first/checkpoints/step-1"))
      _ = try await second.prepareAndRun()

      let wanted = whole.metrics(MetricName.trainLoss, in: try whole.events())
      let before = first.metrics(MetricName.trainLoss, in: try first.events())
      let after = second.metrics(MetricName.trainLoss, in: try second.events())
      #expect(wanted.count >= 6)
      #expect(before.merging(after) { $1 } == wanted)
      #expect(try journal(second) == ["3 plan: thaw final: applied at step 3, final thawed"])
      #expect(
        try journal(whole).last == "3 plan: thaw final: applied at step 3, final thawed")
    }
  }

  @Test("A run ends early with a checkpoint and its reason")
  func earlyStop() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 50, evaluateEvery: 1)
      // Training at a rate that destroys what the head knew: validation loss rises.
      session.post(.learningRate(30), .earlyStop(EarlyStop(generalizationLoss: 5)))

      let outcome = try await session.prepareAndRun()

      #expect(outcome.phase == .stopped && outcome.step < 50)
      #expect(outcome.reason?.hasPrefix("early stop: validation loss is ") == true)
      let last = try #require(try journal(session).last)
      #expect(last.contains("early stop: "))
      let checkpoint = folder.appending(path: "checkpoints/step-\(outcome.step)")
      #expect(
        try CheckpointState.read(from: checkpoint).regimen?.earlyStop?.generalizationLoss == 5)
    }
  }

  @Test("A run that is made longer or shorter ends at its new end")
  func length() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 3)
      session.post(.length(.by(4)), .plan(.add(PlanItem(.step(4), [.length(.steps(5))]))))

      #expect(try await session.prepareAndRun().step == 5)
      // 18 samples in batches of eight are two steps an epoch.
      #expect(
        try session.replies().first == "applied at step 0, the run ends at step 7, epoch 3.5")
      let regimens = try session.events().compactMap { signal -> Int? in
        guard case .event(.regimen(let regimen)) = signal else { return nil }
        return regimen.totalSteps
      }
      #expect(regimens.last == 5)
    }
  }
}
