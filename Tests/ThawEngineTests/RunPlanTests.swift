import Testing
import ThawProtocol
import ThawStore

@testable import ThawEngine

@Suite("Run plan") struct RunPlanTests {
  @Test(
    "A run ends at the earlier of its epochs and its steps",
    arguments: [
      (Recipe.Run(batch: 32, epochs: 3), 12), (Recipe.Run(batch: 32, steps: 5), 5),
      (Recipe.Run(batch: 32, epochs: 0.3), 2), (Recipe.Run(batch: 32, epochs: 3, steps: 7), 7),
      (Recipe.Run(batch: 32, epochs: 1, steps: 70), 4), (Recipe.Run(epochs: 0.01), 1),
      (Recipe.Run(epochs: 1e300), RunLength.longest),
    ])
  func totalSteps(run: Recipe.Run, steps: Int) {
    #expect(RunPlan(run, batchesPerEpoch: 4).totalSteps == steps)
  }

  @Test("Validation is measured before the first step, at the cadence, and at the end")
  func evaluation() {
    let plan = RunPlan(Recipe.Run(batch: 10, steps: 10, evaluateEvery: 4), batchesPerEpoch: 5)

    #expect((0...10).filter { plan.evaluates(after: $0) } == [0, 4, 8, 10])
    #expect([0, 2, 8, 10].map(plan.evaluations) == [4, 3, 2, 1])
    let endless = RunPlan(Recipe.Run(epochs: .infinity, evaluateEvery: 1), batchesPerEpoch: 5)
    #expect(endless.evaluations(after: 0) == RunLength.longest + 1)
  }

  @Test("Without a cadence validation is measured once an epoch")
  func evaluationPerEpoch() {
    let plan = RunPlan(Recipe.Run(batch: 30, epochs: 2.5), batchesPerEpoch: 4)

    #expect((0...10).filter { plan.evaluates(after: $0) } == [0, 4, 8, 10])
  }

  @Test("Checkpoints follow their cadence; the one of the end is not doubled")
  func checkpoints() {
    let plan = RunPlan(Recipe.Run(batch: 10, steps: 9, checkpointEvery: 3), batchesPerEpoch: 4)

    #expect((0...9).filter { plan.checkpoints(after: $0) } == [3, 6])
    let bare = RunPlan(Recipe.Run(batch: 10, steps: 9), batchesPerEpoch: 4)
    #expect((0...9).allSatisfy { !bare.checkpoints(after: $0) })
  }

  @Test("With accumulation an epoch has fewer steps, the last one begun counted")
  func accumulation() {
    let plan = RunPlan(Recipe.Run(batch: 10, epochs: 2, accumulate: 3), batchesPerEpoch: 7)

    // Two epochs are 14 batches: four steps of three, and one that goes on into the third epoch.
    #expect(plan.totalSteps == 5)
    #expect(plan.stepsPerEpoch == 3)
    #expect((0...5).filter { plan.evaluates(after: $0) } == [0, 3, 5])
  }

  @Test("A method names the rows that train from the first step")
  func method() throws {
    let names = ["stem", "blocks.0", "blocks.1", "head"]

    #expect(try Recipe.Method.all.trainableRows(in: names) == [0, 1, 2, 3])
    #expect(try Recipe.Method.head.trainableRows(in: names) == [3])
    #expect(try Recipe.Method.last(2).trainableRows(in: names) == [2, 3])
    #expect(try Recipe.Method.last(9).trainableRows(in: names) == [0, 1, 2, 3])
    #expect(try Recipe.Method.rows(["blocks.*"]).trainableRows(in: names) == [1, 2])
    #expect(throws: ToggleRefusal.self) {
      try Recipe.Method.rows(["neck"]).trainableRows(in: names)
    }
  }
}
