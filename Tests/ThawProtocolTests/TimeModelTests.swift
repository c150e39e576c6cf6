import Testing
import ThawProtocol

@Suite("The time model")
struct TimeModelTests {
  /// Row by row 100 times the work of the one before.
  private static let costs = CostModel([
    RowCost(forward: 2, inputGradient: 2, innerInputGradient: 2, weightGradient: 5),
    RowCost(forward: 200, inputGradient: 200, weightGradient: 500),
    RowCost(forward: 20_000, inputGradient: 20_000, weightGradient: 50_000),
  ])
  private static let all = StepMask(trainable: [0, 1, 2])
  private static let last = StepMask(trainable: [2])

  /// The work of a step: `forward + 1.25 · inputGradient + weightGradient`.
  private static let allWork = 20_202 + 1.25 * 20_202 + 50_505
  private static let lastWork = 20_202.0 + 50_000

  private static func isClose(_ value: Double?, _ wanted: Double) -> Bool {
    value.map { abs($0 - wanted) <= 1e-9 * abs(wanted) } ?? false
  }

  @Test("A model is made again of its timings; those of rows that there are not are passed over")
  func timings() {
    var model = TimeModel(Self.costs)
    model.observe(Self.all, seconds: 2)
    model.observe(Self.last, seconds: 1)
    #expect(TimeModel(Self.costs, timings: model.timings) == model)
    let foreign = StepTiming(mask: StepMask(trainable: [2, 3]), seconds: 5)
    #expect(TimeModel(Self.costs, timings: model.timings + [foreign]) == model)
  }

  @Test("Without observations all of a step is work, and its seconds are not known")
  func nothingObserved() {
    let model = TimeModel(Self.costs)

    #expect(model.seconds(Self.all) == nil)
    let change = model.change(from: Self.all, to: Self.last)
    #expect(Self.isClose(change, Self.lastWork / Self.allWork - 1))
    #expect(TimeModel(CostModel([RowCost()])).change(from: Self.all, to: Self.last) == 0)
  }

  @Test("Norms that learn count by their row's outputs, frozen ones not at all")
  func outputs() {
    var rows = Self.costs.rows
    rows[0].outputs = 1_000
    rows[2].outputs = 10
    let model = TimeModel(CostModel(rows))

    let change = model.change(from: Self.all, to: Self.last)

    #expect(Self.isClose(change, (Self.lastWork + 1_750) / (Self.allWork + 176_750) - 1))
  }

  @Test("One observation sets the scale")
  func oneObserved() {
    var model = TimeModel(Self.costs)

    model.observe(Self.all, seconds: 0.5)

    #expect(model.seconds(Self.all) == 0.5)
    #expect(Self.isClose(model.seconds(Self.last), 0.5 * Self.lastWork / Self.allWork))
  }

  @Test("From two observations it learns which part is fixed")
  func fixedPart() throws {
    var model = TimeModel(Self.costs)
    let cached = StepMask(trainable: [2], cachedRows: 2)
    func seconds(_ work: Double) -> Double { 0.1 + 1e-6 * work }
    let (allSeconds, lastSeconds) = (seconds(Self.allWork), seconds(Self.lastWork))

    model.observe(StepMask(trainable: [0]), seconds: seconds(20_202 + 1.25 * 20_202 + 5))
    model.observe(Self.last, seconds: lastSeconds)

    // The origin pulls a little towards a smaller fixed part.
    #expect(model.seconds(Self.last) == lastSeconds)
    let predicted = try #require(model.seconds(Self.all))
    #expect(predicted > allSeconds && predicted < lastSeconds * Self.allWork / Self.lastWork)
    #expect(try #require(model.seconds(cached)) < lastSeconds)
    model.observe(Self.all, seconds: allSeconds)
    #expect(abs(try #require(model.seconds(Self.last)) / lastSeconds - 1) < 0.1)
  }

  @Test("Where less work took more than its share, more work is still taken to need more")
  func superlinear() throws {
    var model = TimeModel(Self.costs)
    let work = Self.allWork / Self.lastWork

    model.observe(Self.all, seconds: 3)
    model.observe(Self.last, seconds: 1)

    // Proportional would be a little more than half of what was observed.
    #expect(model.seconds(Self.all) == 3)
    let first = try #require(model.seconds(StepMask(trainable: [0, 2])))
    #expect(first > work + 0.5 && first < 3)
    #expect(try #require(model.seconds(StepMask(trainable: [2], cachedRows: 2))) > 0)
  }

  @Test("The newest observation holds exactly, and replaces an older one of its mask")
  func newest() {
    var model = TimeModel(Self.costs)
    model.observe(Self.all, seconds: 5)
    model.observe(Self.last, seconds: 0.3)

    model.observe(Self.all, seconds: 0.5)

    var fresh = TimeModel(Self.costs)
    fresh.observe(Self.last, seconds: 0.3)
    fresh.observe(Self.all, seconds: 0.5)
    #expect(model == fresh)
    #expect(model.seconds(Self.all) == 0.5)
  }

  @Test("More work never takes less time, nor less than none", arguments: [0.0, 0.2, 0.5, 40])
  func bounds(lastSeconds: Double) throws {
    var model = TimeModel(Self.costs)
    let head = StepMask(trainable: [2], cachedRows: 2)

    model.observe(Self.last, seconds: lastSeconds)
    model.observe(Self.all, seconds: 0.25)

    let predicted = try [head, Self.last, Self.all].map { try #require(model.seconds($0)) }
    #expect(predicted == predicted.sorted())
    #expect(predicted.allSatisfy { $0 >= 0 })
  }

  @Test("What is no time teaches nothing", arguments: [0, -1, Double.nan, .infinity])
  func nonsense(seconds: Double) {
    var model = TimeModel(Self.costs)
    model.observe(Self.all, seconds: 0.5)

    model.observe(Self.last, seconds: seconds)

    #expect(Self.isClose(model.seconds(Self.last), 0.5 * Self.lastWork / Self.allWork))
  }

  @Test("Of many masks the newest sixteen count")
  func forgetting() {
    let costs = CostModel([RowCost](repeating: RowCost(forward: 1, weightGradient: 1), count: 20))
    var model = TimeModel(costs)
    var fresh = TimeModel(costs)

    for row in 0..<20 { model.observe(StepMask(trainable: [row]), seconds: 1) }
    for row in 4..<20 { fresh.observe(StepMask(trainable: [row]), seconds: 1) }

    #expect(model == fresh)
    fresh.observe(StepMask(trainable: [4]), seconds: 1)
    #expect(model != fresh)
  }
}
