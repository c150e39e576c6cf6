import Testing
import ThawProtocol

@testable import ThawEngine

@Suite("Savings")
struct SavingMeterTests {
  /// Two rows that cost the same forwards, and again as much for each gradient.
  private static let board = ["stem", "head"].map { name in
    let operations = 10_000_000_000
    return LayerRow(
      name: name, parameters: 0, state: .trainable,
      cost: RowCost(
        forward: operations, inputGradient: operations, weightGradient: operations))
  }
  private static let all = StepMask(trainable: [0, 1])
  private static let last = StepMask(trainable: [1])

  private var meter: SavingMeter

  init() throws {
    meter = SavingMeter(try #require(TimeModel(Self.board, batch: 1)), mask: Self.all)
    // None of the tests is to see anything of these.
    take(SavingMeter.warmUp, seconds: 90, Self.all)
  }

  @Test("After a toggle the median of the next 20 steps is held against the one before")
  mutating func measured() {
    take(30, seconds: 1, Self.all)
    let predicted = meter.toggle(to: Self.last.trainable, command: "freeze stem")
    #expect(predicted < -0.3)
    let savings = take(60, seconds: 0.6, Self.last, spikes: true)
    #expect(
      savings == [
        19: Saving(command: "freeze stem", predicted: predicted, measured: 0.6 / 1 - 1)
      ])
  }

  @Test("What was measured corrects the next prediction of the same toggle")
  mutating func corrected() {
    take(20, seconds: 1, Self.all)
    _ = meter.toggle(to: Self.last.trainable, command: "freeze stem")
    take(20, seconds: 0.9, Self.last)
    #expect(abs(meter.toggle(to: Self.all.trainable, command: "thaw stem") - (1 / 0.9 - 1)) < 0.05)
    take(20, seconds: 1, Self.all)
    #expect(abs(meter.toggle(to: Self.last.trainable, command: "freeze stem") + 0.1) < 0.05)
  }

  @Test("Steps that wait for something else do not hide what a toggle saves")
  mutating func disturbed() {
    take(20, seconds: 1, Self.last)
    let thaw = meter.toggle(to: Self.all.trainable, command: "thaw stem")
    // A busy machine: half of the few steps after the thaw are as short as those before, half far longer.
    for step in 0..<10 { _ = meter.record(step.isMultiple(of: 2) ? 1 : 2.2, of: Self.all) }
    let freeze = meter.toggle(to: Self.last.trainable, command: "freeze stem")
    #expect(abs((1 + thaw) * (1 + freeze) - 1) < 0.1)
  }

  @Test("Toggles at one boundary are measured as one, and those that cancel out not at all")
  mutating func merged() {
    take(20, seconds: 1, Self.all)
    _ = meter.toggle(to: Self.last.trainable, command: "freeze stem")
    let other = StepMask(trainable: [0])
    _ = meter.toggle(to: other.trainable, command: "freeze head")
    #expect(take(20, seconds: 0.8, other).values.map(\.command) == ["freeze stem, freeze head"])

    _ = meter.toggle(to: Self.all.trainable, command: "thaw head")
    _ = meter.toggle(to: other.trainable, command: "freeze head")
    #expect(take(40, seconds: 0.8, other).isEmpty)
  }

  @Test("A toggle that another one follows too soon is not measured")
  mutating func interrupted() {
    take(20, seconds: 1, Self.all)
    _ = meter.toggle(to: Self.last.trainable, command: "freeze stem")
    take(19, seconds: 0.6, Self.last)
    _ = meter.toggle(to: Self.all.trainable, command: "thaw stem")
    let savings = take(20, seconds: 0.9, Self.all)
    #expect(savings.values.map(\.command) == ["thaw stem"])
    #expect(abs((savings[19]?.measured ?? 0) - (0.9 / 0.6 - 1)) < 1e-9)
  }

  @Test("Steps that a cache made cheaper are none of the toggle's")
  mutating func cached() {
    take(20, seconds: 1, Self.all)
    _ = meter.toggle(to: Self.last.trainable, command: "freeze stem")
    take(10, seconds: 0.6, Self.last)
    let cached = StepMask(trainable: [1], cachedRows: 1)
    #expect(take(40, seconds: 0.1, cached).isEmpty)
    #expect(meter.model.timings.map(\.mask) == [Self.all, Self.last, cached])
  }

  @Test("The first steps of a process are none of a toggle's, on either side of it")
  mutating func warmUp() throws {
    meter = SavingMeter(try #require(TimeModel(Self.board, batch: 1)), mask: Self.all)
    take(SavingMeter.warmUp - 1, seconds: 90, Self.all)
    #expect(meter.model.timings.isEmpty)
    _ = meter.toggle(to: Self.last.trainable, command: "freeze stem")
    take(1, seconds: 90, Self.last)
    take(20, seconds: 0.5, Self.last)
    _ = meter.toggle(to: Self.all.trainable, command: "thaw stem")
    #expect(take(20, seconds: 1, Self.all)[19]?.measured == 1)
  }

  @Test("Before the first steps a toggle is predicted from operations, and nothing is measured")
  mutating func unknown() {
    take(4, seconds: 1, Self.all)
    #expect(meter.toggle(to: Self.last.trainable, command: "freeze stem") < 0)
    #expect(take(40, seconds: 0.5, Self.last).isEmpty)
  }

  @discardableResult
  private mutating func take(
    _ count: Int, seconds: Double, _ mask: StepMask, spikes: Bool = false
  ) -> [Int: Saving] {
    var savings: [Int: Saving] = [:]
    for step in 0..<count {
      // A third of the steps wait for something else.
      let spike = spikes && step.isMultiple(of: 3) ? 5.0 : 0
      savings[step] = meter.record(seconds + spike, of: mask)
    }
    return savings
  }
}
