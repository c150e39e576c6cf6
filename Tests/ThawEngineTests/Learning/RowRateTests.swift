import Testing
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor

@testable import ThawEngine

@Suite("Learning rates of rows") struct RowRateTests {
  /// How far one step of plain SGD moves each parameter, by name.
  private func firstStep(
    _ rates: [String: Double], method: Recipe.Method = .all
  ) throws -> [String: [Float]] {
    var rig = try Rig(
      Recipe.Optimizer(
        name: .sgd, learningRate: 0.2, weightDecay: 0.1, momentum: 0, rates: rates),
      method: method)
    let parameters = rig.learner.model.parameters
    let before = try parameters.map { try $0.tensor.detached().clone() }
    _ = try rig.takeStep()
    return Dictionary(
      uniqueKeysWithValues: try zip(parameters, before).map { named, old in
        (named.name, try (named.tensor.detached() - old).floats())
      })
  }

  @Test("A row moves by its factor times what it would, and the others as they would")
  func factors() throws {
    let plain = try firstStep([:])

    let scaled = try firstStep(["head": 10, "blocks.1-2": 0.5])

    for (name, steps) in plain {
      let factor: Float =
        name.hasPrefix("head")
        ? 10 : name.hasPrefix("blocks.1.") || name.hasPrefix("blocks.2.") ? 0.5 : 1
      // The difference of old and new weights is rounded as the weights are.
      let largest = zip(steps, scaled[name] ?? []).map { abs($0 * factor - $1) }.max()
      #expect(try #require(largest) < 1e-5, "\(name)")
      #expect(steps.contains { abs($0 * factor) > 1e-4 }, "\(name)")
    }
  }

  @Test("A frozen row's factor is no movement")
  func frozen() throws {
    let steps = try firstStep(["stem": 100, "head": 10], method: .head)

    #expect(steps["stem.conv.weight"]?.allSatisfy { $0 == 0 } == true)
    #expect(steps["head.bias"]?.contains { $0 != 0 } == true)
  }

  @Test(
    "A rate for no row, or a second for one, is refused before the run",
    arguments: [
      (["blocks.9": 2.0], "no row matches “blocks.9”; the rows are stem, "),
      (
        ["blocks.*": 2, "blocks.3": 1],
        "“blocks.*” and “blocks.3” both name blocks.3; give it one rate"
      ),
    ])
  func refused(rates: [String: Double], wanted: String) throws {
    let error = try #require(throws: StartError.self) { try Rig(Recipe.Optimizer(rates: rates)) }

    #expect(error.description.hasPrefix("optimizer.rates: \(wanted)"), "\(error)")
  }
}
