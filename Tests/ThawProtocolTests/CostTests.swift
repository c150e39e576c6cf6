import Foundation
import Testing
import ThawProtocol

@Suite("The cost model")
struct CostTests {
  /// Each number tells, by its digit's place, from which row and pass it comes.
  private static let costs = CostModel([
    RowCost(
      forward: 1, inputGradient: 20, innerInputGradient: 10, weightGradient: 100),
    RowCost(
      forward: 2, inputGradient: 40, innerInputGradient: 30, weightGradient: 200),
    RowCost(
      forward: 4, inputGradient: 50, innerInputGradient: 0, weightGradient: 400),
  ])

  @Test(
    "Forward always, input gradients above what trains, weight gradients of what trains",
    arguments: [
      ([0, 1, 2], 0, 807), ([1, 2], 0, 687), ([1, 2], 1, 686), ([2], 0, 407), ([2], 2, 404),
      ([2], 1, 406), ([0], 0, 207), ([1], 0, 287), ([0, 2], 0, 607), ([], 0, 7),
    ] as [(Set<Int>, Int, Int)])
  func rule(trainable: Set<Int>, cached: Int, total: Int) {
    let mask = StepMask(trainable: trainable, cachedRows: cached)

    #expect(Self.costs.cost(mask).total == total)
    #expect(Self.costs.costs(mask).map(\.total).reduce(0, +) == total)
  }

  @Test("Passes are told apart")
  func passes() {
    #expect(
      Self.costs.costs(StepMask(trainable: [1], cachedRows: 1)) == [
        StepCost(),
        StepCost(forward: 2, inputGradient: 30, weightGradient: 200),
        StepCost(forward: 4, inputGradient: 50),
      ])
  }

  @Test("A row that trains is computed, whatever was kept")
  func cachedPrefix() {
    #expect(StepMask(trainable: [1, 2], cachedRows: 3).cachedRows == 1)
    #expect(StepMask(trainable: [0], cachedRows: 3).cachedRows == 0)
    #expect(StepMask(trainable: [2], cachedRows: -1).cachedRows == 0)
    #expect(
      StepMask(trainable: [2], cachedRows: 2).toggling([1, 2])
        == StepMask(trainable: [1], cachedRows: 1))
  }

  @Test("Shares add up to one")
  func shares() {
    let shares = Self.costs.shares(StepMask(trainable: [1]))

    #expect(shares.map { ($0 * 287).rounded() } == [1, 232, 54])
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    #expect(CostModel([RowCost()]).shares(StepMask(trainable: [0])) == [0])
  }

  @Test("A change is relative to the step before it")
  func change() {
    let mask = StepMask(trainable: [1, 2])

    let change = Self.costs.change(from: mask, to: mask.toggling([1]))

    #expect(change == Double(407) / 687 - 1)
    #expect(Self.costs.change(from: mask, to: mask.toggling([])) == 0)
    #expect(CostModel([RowCost()]).change(from: mask, to: mask) == 0)
  }

  @Test("A board of which one row's cost is unknown predicts nothing")
  func board() {
    let known = LayerRow(name: "stem", parameters: 1, state: .frozen, cost: RowCost(forward: 1))
    let unknown = LayerRow(name: "head", parameters: 1, state: .trainable)

    #expect(CostModel([known, unknown]) == nil)
    #expect(CostModel([known, known])?.rows == [RowCost(forward: 1), RowCost(forward: 1)])
  }

  @Test("A row's cost travels with it, and its absence is no error")
  func json() throws {
    let row = LayerRow(
      name: "head", parameters: 3, state: .trainable,
      cost: RowCost(
        forward: 1, inputGradient: 2, innerInputGradient: 3, weightGradient: 4, outputs: 5))
    let old = #"{"name": "head", "parameters": 3, "state": "frozen", "tensors": []}"#

    let json = try JSONEncoder().encode(row)

    #expect(try JSONDecoder().decode(LayerRow.self, from: json) == row)
    #expect(
      String(decoding: json, as: UTF8.self).contains("\"inner_input_gradient\":3"))
    #expect(
      try JSONDecoder().decode(LayerRow.self, from: Data(old.utf8))
        == LayerRow(name: "head", parameters: 3, state: .frozen))
  }
}
