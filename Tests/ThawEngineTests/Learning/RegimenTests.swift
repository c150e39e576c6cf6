import Foundation
import Testing
import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor
import ThawTestSupport

@testable import ThawEngine

@Suite("Live settings") struct RegimenTests {
  private static let sgd = Recipe.Optimizer(
    name: .sgd, learningRate: 0.2, weightDecay: 0, momentum: 0)

  /// How far a step moves each parameter, by name.
  private func movement(of rig: inout Rig) throws -> [String: [Float]] {
    try rig.takeStepWithMovement().movement
  }

  /// The movements of a step after commands and of one without them, from the same state.
  private func compare(
    _ commands: [Command], optimizer: Recipe.Optimizer = sgd
  ) throws -> (plain: [String: [Float]], changed: [String: [Float]]) {
    var (plain, changed) = (try Rig(optimizer), try Rig(optimizer))
    for command in commands { try changed.apply(command) }
    return (try movement(of: &plain), try movement(of: &changed))
  }

  private func expect(
    _ movement: [Float]?, is factor: Float, times plain: [Float], _ name: String
  ) throws {
    let worst = zip(try #require(movement), plain).map { abs($0 - $1 * factor) }.max()
    #expect(try #require(worst) < 1e-5, "\(name)")
    #expect(plain.contains { abs($0 * factor) > 1e-4 }, "\(name)")
  }

  @Test("A row's own rate, a factor and a rate for all move the rows as they say")
  func rowRates() throws {
    let (plain, changed) = try compare([
      .rowRates(["stem"], .rate(0.1)), .rowRates(["head"], .factor(10)),
      // Halves what all rows have, the factors stay.
      .scaleRate(0.5),
    ])

    for (name, steps) in plain {
      let factor: Float = name.hasPrefix("stem") ? 0.25 : name.hasPrefix("head") ? 5 : 0.5
      try expect(changed[name], is: factor, times: steps, name)
    }
  }

  @Test("A spread gives the last row the schedule's rate and the first the share it says")
  func spread() throws {
    let (plain, changed) = try compare([.spread(4)])

    let (stem, head) = ("stem.conv.weight", "head.weight")
    try expect(changed[stem], is: 0.25, times: plain[stem] ?? [], stem)
    try expect(changed[head], is: 1, times: plain[head] ?? [], head)
    let rows = try Rig(Recipe.Optimizer(rates: ["head": 3], spread: 4)).learner.initialRegimen
      .rowFactors
    #expect(rows.first == 0.25 && rows.last == 3)
    // Neighbours are the same factor apart.
    let steps = zip(rows.dropLast(2), rows.dropLast().dropFirst()).map { $1 / $0 }
    #expect(steps.allSatisfy { abs($0 - pow(4, 1 / 7.0)) < 1e-12 })
  }

  // With plain SGD a weight moves by its gradient times the rate.
  @Test("Auto-RGN's measure of a row is the norm of its gradients over that of its weights")
  func relativeGradient() throws {
    var rig = try Rig(Self.sgd)
    let values = try rig.takeStepWithMovement()
    for row in rig.learner.model.rows {
      let weights = row.parameters.map { rig.learner.model.parameters[$0] }
      let gradient = weights.flatMap { values.gradients[$0.name] ?? [] }
      let theta = try weights.flatMap { try $0.tensor.detached().floats() }
      let wanted = l2(gradient) / l2(theta)
      let told = try #require(
        values.report.values[MetricName.rowRelativeGradient(row.name)])
      #expect(abs(told / wanted - 1) < 5e-3, "\(row.name): \(told), not \(wanted)")
    }
  }

  @Test("AutoFreeze's norm of a row is the L1 norm of its gradients' sum over an interval")
  func gradientSums() throws {
    var rig = try Rig(Self.sgd)
    try rig.apply(.plan(.preset(PlanPreset(.frontFirst, 5))))
    var sums: [String: [Float]] = [:]
    for _ in 0..<3 {
      sums.merge(try rig.takeStepWithMovement().gradients) { zip($0, $1).map(+) }
    }

    let norms = try rig.learner.takeGradientNorms()

    for (row, norm) in zip(rig.learner.model.rows, norms) {
      let wanted = row.parameters
        .flatMap { sums[rig.learner.model.parameters[$0].name] ?? [] }
        .reduce(0) { $0 + Double(abs($1)) }
      #expect(abs(try #require(norm) / wanted - 1) < 5e-3, "\(row.name)")
    }
    #expect(try rig.learner.takeGradientNorms().allSatisfy { $0 == nil })
  }

  @Test("A recipe whose plan thaws begins with something frozen, or is refused")
  func presetOfRecipe() throws {
    let plan = RunPlan(Recipe.Run(batch: 8, steps: 60), batchesPerEpoch: 4)
    let names = ["stem", "blocks.0", "head"]
    func items(_ preset: PlanPreset.Name, _ trainable: Set<Int>) throws -> [String] {
      var recipe = try Rig(Self.sgd).learner.recipe
      recipe.planPreset = PlanPreset(preset)
      return try Regimen(
        recipe, plan: plan, batchesPerEpoch: 4,
        mask: FreezeMask(names: names, trainable: trainable)
      ).plan.map(\.text)
    }
    #expect(try items(.headThenAll, [2]) == ["epoch 1: thaw *"])
    #expect(
      try items(.gradualUnfreezing, [2]) == ["epoch 1: thaw blocks.0", "epoch 2: thaw stem"])
    #expect(throws: StartError.self) { try items(.headThenAll, [0, 1, 2]) }
    #expect(throws: StartError.self) { try items(.gradualUnfreezing, [0, 1, 2]) }
  }

  @Test("Weight decay and clipping hold from the next step on, as if the recipe had said so")
  func decayAndClip() throws {
    for name in Recipe.Optimizer.Name.allCases {
      var live = try Rig(Recipe.Optimizer(name: name, weightDecay: 0.3, clip: 5))
      try live.apply(.weightDecay(0.1))
      try live.apply(.clip(1e-3))
      var written = try Rig(Recipe.Optimizer(name: name, weightDecay: 0.1, clip: 1e-3))

      #expect(try live.train(to: 3) == written.train(to: 3))
      #expect(try live.everything() == written.everything())
    }
  }

  @Test("Commands about the regimen survive a checkpoint bit for bit", arguments: [1, 3, 6])
  func resume(interruption: Int) async throws {
    let script: [Int: [Command]] = [
      1: [.weightDecay(0.05), .rowRates(["head"], .factor(3)), .length(.by(20))],
      2: [.accumulate(2), .clip(0.5)],
      4: [.spread(10), .scaleRate(0.5), .length(.epochs(2))],
      5: [.accumulate(1), .clip(nil)],
    ]
    let optimizer = Recipe.Optimizer(name: .adamw, rampSteps: 4)
    var whole = try Rig(optimizer, steps: 9)
    let wanted = try whole.train(to: 8, script: script)

    try await withTemporaryFolder { folder in
      var first = try Rig(optimizer, steps: 9)
      let before = try first.train(to: interruption, script: script)
      try first.save(to: folder)
      var second = try Rig(optimizer, steps: 9, from: folder)
      let after = try second.train(to: 8, script: script)

      #expect(before + after == wanted)
      #expect(try second.everything() == whole.everything())
      #expect(second.control.regimen == whole.control.regimen)
    }
  }

  @Test("A recipe that was edited since the checkpoint counts from there on")
  func editedRecipe() async throws {
    try await withTemporaryFolder { folder in
      var rig = try Rig(Self.sgd, steps: 9)
      try rig.apply(.length(.steps(20)))
      try rig.save(to: folder)

      #expect(try Rig(Self.sgd, steps: 9, from: folder).control.regimen.totalSteps == 20)
      #expect(try Rig(Self.sgd, steps: 30, from: folder).control.regimen.totalSteps == 30)
    }
  }
}

@Suite("Gradient accumulation") struct AccumulationTests {
  /// Without dropout or BatchNorm a step over four batches of two is one over a batch of eight.
  @Test("A step over several batches is the step over all of them at once")
  func sameStep() throws {
    let optimizer = Recipe.Optimizer(name: .sgd, learningRate: 0.5, weightDecay: 0, momentum: 0)
    func head(batch: Int, accumulate: Int) throws -> (values: [String: Double], weights: [Float]) {
      var rig = try Rig(
        optimizer, method: .head, samples: 40, batch: batch, accumulate: accumulate, flip: false,
        model: PlainModel(classes: 3))
      let report = try rig.takeStep()
      #expect(report.samples == 8)
      return (report.values, try rig.learner.model.parameters[0].tensor.floats())
    }

    let (whole, parts) = (try head(batch: 8, accumulate: 1), try head(batch: 2, accumulate: 4))

    #expect(zip(whole.weights, parts.weights).allSatisfy { abs($0 - $1) < 1e-6 })
    for metric in [MetricName.trainLoss, MetricName.gradientNorm] {
      let (one, other) = (try #require(whole.values[metric]), try #require(parts.values[metric]))
      #expect(abs(one - other) < 1e-6, "\(metric)")
    }
  }

  @Test("A step takes its batches from the data, across the end of an epoch")
  func position() throws {
    // 31 training samples in batches of eight are three batches an epoch.
    var rig = try Rig(Recipe.Optimizer(), accumulate: 2)
    #expect(rig.learner.plan.stepsPerEpoch == 2)

    try rig.takeStep()
    try rig.takeStep()

    #expect(rig.learner.position == DataPosition(epoch: 1, batch: 1))
    #expect(rig.control.regimen.accumulation.epoch(after: 2) == rig.learner.epoch)
  }

  @Test("A frozen row stays as it is, bit for bit, through windows of batches")
  func frozen() throws {
    for optimizer in Recipe.Optimizer.tested {
      var rig = try Rig(optimizer, accumulate: 3)
      _ = try rig.train(to: 2)
      try rig.apply(.freeze(["blocks.2", "stem"]))
      let before = try rig.everything()
      _ = try rig.train(to: 4)
      let after = try rig.everything()

      for (name, tensor) in before where name.hasPrefix("blocks.2.") || name.hasPrefix("stem.") {
        #expect(after[name] == tensor, "\(name)")
      }
      #expect(after["head.weight"] != before["head.weight"])
    }
  }
}

/// The L2 norm.
private func l2(_ values: [Float]) -> Double {
  values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}

extension Rig {
  /// Takes a step and tells how far it moved each parameter, by name, and by what gradient where that is all of it.
  fileprivate mutating func takeStepWithMovement() throws
    -> (report: StepReport, movement: [String: [Float]], gradients: [String: [Float]])
  {
    let parameters = learner.model.parameters
    let before = try parameters.map { try $0.tensor.detached().clone() }
    let report = try takeStep()
    let moved = try zip(parameters, before).map { named, old in
      (named.name, try (named.tensor.detached() - old).floats())
    }
    let movement = Dictionary(uniqueKeysWithValues: moved)
    let rate = Float(report.values[MetricName.learningRate] ?? .nan)
    return (report, movement, movement.mapValues { $0.map { -$0 / rate } })
  }
}
