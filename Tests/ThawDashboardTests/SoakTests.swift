import Testing
import ThawCanvas
import ThawProtocol
import ThawTestSupport

@testable import ThawDashboard

@Suite("A long run")
struct SoakTests {
  /// An hour at 20 steps a second, folded to what a test has time for: each record stands for a step.
  private static let steps = 72_000 / 12

  @Test("What an hour of events leaves behind is bounded: curves, messages, pending commands")
  func bounded() {
    var state = Fixture.live(width: 160, height: 50)
    var generator = SeededGenerator(seed: 5)
    let rows = Fixture.rows.suffix(4).map(\.name)
    let metrics =
      [MetricName.trainLoss, MetricName.gradientNorm, MetricName.learningRate]
      + rows.flatMap { [MetricName.rowGradientNorm($0), MetricName.rowUpdateRatio($0)] }
    var sequence: UInt64 = 200
    var step = 1_240
    func send(_ event: Event) {
      sequence += 1
      _ = reduce(&state, .eventArrived(sequence: sequence, event))
    }
    for second in 0..<Self.steps / 20 {
      let records = (0..<20).map { _ in
        step += 1
        return MetricRecord(
          step: step, epoch: Double(step) / 938, time: Double(step) * 0.05,
          values: Dictionary(
            uniqueKeysWithValues: metrics.map {
              ($0, Double.random(in: 0.1...1, using: &generator))
            }
          ))
      }
      send(.metrics(records))
      send(
        .progress(
          Progress(
            step: step, totalSteps: 100_000, epoch: 1, samplesPerSecond: 640, secondsLeft: 60)))
      _ = reduce(&state, .ticked(at: 120 + Double(second)))
      if second.isMultiple(of: 60) {
        for key: Key in ["?", .escape, ":", .escape, "w", "i", " "] {
          _ = reduce(&state, .keyPressed(key))
        }
        for command in state.pending {
          _ = reduce(&state, .replied(id: command.id, .applied(step: step)))
        }
      }
    }
    let curves = state.run?.curves
    #expect(curves?[MetricName.trainLoss].buckets.count ?? 0 <= 4_096)
    #expect(curves?[MetricName.rowGradientNorm("head")].buckets.count ?? 0 <= 256)
    #expect(curves?[MetricName.trainLoss].buckets.reduce(0) { $0 + $1.count } == step)
    for name in curves?.allNames ?? [] {
      let limit = name.hasPrefix("row/") ? 256 : 4_096
      #expect(curves?[name].buckets.count ?? 0 <= limit, "\(name)")
    }
    #expect(curves?.allNames.count ?? 0 < 30)
    #expect(state.toasts.count <= 4)
    #expect(state.liveScreens.count == 1)
    #expect(state.paletteHistory.isEmpty && state.overlay == nil)
    #expect(state.pending.isEmpty)
    #expect(state.run?.pace.median.map { abs($0 - 0.05) < 1e-6 } == true)
    #expect(picture(of: state).rows.count == 50)
  }
}
