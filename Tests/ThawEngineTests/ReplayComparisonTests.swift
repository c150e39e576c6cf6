import Foundation
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@testable import ThawEngine

@Suite("Comparing a replay") struct ReplayComparisonTests {
  private static func record(_ step: Int, _ values: [String: Double]) -> MetricRecord {
    MetricRecord(step: step, epoch: 0, time: Double(step), values: values)
  }

  private static let recorded = [
    record(0, ["val/loss": 2]),
    record(1, ["train/loss": 0.1 + 0.2, "train/samples_per_second": 50]),
    record(2, ["train/loss": .nan]), record(2, ["val/loss": 1]),
  ]

  private func comparison(
    _ folder: URL, tolerance: Double? = nil
  ) throws -> ReplayComparison {
    let recipe = Recipe(
      model: .init(architecture: "tiny"), data: .init(source: .folder(.init(path: "/p")), size: 32),
      run: .init(steps: 2))
    let session = try SessionLibrary(folder: folder).create(for: recipe)
    let store = try SessionStore(creating: session, recipe: recipe)
    try store.append(Self.recorded)
    return try ReplayComparison(SessionReader(session), tolerance: tolerance)
  }

  @Test("What the plan is refused again is no difference; what was asked and is refused is one")
  func refusals() async throws {
    try await withTemporaryFolder { folder in
      let comparison = try comparison(folder)
      func entry(_ command: String) -> JournalEntry {
        JournalEntry(step: 1, time: 0, command: command, outcome: .refused(reason: "no"))
      }
      try comparison.take(entry("plan: freeze *"))
      #expect(throws: ReplayDifference.refused(step: 1, command: "freeze *", reason: "no")) {
        try comparison.take(entry("freeze *"))
      }
    }
  }

  @Test("The same bits pass, at another speed too, and NaN is NaN")
  func same() async throws {
    try await withTemporaryFolder { folder in
      var comparison = try comparison(folder)
      for var record in Self.recorded {
        record.values["train/samples_per_second"] = 70
        try comparison.take(record)
      }

      let result = try comparison.finish(commands: 0)

      #expect(result == .init(steps: 2, values: 4, inexact: 0, commands: 0))
    }
  }

  @Test("The first value with another last bit is named with its step")
  func other() async throws {
    try await withTemporaryFolder { folder in
      var comparison = try comparison(folder)
      try comparison.take(Self.recorded[0])
      try comparison.take(Self.record(1, ["train/loss": 0.3]))

      let difference = #expect(throws: ReplayDifference.self) {
        try comparison.take(Self.recorded[2])
      }
      #expect(
        difference
          == .value(step: 1, metric: "train/loss", recorded: 0.1 + 0.2, replayed: 0.3))
    }
  }

  @Test("A value that the replay does not log is missed, also after its last step")
  func missing() async throws {
    try await withTemporaryFolder { folder in
      var comparison = try comparison(folder)
      for record in Self.recorded.prefix(2) { try comparison.take(record) }
      #expect(throws: ReplayDifference.missing(step: 2, metric: "train/loss")) {
        try comparison.finish(commands: 0)
      }
    }
  }

  @Test("A tolerance lets losses differ so much, and counts them")
  func tolerance() async throws {
    try await withTemporaryFolder { folder in
      var close = try comparison(folder, tolerance: 1e-4)
      for var record in Self.recorded {
        if record.step == 1 { record.values["train/loss"] = 0.30005 }
        try close.take(record)
      }
      #expect(try close.finish(commands: 0).inexact == 1)

      var far = try comparison(folder, tolerance: 1e-4)
      try far.take(Self.record(0, ["val/loss": 2.001]))
      #expect(throws: ReplayDifference.self) { try far.take(Self.recorded[1]) }
    }
  }
}
