import Foundation
import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawEngine

@Suite("Checkpoints that stay", .timeLimit(.minutes(5))) struct CheckpointRetentionTests {
  private static func checkpoint(
    _ step: Int, _ accuracy: Double?, asked: Bool = false
  )
    -> StoredCheckpoint
  {
    StoredCheckpoint(
      folder: "step-\(step)", asked ? .asked : .automatic,
      validation: accuracy.map { Evaluation(loss: 1, accuracy: $0) })
  }

  @Test("The newest few and the first of the best model stay, the rest may go")
  func rule() {
    let stored = [
      Self.checkpoint(1, nil), Self.checkpoint(2, 0.5), Self.checkpoint(3, 0.8),
      Self.checkpoint(4, 0.8), Self.checkpoint(5, nil), Self.checkpoint(6, 0.1),
    ]

    #expect(
      CheckpointRetention(newest: 2).surplus(of: stored) == ["step-1", "step-2", "step-4"])
    #expect(CheckpointRetention(newest: 9).surplus(of: stored) == [])
  }

  @Test("One that somebody asked for stays and takes no other's place")
  func asked() {
    let stored = [
      Self.checkpoint(1, 0.9, asked: true), Self.checkpoint(2, 0.5), Self.checkpoint(3, 0.4),
      Self.checkpoint(4, 0.3, asked: true), Self.checkpoint(5, 0.2),
    ]

    #expect(CheckpointRetention(newest: 1).surplus(of: stored) == ["step-3"])
  }

  @Test(
    "One that is there only as the best goes when a better one comes, and where its branch was left"
  )
  func best() {
    var stored = [
      Self.checkpoint(1, 0.1),
      StoredCheckpoint(folder: "step-2", .best, validation: .init(loss: 1, accuracy: 0.5)),
      StoredCheckpoint(folder: "step-3", .best, validation: .init(loss: 1, accuracy: 0.7)),
      Self.checkpoint(4, 0.7), Self.checkpoint(5, 0.2),
    ]
    #expect(CheckpointRetention(newest: 2).surplus(of: stored) == ["step-1", "step-2"])

    stored[2].isInForce = false
    #expect(CheckpointRetention(newest: 1).surplus(of: stored) == ["step-1", "step-2", "step-3"])
  }

  @Test("A run keeps on the disk what the rule keeps, also of the attempt before")
  func run() async throws {
    try await withTemporaryFolder { folder in
      let first = try EngineSession(folder, steps: 6, evaluateEvery: 1, checkpointEvery: 1)
      first.post(.step(2))
      async let outcome = first.prepareAndRun()
      try await first.wait(for: .paused, step: 2)
      first.post(.checkpoint, .step(3))
      try await first.wait(for: .paused, step: 5)
      // As a killed engine would, it leaves no checkpoint of its own behind.
      let remains = folder.appending(path: "checkpoints/.step-6.1")
      try FileManager.default.createDirectory(at: remains, withIntermediateDirectories: true)
      func names() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/checkpoints"))
      }
      let accuracy = first.metrics(MetricName.validationAccuracy, in: try first.events())
      // Of equals the first.
      let best = [1, 3, 4, 5].max {
        accuracy[$0] ?? 0 < accuracy[$1] ?? 0 || ($0 > $1 && accuracy[$0] == accuracy[$1])
      }
      let wanted = Set([2, 5, best].compactMap(\.self).map { "step-\($0)" })
      #expect(try names() == wanted.union([".step-6.1"]))

      let second = try EngineSession(
        folder, steps: 6, evaluateEvery: 1, checkpointEvery: 1,
        from: folder.appending(path: "checkpoints/step-5"))
      _ = try await second.engine.prepare()
      #expect(try names() == wanted)
      first.post(.stop)
      _ = try await outcome
    }
  }
}
