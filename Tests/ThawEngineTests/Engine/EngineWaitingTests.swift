import Foundation
import Testing
import ThawBus
import ThawProtocol
import ThawStore
import ThawTestSupport

@testable import ThawData
@testable import ThawEngine

/// A source that is really slow: a picture whose file is a pipe into which nobody has written yet.
@Suite("Waiting for data", .timeLimit(.minutes(5))) struct EngineWaitingTests {
  /// Sessions on a folder of pictures in which one file, once the engine is prepared, becomes a pipe.
  private struct SlowPicture {
    let session: EngineSession
    let file: URL
    private let bytes: Data

    init(_ folder: URL, steps: Int) async throws {
      let pictures = folder.appending(path: "pictures")
      for index in 0..<24 {
        let place = pictures.appending(path: "class\(index % 3)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let jpeg = MosaicJPEG(columns: 4, rows: 4).bytes { _, _ in [index * 4, 0, index % 3 * 40] }
        try Data(jpeg).write(to: place.appending(path: "\(index).jpg"))
      }
      session = try EngineSession(
        folder.appending(path: "session"), steps: steps, evaluateEvery: 100, pictures: pictures)
      _ = try await session.engine.prepare()
      let (recipe, dataset) = (session.recipe, try ImageDataset(session.recipe))
      let order = BatchPlan(
        indices: dataset.training.indices, batchSize: recipe.run.batch, order: .shuffled,
        seed: recipe.run.seed
      ).samples(epoch: 0)
      file = URL(filePath: try #require(dataset.training.source.file(of: order[0])))
      bytes = try Data(contentsOf: file)
      try FileManager.default.removeItem(at: file)
      try #require(mkfifo(file.path, 0o600) == 0)
    }

    /// Lets the picture come, once somebody reads it.
    func deliver() {
      // A pipe blocks who opens it, and the tests share few threads with all that must go on.
      Thread.detachNewThread { [file, bytes] in
        let pipe = try? FileHandle(forWritingTo: file)
        try? pipe?.write(contentsOf: bytes)
        try? pipe?.close()
      }
    }
  }

  @Test("A run that has no data for a second says so and which file, and goes on when it comes")
  func waits() async throws {
    try await withTemporaryFolder { folder in
      let slow = try await SlowPicture(folder, steps: 2)
      async let outcome = slow.session.engine.run()
      try await slow.session.wait(for: .waiting, step: 0)
      slow.deliver()
      #expect(try await outcome.phase == .finished)
      let phases = try slow.session.events().compactMap { signal -> String? in
        guard case .event(.phase(let phase, let step, let reason)) = signal else { return nil }
        return "\(phase) \(step) \(reason ?? "")"
      }
      let reason = "waiting 0 reading \(slow.file.path)"
      let place = try #require(phases.firstIndex(of: reason), "\(phases)")
      // A busy machine may take another second for the rest of the batch.
      let next = phases[(place + 1)...].first { !$0.hasPrefix("waiting 0") }
      #expect(next == "training 0 ")
    }
  }

  @Test("While it waits a run can be asked: paused, it takes the same step later; stopped, it ends")
  func asked() async throws {
    try await withTemporaryFolder { folder in
      let slow = try await SlowPicture(folder, steps: 2)
      async let outcome = slow.session.engine.run()
      try await slow.session.wait(for: .waiting, step: 0)
      slow.session.post(.pause)
      try await slow.session.wait(for: .paused, step: 0)
      slow.session.post(.resume)
      try await slow.session.wait(for: .waiting, step: 0)
      slow.session.post(.stop)
      #expect(try await outcome == EngineOutcome(phase: .stopped, step: 0, reason: nil))
      #expect(
        try slow.session.replies() == [
          "applied at step 0", "applied at step 0", "applied at step 0, written to step-0",
        ])
      // Its reader still hangs in the pipe.
      slow.deliver()
    }
  }

  @Test("A step that was let go of for a pause comes out as if it had not been")
  func unchanged() async throws {
    try await withTemporaryFolder { folder in
      let undisturbed = try await SlowPicture(folder.appending(path: "a"), steps: 3)
      async let first = undisturbed.session.engine.run()
      undisturbed.deliver()
      _ = try await first
      let paused = try await SlowPicture(folder.appending(path: "b"), steps: 3)
      async let second = paused.session.engine.run()
      try await paused.session.wait(for: .waiting, step: 0)
      paused.session.post(.pause)
      try await paused.session.wait(for: .paused, step: 0)
      paused.session.post(.resume)
      paused.deliver()
      _ = try await second
      func losses(_ session: EngineSession) throws -> [Int: Double] {
        session.metrics(MetricName.trainLoss, in: try session.events())
      }
      let wanted = try losses(undisturbed.session)
      #expect(wanted.count == 3)
      #expect(try losses(paused.session) == wanted)
    }
  }
}
