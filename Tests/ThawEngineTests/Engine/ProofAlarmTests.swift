import Foundation
import Testing
import ThawBus
import ThawModels
import ThawProtocol
import ThawTensor
import ThawTestSupport

@testable import ThawEngine

@Suite("Alarm about what is frozen", .timeLimit(.minutes(5)))
struct ProofAlarmTests {
  @Test(
    "A planted change of a frozen weight is an alarm that names tensor and step, and holds the run")
  func planted() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 25)
      session.post(.step(3))
      async let outcome = session.prepareAndRun()
      try await session.wait(for: .paused, step: 3)
      let name = try await session.engine.plantViolation()
      session.post(.step(17))
      try await session.wait(for: .paused, step: 20)
      session.post(.resume)
      _ = try await outcome

      let events = try session.events()
      let alarms = events.compactMap { signal in
        if case .event(.alarm(let alarm)) = signal { alarm } else { nil }
      }
      #expect(
        alarms == [
          Alarm(
            step: 20, row: "stem",
            message:
              "\(name) changed although stem is frozen since step 0; found at step 20, whole at step 0; "
              + "the run is paused")
        ])
      let journal = events.compactMap { signal in
        if case .event(.journal(let entry)) = signal { entry.command } else { nil }
      }
      #expect(journal.contains { $0.hasPrefix("alarm: \(name) changed") })
      let told = events.compactMap { signal in
        if case .event(.standings(let standings, _)) = signal { standings } else { nil }
      }
      #expect(told.first?["stem"] == RowStanding(provenStep: 20, movedTensor: name))
      #expect(told.first?["blocks.0"] == RowStanding(provenStep: 20))
      #expect(told.last?["stem"] == RowStanding(provenStep: 25, movedTensor: name))
    }
  }

  @Test("A frozen tensor that was changed in a checkpoint is an alarm before the next step")
  func resumed() async throws {
    try await withTemporaryFolder { folder in
      let first = try EngineSession(folder.appending(path: "first"), steps: 3)
      first.post(.step(1))
      async let outcome = first.prepareAndRun()
      try await first.wait(for: .paused, step: 1)
      first.post(.thaw(["final"]), .step(1))
      try await first.wait(for: .paused, step: 2)
      first.post(.freeze(["final"]), .resume)
      _ = try await outcome
      let checkpoint = folder.appending(path: "first/checkpoints/step-3")
      let file = checkpoint.appending(path: "model.safetensors")
      var tensors = try WeightsFile.read(file)
      let place = try #require(tensors.firstIndex { $0.name.hasPrefix("_conv_head") })
      let byte = tensors[place].data.startIndex
      tensors[place].data[byte] ^= 1
      try SafetensorsFile.write(tensors, metadata: [:], to: file)

      let second = try EngineSession(folder.appending(path: "second"), steps: 5, from: checkpoint)
      async let end = second.prepareAndRun()
      try await second.wait(for: .paused, step: 3)
      second.post(.resume)
      #expect(try await end.step == 5)

      let alarms = try second.events().compactMap { signal in
        if case .event(.alarm(let alarm)) = signal { alarm } else { nil }
      }
      #expect(
        alarms == [
          Alarm(
            step: 3, row: "final",
            message: "\(tensors[place].name) changed although final is frozen since step 2; "
              + "found in the checkpoint of step 3; the run is paused")
        ])
    }
  }

  @Test("A checkpoint of an older version, without digests, is gone on from, and that is said")
  func older() async throws {
    try await withTemporaryFolder { folder in
      _ = try await EngineSession(folder.appending(path: "first"), steps: 1).prepareAndRun()
      let checkpoint = folder.appending(path: "first/checkpoints/step-1")
      let file = checkpoint.appending(path: "state.json")
      var state = try CheckpointState.read(from: checkpoint)
      #expect(state.proof != nil)
      state.proof = nil
      try JSONEncoder.thaw.encode(state).write(to: file)

      let second = try EngineSession(folder.appending(path: "second"), steps: 2, from: checkpoint)
      let notices = try await second.engine.prepare().notices

      #expect(notices.count == 1 && notices[0].hasPrefix("the checkpoint is of an older version"))
      #expect(try await second.engine.run().step == 2)
    }
  }

  @Test("A thawed row tells its ramp, a frozen one starts without a proof")
  func ramp() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: 3)
      session.post(.step(1))
      async let outcome = session.prepareAndRun()
      try await session.wait(for: .paused, step: 1)
      session.post(.thaw(["final"]), .step(1))
      try await session.wait(for: .paused, step: 2)
      session.post(.freeze(["final"]), .resume)
      _ = try await outcome

      let told = try session.events().compactMap { signal in
        if case .event(.standings(let standings, _)) = signal { standings["final"] } else { nil }
      }
      let ramp = RowStanding(rampStart: 1, rampSteps: 50)
      #expect(told == [ramp, RowStanding(), RowStanding(provenStep: 3)])
      #expect(ramp.rampFactor(at: 1) == 0.02 && ramp.rampFactor(at: 50) == nil)
    }
  }
}

extension TrainingEngine {
  /// Writes to a weight of the first row, as nothing may, and returns its name.
  func plantViolation() throws -> String {
    guard let model = live?.learner.model else { return "" }
    let weight = model.parameters[model.rows[0].parameters[0]]
    try weight.tensor.fill(0.5)
    return weight.name
  }
}
