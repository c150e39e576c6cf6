import Foundation
import ThawProtocol

/// Values that look like a run's: falling, noisy, in float32, with the clock of a real loop.
///
/// The same run gives the same values.
struct SyntheticValues {
  private let run: RecordedRun
  private var time = 0.0
  private var state: UInt64 = 1

  init(of run: RecordedRun) { self.run = run }

  /// The records of the steps that follow; steps count from 1.
  mutating func records(_ range: Range<Int>) -> [MetricRecord] { range.map { record($0 + 1) } }

  private mutating func record(_ step: Int) -> MetricRecord {
    time += 0.05 * (0.9 + 0.2 * noise())
    let done = Double(step) / Double(run.steps)
    var values = [String: Double](minimumCapacity: run.metrics.count)
    for (index, name) in run.metrics.enumerated() {
      let scale = 1 + 0.1 * Double(index)
      values[name] = rounded(scale * (0.2 + 2 * exp(-5 * done)) * (0.8 + 0.4 * noise()))
    }
    if let interval = run.evaluateEvery, step.isMultiple(of: interval) {
      values[MetricName.validationLoss] = rounded(0.3 + 2 * exp(-5 * done))
      values[MetricName.validationAccuracy] = rounded(0.9 - 0.8 * exp(-5 * done))
    }
    return MetricRecord(step: step, epoch: Double(step) / 125, time: time, values: values)
  }

  /// Losses and norms come out of the tensor library as float32.
  private func rounded(_ value: Double) -> Double { Double(Float(value)) }

  /// The next number in 0..<1, by Knuth's linear congruential generator.
  private mutating func noise() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }
}
