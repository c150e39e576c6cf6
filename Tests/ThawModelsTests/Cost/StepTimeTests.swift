import Foundation
import Testing
import ThawProtocol

@testable import ThawModels

@Suite("Predicted step times against measured ones")
struct StepTimeTests {
  /// What `measure_step_times.py` measured.
  struct Measured: Decodable {
    struct Run: Decodable {
      var architecture: String
      var size: Int
      var batch: Int
      var steps: [Step]
    }

    struct Step: Decodable {
      var mask: String
      var trainable: Set<Int>
      var seconds: Double

      var timing: StepTiming {
        StepTiming(mask: StepMask(trainable: trainable), seconds: seconds, relativeError: 0.03)
      }
    }

    var machine: String
    var runs: [String: Run]
  }

  /// A change from one mask to another, and what was measured of it.
  private struct Pair {
    var name: String
    var predicted: Double
    var measured: Double

    /// By how much the prediction is wrong, as a factor on the time after the change.
    var factor: Double { max((1 + predicted) / (1 + measured), (1 + measured) / (1 + predicted)) }
  }

  /// Every ordered pair of a run's masks; `model` gets what was observed of both.
  private func pairs(
    _ name: String, _ model: ([LayerRow], _ batch: Int, [StepTiming]) -> TimeModel?
  ) throws -> [Pair] {
    let measured = try JSONDecoder().decode(Measured.self, from: Fixture.bytes("step-times.json"))
    let run = try #require(measured.runs[name])
    try #require(run.steps.count == 10)
    let board = try ModelCatalog.make(architecture: run.architecture, classes: 10, seed: 1)
      .layerRows(sampleShape: [3, run.size, run.size])
    return try run.steps.flatMap { old in
      try run.steps.filter { $0.trainable != old.trainable }.map { new in
        let model = try #require(model(board, run.batch, [old.timing, new.timing]))
        return Pair(
          name: "\(old.mask) → \(new.mask)",
          predicted: model.change(from: old.timing.mask, to: new.timing.mask),
          measured: new.seconds / old.seconds - 1)
      }
    }
  }

  // The machine is a shared one: the same mask was measured up to a fifth apart from one minute to the next.
  @Test(
    "Of a change of which nothing was observed the time is right within a quarter",
    arguments: ["clothes", "photos", "resnet"])
  func cold(run: String) throws {
    let pairs = try pairs(run) { board, batch, _ in TimeModel(board, batch: batch) }
    for pair in pairs {
      #expect(pair.factor < 1.25, "\(pair.name): \(pair.predicted) \(pair.measured)")
    }
    let wrong = pairs.filter {
      abs($0.predicted - $0.measured) > max(abs($0.measured) / 3, 0.1)
    }
    #expect(wrong.count * 20 <= pairs.count * 3, "\(wrong)")
  }

  @Test(
    "Once both masks were seen the change is right within ten points, or a tenth of it",
    arguments: ["clothes", "photos", "resnet"])
  func seen(run: String) throws {
    for pair in try pairs(run, { TimeModel($0, batch: $1, timings: $2) }) {
      let error = abs(pair.predicted - pair.measured)
      #expect(
        error <= max(0.1, 0.1 * abs(pair.measured)),
        "\(pair.name): \(pair.predicted) \(pair.measured)")
    }
  }
}
