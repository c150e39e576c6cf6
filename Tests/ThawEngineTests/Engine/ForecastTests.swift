import Foundation
import Testing
import ThawBus
import ThawProtocol
import ThawStore
import ThawTestSupport

@testable import ThawEngine

@Suite("Forecasts of a run", .timeLimit(.minutes(5)))
struct ForecastTests {
  /// Steps after which enough is known of a mask.
  private static let known = SavingMeter.warmUp + 10

  @Test("A toggle is answered with its prediction, and 20 steps later what it did is journaled")
  func journaled() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: Self.known + 22, cache: .init(enabled: .never))
      session.post(.step(Self.known))
      async let outcome = session.prepareAndRun()
      try await session.wait(for: .paused, step: Self.known)
      session.post(.thaw(["final"]), .resume)
      _ = try await outcome

      let events = try session.events()
      let journal = events.compactMap { signal in
        if case .event(.journal(let entry)) = signal { entry } else { nil }
      }
      let thaw = try #require(journal.first { $0.command == "thaw final" })
      #expect(thaw.step == Self.known)
      let forecast = try #require(thaw.outcome.detail?.components(separatedBy: "; ").last)
      #expect(forecast.hasPrefix("predicted +") && forecast.hasSuffix(" % step time"))

      let measured = try #require(journal.first { SavingText.isMeasurement($0.command) })
      #expect(measured.step == Self.known + 20)
      let percentage = forecast.replacing("predicted ", with: "").replacing(" step time", with: "")
      #expect(measured.outcome.detail == "predicted \(percentage) for thaw final")
    }
  }

  @Test("Viewers are told how long the steps of each mask took, so that they predict the same")
  func calibration() async throws {
    try await withTemporaryFolder { folder in
      let session = try EngineSession(folder, steps: Self.known + 10, cache: .init(enabled: .never))
      session.post(.step(Self.known))
      let count = try await session.engine.prepare().rows.count
      async let outcome = session.engine.run()
      try await session.wait(for: .paused, step: Self.known)
      session.post(.thaw(["final"]), .resume)
      _ = try await outcome

      let told = try session.events().compactMap { signal in
        if case .event(.calibration(let calibration)) = signal { calibration } else { nil }
      }
      let (final, head) = (count - 2, count - 1)
      let masks = told.last?.timings.map(\.mask)
      #expect(masks == [StepMask(trainable: [head]), StepMask(trainable: [final, head])])
    }
  }
}
