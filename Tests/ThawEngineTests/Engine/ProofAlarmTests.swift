import Foundation
import Testing
import ThawBus
import ThawModels
import ThawProtocol
import ThawTensor
import ThawTestSupport

@testable import ThawEngine

@Suite("Alarm about what is frozen", .timeLimit(.minutes(2)))
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
            message: "\(name) changed although stem is frozen; found at step 20, whole at step 0; "
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
