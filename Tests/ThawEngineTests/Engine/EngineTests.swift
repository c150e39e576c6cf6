import Foundation
import Testing
import ThawBus
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor
import ThawTestSupport

@testable import ThawEngine

@Suite("Training engine", .timeLimit(.minutes(5))) struct EngineTests {
  @Test("A run tells its steps, evaluations, checkpoint and end, in order")
  func wholeRun() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 4, evaluateEvery: 3)

      let preparation = try await session.engine.prepare()
      let outcome = try await session.engine.run()

      #expect(preparation.rows.map(\.name).first == "stem")
      #expect(preparation.rows.last?.state == .trainable)
      #expect(preparation.rows.dropLast().allSatisfy { $0.state == .frozen })
      #expect(preparation.totalSteps == 4)
      #expect(preparation.trainingSamples == 18)
      #expect(outcome == EngineOutcome(phase: .finished, step: 4, reason: nil))
      let events = try session.events()
      #expect(
        EngineSession.story(of: events) == [
          "training", "evaluating", "0 val", "training", "1 train", "2 train", "3 train",
          "evaluating", "3 val", "training", "4 train", "evaluating", "4 val",
          "checkpoint step-4", "finished",
        ])
      let checkpoint = folder.appending(path: "checkpoints/step-4")
      #expect(try CheckpointState.read(from: checkpoint).step == 4)
      let names = try WeightsFile.read(checkpoint.appending(path: "model.safetensors"))
        .map(\.name)
      #expect(names.contains("_blocks.3._bn1.running_mean"))
    }
  }

  @Test("Commands are answered with the step at which they hold, rows before their journal entry")
  func commands() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 6)
      session.post(.pause, .thaw(["final"]), .freeze(["*"]), .freeze(["stem"]), .step(2))
      async let outcome = session.prepareAndRun()

      try await session.wait(for: .paused, step: 2)
      session.post(.learningRate(0.5), .evaluate, .checkpoint, .resume)
      _ = try await outcome

      #expect(
        try session.replies() == [
          "applied at step 0", "applied at step 0, final thawed",
          "refused: every row would be frozen; leave at least one trainable",
          "applied at step 0, already frozen", "applied at step 0", "applied at step 2",
          "applied at step 2, val", "applied at step 2, written to step-2", "applied at step 2",
        ])
      let events = try session.events()
      let rows = events.firstIndex(of: .event(.rows(["final": .trainable], step: 0)))
      let journal = events.firstIndex {
        if case .event(.journal(let entry)) = $0 { entry.command == "thaw final" } else { false }
      }
      #expect(try #require(rows) < #require(journal))
      let rates = session.metrics(MetricName.learningRate, in: events)
      #expect(rates[3] == 0.5)
      #expect(FileManager.default.fileExists(atPath: folder.path + "/checkpoints/step-2"))
    }
  }

  @Test("A repeated request is answered again, journaled once, and not applied again")
  func repeated() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 1)
      session.bus.post(.request(Request(id: "a", command: .thaw(["final"]))))
      session.bus.post(.request(Request(id: "b", command: .freeze(["final"]))))
      session.bus.post(.request(Request(id: "a", command: .thaw(["final"]))))

      _ = try await session.prepareAndRun()

      #expect(
        try session.replies() == [
          "applied at step 0, final thawed", "applied at step 0, final frozen",
          "applied at step 0, final thawed",
        ])
      let state = try CheckpointState.read(from: folder.appending(path: "checkpoints/step-1"))
      #expect(state.mask.rows.filter { $0.state == .trainable }.map(\.name) == ["head"])
      #expect(state.journalEntries == 2)
    }
  }

  @Test("Stop writes a checkpoint and ends; what comes after it is refused")
  func stop() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 9)
      session.post(.step(2))
      async let outcome = session.prepareAndRun()
      try await session.wait(for: .paused, step: 2)

      session.post(.stop, .resume)

      #expect(try await outcome == EngineOutcome(phase: .stopped, step: 2, reason: nil))
      #expect(
        try session.replies().suffix(2) == [
          "applied at step 2, written to step-2", "refused: the run has ended",
        ])
      #expect(FileManager.default.fileExists(atPath: folder.path + "/checkpoints/step-2"))
    }
  }

  @Test(
    "On a full disk a run is held, says so once, and goes on from there when there is room",
    .enabled(if: SmallDisk.isPossible, Comment(rawValue: SmallDisk.refusal)))
  func fullDisk() async throws {
    try await withSmallDisk(bytes: 64 << 20) { folder in
      let session = try EngineSession(folder, steps: 4, checkpointEvery: 2)
      let ballast = try fillDisk(folder, allBut: 4 << 20)
      async let outcome = session.prepareAndRun()
      for _ in 1...2 {
        try await session.wait(for: .paused, step: 2)
        let kept = try FileManager.default.contentsOfDirectory(
          atPath: folder.appending(path: "checkpoints").path)
        #expect(kept.isEmpty)
        session.post(.resume)
      }
      try await session.wait(for: .paused, step: 2)
      try FileManager.default.removeItem(at: ballast)
      session.post(.resume)

      #expect(try await outcome == EngineOutcome(phase: .finished, step: 4, reason: nil))
      let events = try session.events()
      let alarms = events.compactMap { signal in
        if case .event(.alarm(let alarm)) = signal { alarm } else { nil as Alarm? }
      }
      // Once for each time that it was told to go on.
      #expect(alarms.map(\.step) == [2, 2, 2])
      #expect(
        alarms.first?.message
          == "cannot write the checkpoint \(folder.path)/checkpoints/step-2: model.safetensors cannot be "
          + "written: the disk is full; the run is paused, make room and resume it")
      let written = events.compactMap(EngineSession.short).filter { $0.hasPrefix("checkpoint") }
      #expect(written == ["checkpoint step-2", "checkpoint step-4"])
      #expect(session.metrics(MetricName.trainLoss, in: events).keys.sorted() == [1, 2, 3, 4])
    }
  }

  @Test("A run that is resumed goes on with the losses of one that was never interrupted")
  func resume() async throws {
    try await withTemporaryFolder { folder in
      let toggle: [Command] = [.step(1), .thaw(["final", "blocks.15"]), .resume]
      let whole = try EngineSession(folder.appending(path: "whole"), steps: 5)
      let first = try EngineSession(folder.appending(path: "first"), steps: 5)
      for session in [whole, first] { session.post(.pause, toggle[0]) }
      async let wholeOutcome = whole.prepareAndRun()
      async let firstOutcome = first.prepareAndRun()
      for session in [whole, first] { try await session.wait(for: .paused, step: 1) }
      whole.post(toggle[1], toggle[2])
      first.post(toggle[1], .step(2))
      try await first.wait(for: .paused, step: 3)
      first.post(.stop)
      _ = try await (wholeOutcome, firstOutcome)

      let second = try EngineSession(
        folder.appending(path: "second"), steps: 5,
        from: folder.appending(path: "first/checkpoints/step-3"))
      _ = try await second.prepareAndRun()

      let losses = try [whole, first, second].map {
        $0.metrics(MetricName.trainLoss, in: try $0.events())
      }
      #expect(losses[0].count == 5)
      #expect(losses[1].merging(losses[2]) { $1 } == losses[0])
      let ends = try ["whole", "second"].map {
        try WeightsFile.read(
          folder.appending(path: "\($0)/checkpoints/step-5/model.safetensors"))
      }
      #expect(ends[0] == ends[1])
    }
  }

  @Test("The engine tells what it keeps of frozen rows, and what reading it saves")
  func cache() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 16)

      _ = try await session.prepareAndRun()

      let statuses = try session.events().compactMap { signal in
        if case .event(.progress(let progress)) = signal { progress.cache } else { nil }
      }
      let last = try #require(statuses.last)
      #expect(last.isComplete)
      #expect((last.rows, last.kept, last.place) == (18, 18, .memory))
      #expect(try #require(last.read) < #require(last.compute))
      let hits = try session.metrics(MetricName.cacheHitRate, in: session.events())
      #expect(hits[16] == 1)
    }
  }

  @Test("A NaN pauses the run with an alarm that says where; the run can still be stopped")
  func alarm() async throws {
    try await withTemporaryFolder { folder in
      let model = try ModelCatalog.make(architecture: "efficientnet-lite0", classes: 3, seed: 1)
      try #require(model.parameters.last).tensor.fill(.nan)
      let weights = folder.appending(path: "broken.safetensors")
      try SafetensorsFile.write(try model.export(), to: weights)
      let session = try EngineSession(folder, steps: 9, weights: weights.path)
      async let outcome = session.prepareAndRun()
      try await session.wait(for: .paused, step: 1)

      session.post(.stop)

      #expect(try await outcome.phase == .stopped)
      let events = try session.events()
      let message = "loss is NaN at step 1; first in the weights of head"
      #expect(events.contains(.event(.phase(.paused, step: 1, reason: message))))
      #expect(
        events.contains(
          .event(
            .alarm(
              Alarm(
                step: 1, row: "head",
                message: "\(message); the step's update was withheld and the run is paused")))))
      #expect(session.metrics(MetricName.trainLoss, in: events)[1]?.isNaN == true)
    }
  }

  @Test("Where memory runs out the run fails in words, and can go on from before that")
  func memory() async {
    await #expect(processExitsWith: .success) {
      try await withTemporaryFolder { folder in
        let session = try EngineSession(folder, steps: 3, evaluateEvery: 9, size: 192, method: .all)
        _ = try await session.engine.prepare()
        try limitMemory(toFurther: 250 << 20)
        let error = await #expect(throws: OutOfMemory.self) { try await session.engine.run() }
        let text = try "\(#require(error))"
        #expect(text.hasPrefix("memory ran out in "))
        #expect(
          text.contains(
            "(ulimit -v); a smaller run.batch or data.size, or more frozen rows, need less"))
        #expect(text.hasSuffix("; step 0 is kept as step-0"))
        #expect(
          try CheckpointState.read(from: folder.appending(path: "checkpoints/step-0")).step == 0)
      }
    }
  }

  @Test("A run that may not have the memory for its threads does not start")
  func noMemory() async {
    await #expect(processExitsWith: .success) {
      try await withTemporaryFolder { folder in
        let session = try EngineSession(folder, steps: 3)
        try limitMemory(toFurther: 100 << 20)
        let error = await #expect(throws: OutOfMemory.self) { try await session.engine.prepare() }
        #expect(try "\(#require(error))".hasPrefix("memory ran out in setting 1 threads"))
      }
    }
  }

  @Test("A measurement that is the best so far is kept, and only that")
  func best() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 8, evaluateEvery: 1, checkpointBest: true)
      _ = try await session.prepareAndRun()

      let accuracy = session.metrics(MetricName.validationAccuracy, in: try session.events())
      var best: [Int] = []
      for step in 1...7 where best.last.map({ accuracy[step] ?? 0 > accuracy[$0] ?? 0 }) ?? true {
        best.append(step)
      }
      let written = try session.events().compactMap(EngineSession.short)
        .filter { $0.hasPrefix("checkpoint") }
      #expect(written == (best + [8]).map { "checkpoint step-\($0)" })
      let kept = Set([best.last, 8].compactMap(\.self).map { "step-\($0)" })
      #expect(
        try Set(FileManager.default.contentsOfDirectory(atPath: folder.path + "/checkpoints"))
          == kept)
    }
  }

  @Test("A best that was undone goes")
  func bestInForce() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 9, evaluateEvery: 100, checkpointBest: true)
      session.post(.step(1))
      async let outcome = session.prepareAndRun()
      try await session.wait(for: .paused, step: 1)
      session.post(.learningRate(0.02), .step(1))
      try await session.wait(for: .paused, step: 2)
      session.post(.evaluate, .undo, .stop)
      _ = try await outcome
      let written = try session.events().compactMap(EngineSession.short)
        .filter { $0.hasPrefix("checkpoint") }
      #expect(written.prefix(2) == ["checkpoint step-2", "checkpoint step-1"])
      let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/checkpoints")
      #expect(!kept.contains("step-2") && kept.contains("step-1"), "\(kept)")
    }
  }

  @Test("A run that is resumed where it began does not measure its beginning again")
  func resumeAtStart() async throws {
    try await withTemporaryFolder { folder in
      let first = try EngineSession(folder, steps: 2)
      first.post(.stop)
      _ = try await first.prepareAndRun()
      let second = try EngineSession(
        folder, steps: 2, from: folder.appending(path: "checkpoints/step-0"))
      _ = try await second.prepareAndRun()

      #expect(first.metrics(MetricName.validationLoss, in: try first.events()).keys.sorted() == [0])
      #expect(
        second.metrics(MetricName.validationLoss, in: try second.events()).keys.sorted() == [2])
    }
  }

  @Test("Cancelling a paused run ends it with a checkpoint")
  func cancel() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 9)
      session.post(.pause)
      let run = Task { try await session.prepareAndRun() }
      try await session.wait(for: .paused, step: 0)

      run.cancel()

      #expect(try await run.value.phase == .stopped)
      #expect(FileManager.default.fileExists(atPath: folder.path + "/checkpoints/step-0"))
    }
  }

  @Test("What is wrong with a recipe is said before the first step")
  func cannotStart() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 1, weights: "pretrained")
      await #expect(
        throws: StartError.noWeights(architecture: "efficientnet-lite0", folder: folder.path)
      ) { try await session.engine.prepare() }
      var recipe = session.recipe
      recipe.model.architecture = "vit"
      let unknown = TrainingEngine(
        recipe: recipe, sessionFolder: folder, bus: session.bus, weightsFolder: folder)
      await #expect(
        throws: ModelError.unknownArchitecture("vit", known: ModelCatalog.architectures)
      ) { try await unknown.prepare() }
    }
  }
}
