import Testing
import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor

@testable import ThawEngine

@Suite("Learning") struct LearningTests {
  @Test("Fifty steps on eight pictures learn them by heart")
  func overfit() throws {
    var rig = try Rig(
      Recipe.Optimizer(learningRate: 1e-2, weightDecay: 0), samples: 10, steps: 50, flip: false)

    let losses = try rig.train(to: 50).compactMap { $0[MetricName.trainLoss] }

    let first = try #require(losses.first)
    #expect(first > 0.8)
    #expect(losses.suffix(10).reduce(0, +) / 10 < 0.15)
  }

  @Test("The same recipe gives the same run, and another seed's draws another")
  func deterministic() throws {
    var (first, second) = (try Rig(Recipe.Optimizer()), try Rig(Recipe.Optimizer()))

    #expect(try first.train(to: 3) == second.train(to: 3))
    #expect(try first.everything() == second.everything())
    #expect(stepSeed(1, 0) != stepSeed(2, 0))
    #expect(stepSeed(1, 0) != stepSeed(1, 1))
  }

  @Test("Evaluating changes nothing: neither a tensor nor what follows")
  func evaluation() throws {
    var (plain, measured) = (try Rig(Recipe.Optimizer()), try Rig(Recipe.Optimizer()))
    _ = try plain.train(to: 1)
    _ = try measured.train(to: 1)
    let before = try measured.everything()

    let evaluation = try measured.learner.evaluate()

    #expect(evaluation.loss.isFinite)
    #expect((0...1).contains(evaluation.accuracy))
    #expect(try measured.everything() == before)
    #expect(try measured.learner.evaluate() == evaluation)
    #expect(try measured.train(to: 3) == plain.train(to: 3))
  }

  @Test("Clipping bounds the update and not the logged norm")
  func clipping() throws {
    let rule = Recipe.Optimizer(
      name: .sgd, learningRate: 1, weightDecay: 0, momentum: 0, clip: 1e-3)
    var rig = try Rig(rule, method: .head)
    let before = try rig.learner.model.parameters.map { try $0.tensor.detached().clone() }

    let values = try rig.takeStep().values

    let moved = try Tensor.l2NormsOfDifferences(
      rig.learner.model.parameters.map(\.tensor), before
    ).reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(moved - 1e-3) < 1e-5)
    #expect(try #require(values[MetricName.gradientNorm]) > 1e-2)
  }

  @Test("A step leaves no gradient and no graph behind")
  func leavesNothing() throws {
    var rig = try Rig(Recipe.Optimizer())
    _ = try rig.takeStep()
    #expect(rig.learner.model.parameters.allSatisfy { $0.tensor.gradient == nil })
  }
}

@Suite("Numbers that are not finite") struct NonFiniteTests {
  private func poisoned(
    _ name: String, with value: Double, method: Recipe.Method = .all
  ) throws -> Rig {
    let rig = try Rig(Recipe.Optimizer(), method: method)
    let state = rig.learner.model.state
    let tensor = (state.parameters + state.buffers).first { $0.name == name }?.tensor
    try #require(tensor).fill(value)
    return rig
  }

  @Test(
    "A step whose loss is not finite changes nothing and names the row where it began",
    arguments: [
      ("blocks.2.norm.weight", Double.nan, "blocks.2", "the weights"),
      ("stem.norm.running_mean", .nan, "stem", "the weights"),
      ("head.bias", .infinity, "head", "the weights"),
      ("head.weight", 3e38, "head", "the outputs"),
    ])
  func names(tensor: String, value: Double, row: String, part: String) throws {
    var rig = try poisoned(tensor, with: value, method: .rows(["blocks.*", "final", "head"]))
    let before = try rig.everything()

    let report = try rig.takeStep()

    let problem = try #require(report.problem)
    #expect(problem.row == row)
    #expect(problem.message.hasSuffix("at step 1; first in \(part) of \(row)"))
    #expect(report.values[MetricName.trainLoss]?.isFinite == false)
    #expect(try rig.everything() == before)
    #expect(rig.learner.model.parameters.allSatisfy { $0.tensor.gradient == nil })
  }

  @Test("A gradient that is not finite withholds the step too, though the loss is a number")
  func gradient() throws {
    var rig = try Rig(Recipe.Optimizer())
    let head = try #require(rig.learner.model.parameters.first { $0.name == "head.weight" })
    try head.tensor.fillUniform(in: -1e37..<1e37, generator: RandomGenerator(seed: 1))
    let before = try rig.everything()

    let report = try rig.takeStep()

    #expect(report.values[MetricName.trainLoss]?.isFinite == true)
    let problem = try #require(report.problem)
    #expect(problem.message.hasPrefix("a gradient is not finite at step 1; first in the gradients"))
    #expect(problem.row != nil)
    #expect(try rig.everything() == before)
  }

  @Test("After a withheld step the next one trains on the next batch")
  func goesOn() throws {
    var plain = try Rig(Recipe.Optimizer())
    var poisoned = try Rig(Recipe.Optimizer())
    let bias = try #require(poisoned.learner.model.parameters.last?.tensor)
    let good = try bias.detached().clone()
    try bias.fill(.nan)
    let report = try poisoned.takeStep()
    #expect(report.problem != nil)
    try bias.copy(from: good)

    // The other rig skips the batch by hand.
    _ = try plain.learner.training.next()
    plain.step += 1

    #expect(try poisoned.train(to: 4) == plain.train(to: 4))
  }
}
