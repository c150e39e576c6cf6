import Foundation
import Testing
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor
import ThawTestSupport

@testable import ThawEngine

@Suite("Toggles on tensors") struct ToggleTests {
  /// The names of the tensors of rows: parameters and BatchNorm statistics.
  private func tensors(of rows: [Int], in model: any Model) -> Set<String> {
    Set(rows.flatMap { model.rows[$0].tensors }.map { model.state[$0].name })
  }

  private func changed(
    _ before: [StoredTensor], _ after: [StoredTensor]
  ) -> Set<String> {
    Set(zip(before, after).filter { $0 != $1 }.map(\.0.name))
  }

  @Test(
    "Under random toggles exactly the tensors of the rows that train change at every step",
    arguments: Recipe.Optimizer.tested)
  func randomToggles(optimizer: Recipe.Optimizer) throws {
    try randomToggles(on: Rig(optimizer), steps: 40, seed: 3)
  }

  @Test("The same holds for a released architecture")
  func randomTogglesOnEfficientNet() throws {
    let model = try ModelCatalog.make(architecture: "efficientnet-lite0", classes: 3, seed: 1)
    try randomToggles(on: Rig(Recipe.Optimizer.tested[2], model: model), steps: 3, seed: 4)
  }

  private func randomToggles(on rig: Rig, steps: Int, seed: UInt64) throws {
    var rig = rig
    var generator = SeededGenerator(seed: seed)
    let names = rig.control.mask.names
    var before = try rig.learner.model.export()
    for step in 0..<steps {
      for _ in 0..<Int.random(in: 0..<5, using: &generator) {
        let rows = names.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }
        guard !rows.isEmpty else { continue }
        try rig.apply(Bool.random(using: &generator) ? .freeze(rows) : .thaw(rows))
      }

      try rig.takeStep()

      let after = try rig.learner.model.export()
      let may = tensors(of: rig.learner.trainableRows, in: rig.learner.model)
      let did = changed(before, after)
      #expect(did == may, "step \(step): \(did.symmetricDifference(may).sorted())")
      before = after
    }
  }

  @Test(
    "Frozen from step k, a row's tensors and moments stay bitwise what they were",
    arguments: Recipe.Optimizer.tested, [0, 1, 4])
  func frozenStays(optimizer: Recipe.Optimizer, start: Int) throws {
    var rig = try Rig(optimizer)
    _ = try rig.train(to: start)
    try rig.apply(.freeze(["blocks.1-3"]))
    let model = rig.learner.model
    let frozen = tensors(of: [2, 3, 4], in: model)
    func still() throws -> [String: StoredTensor] {
      try rig.everything().filter { name, _ in
        frozen.contains(String(name.prefix { $0 != "/" }))
      }
    }
    let before = try still()

    _ = try rig.train(to: start + 5)

    #expect(try still() == before)
  }

  @Test(
    "Freeze and thaw without a step between is a run without a toggle, bit for bit",
    arguments: Recipe.Optimizer.tested)
  func toggleWithoutStep(optimizer: Recipe.Optimizer) throws {
    var plain = try Rig(optimizer)
    var toggled = try Rig(optimizer)
    let there: [Command] = [.freeze(["stem", "blocks.*"]), .thaw(["*"]), .freeze(["head"])]
    let script: [Int: [Command]] = [
      0: there + [.thaw(["*"])], 3: there + [.thaw(["head"])],
    ]

    let losses = try plain.train(to: 6)
    let toggledLosses = try toggled.train(to: 6, script: script)

    #expect(toggledLosses == losses)
    #expect(try toggled.everything() == plain.everything())
  }

  @Test(
    "A thawed row has zero momentum, its second moment and its count, by default; all or none by policy",
    arguments: [
      (Recipe.Optimizer.MomentPolicy.zeroMomentum, true, false), (.keep, false, false),
      (.reset, true, true),
    ])
  func moments(
    policy: Recipe.Optimizer.MomentPolicy, losesMomentum: Bool, losesRest: Bool
  ) throws {
    var rig = try Rig(Recipe.Optimizer(name: .adamw, moments: policy))
    _ = try rig.train(to: 2)
    try rig.apply(.freeze(["head"]))
    let before = try rig.everything()
    _ = try rig.train(to: 3)

    try rig.apply(.thaw(["head"]))

    let after = try rig.everything()
    let zero = before["head.bias/exp_avg"]?.data.map { _ in UInt8(0) }
    #expect(
      after["head.bias/exp_avg"]?.data.map(\.self)
        == (losesRest ? nil : losesMomentum ? zero : before["head.bias/exp_avg"]?.data.map(\.self)))
    for slot in ["exp_avg_sq", "step"] {
      let name = "head.bias/\(slot)"
      #expect(before[name] != nil)
      #expect(after[name] == (losesRest ? nil : before[name]))
    }
  }

  @Test("A thawed row starts slowly: its first update is the ramp's share of a full one")
  func ramp() throws {
    func firstUpdate(rampSteps: Int) throws -> Double {
      var rig = try Rig(
        Recipe.Optimizer(
          name: .sgd, learningRate: 0.01, weightDecay: 0, momentum: 0, rampSteps: rampSteps),
        method: .rows(["head"]))
      _ = try rig.train(to: 1)
      try rig.apply(.thaw(["final"]))
      return try #require(rig.takeStep().values[MetricName.rowUpdateRatio("final")])
    }

    let ratio = try firstUpdate(rampSteps: 20) / firstUpdate(rampSteps: 0)

    #expect(abs(ratio - 0.05) < 0.001)
  }

  @Test("An evaluation, which sets eval mode, does not wake a frozen BatchNorm or stop another")
  func evaluationBetween() throws {
    var rig = try Rig(Recipe.Optimizer(), method: .rows(["blocks.3", "head"]))
    _ = try rig.train(to: 1)
    _ = try rig.learner.evaluate()
    let before = try rig.learner.model.export()

    _ = try rig.train(to: 2)

    let did = changed(before, try rig.learner.model.export())
    #expect(did == tensors(of: rig.learner.trainableRows, in: rig.learner.model))
    #expect(did.contains("blocks.3.norm.running_mean"))
  }

  @Test("A row that is frozen logs nothing, one that trains its norm, update and drift")
  func metrics() throws {
    var rig = try Rig(Recipe.Optimizer(), method: .rows(["blocks.3", "head"]))

    let values = try rig.takeStep().values

    let rows = Set(
      values.keys.filter { $0.hasPrefix("row/") }.map { $0.split(separator: "/")[1] })
    #expect(rows == ["blocks.3", "head"])
    let row = try #require(values[MetricName.rowGradientNorm("head")])
    let other = try #require(values[MetricName.rowGradientNorm("blocks.3")])
    let total = try #require(values[MetricName.gradientNorm])
    #expect(abs(total - (row * row + other * other).squareRoot()) < 1e-9 * total)
    // After one step the way from the start is the step itself; only the denominators differ.
    let update = try #require(values[MetricName.rowUpdateRatio("head")])
    let drift = try #require(values[MetricName.rowDrift("head")])
    #expect(abs(drift / update - 1) < 0.05)
  }
}
