import Foundation
import ThawProtocol

/// An hour of a run at 20 steps a second, with all that 18 rows log, poured into the real dashboard in a few minutes.
///
/// Its memory is to stay where it is.
struct Soaking {
  /// An hour's steps.
  private static let steps = 20 * 3_600
  private static let stepsPerSecond = 400.0

  private let workbench: Workbench

  init(_ workbench: Workbench) { self.workbench = workbench }

  func measure() async throws -> [Measurement] {
    let memory = try await WatchingLive(workbench).watching(
      stepsPerSecond: Self.stepsPerSecond, metrics: RecordedRun.tenThousand.metrics
    ) { program in
      // The wall's end is the run's: the trainer keeps its pace whatever the dashboard does.
      let seconds = Double(Self.steps) / Self.stepsPerSecond
      let start = ContinuousClock.now
      return [0.25, 0.5, 0.75, 1].map { share in
        let due = start + .seconds(seconds * share)
        while ContinuousClock.now < due {
          _ = program.terminal.read(within: due - ContinuousClock.now)
        }
        return program.residentMemory
      }
    }
    let metrics = RecordedRun.tenThousand.metrics.count
    return [
      Measurement(
        what: "an hour of events: memory after a quarter", unit: "MiB", values: [memory[0]],
        goal: .below(60)),
      Measurement(
        what: "an hour of events: memory at the end", unit: "MiB", values: [memory[3]],
        goal: .below(60),
        notes: ["\(Self.steps) steps of \(metrics) metrics at \(Int(Self.stepsPerSecond)) steps/s"]),
      Measurement(
        what: "an hour of events: growth since a quarter", unit: "MiB",
        values: [max(0, memory[3] - memory[0])], goal: .below(4)),
    ]
  }
}
