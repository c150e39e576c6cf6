import Testing
import ThawProtocol

@Suite("The time model")
struct TimeModelTests {
  private static let billion = 1_000_000_000
  /// Three rows of a billion operations for a sample in each pass, and a million parameters.
  private static let board = (0..<3).map { index in
    LayerRow(
      name: "\(index)", parameters: 1_000_000, state: .trainable,
      cost: RowCost(
        forward: billion, inputGradient: billion, weightGradient: billion, outputs: 1_000_000))
  }
  private static let all = StepMask(trainable: [0, 1, 2])
  private static let last = StepMask(trainable: [2])
  private static let head = StepMask(trainable: [2], cachedRows: 2)

  private static func model(_ timings: StepTiming...) throws -> TimeModel {
    try #require(TimeModel(board, batch: 1, timings: timings))
  }

  private static func timing(
    _ mask: StepMask, _ seconds: Double, error: Double = 0.01
  ) -> StepTiming {
    StepTiming(mask: mask, seconds: seconds, relativeError: error)
  }

  /// In billions of operations: operations, outputs, gradients, statistics, parameters, overhead.
  private static func work(_ mask: StepMask) -> Double {
    let (trainable, first) = (Double(mask.trainable.count), mask.trainable.min() ?? 3)
    let (computed, differentiated) = (Double(3 - mask.cachedRows), Double(3 - first))
    // The first row that trains has no input gradient.
    let operations = computed + (differentiated - 1) + trainable
    return operations + 0.15 * computed + 0.8 * differentiated + 0.28 * trainable
      + 2.1 * trainable + 1.7
  }

  @Test("A model is made again of its timings; those of rows that there are not are passed over")
  func timings() throws {
    let model = try Self.model(Self.timing(Self.all, 2), Self.timing(Self.last, 1))
    #expect(TimeModel(Self.board, batch: 1, timings: model.timings) == model)
    let foreign = Self.timing(StepMask(trainable: [2, 3]), 5)
    #expect(TimeModel(Self.board, batch: 1, timings: model.timings + [foreign]) == model)
  }

  @Test("Of a board on which a row's cost is not known nothing is predicted")
  func unknown() {
    let row = LayerRow(name: "head", parameters: 1, state: .trainable)
    #expect(TimeModel(Self.board + [row], batch: 1) == nil)
  }

  @Test(
    "Without observations a step takes as long as its work: operations, numbers swept over, parameters",
    arguments: [last, head, StepMask(trainable: [0]), StepMask(trainable: [0, 2])])
  func nothingObserved(mask: StepMask) throws {
    let model = try Self.model()
    #expect(model.seconds(mask) == nil)
    let change = model.change(from: Self.all, to: mask)
    #expect(abs(change - (Self.work(mask) / Self.work(Self.all) - 1)) < 1e-12)
  }

  @Test("The larger the batch, the less parameters and overhead count")
  func batch() throws {
    let small = try Self.model().change(from: Self.all, to: Self.last)
    let large = try #require(TimeModel(Self.board, batch: 1_000))
      .change(from: Self.all, to: Self.last)
    // 11.69 and 5.53 in billions without parameters and overhead.
    #expect(abs(large - (5.53 / 11.69 - 1)) < 0.001)
    #expect(small > large)
  }

  @Test("One observation sets the scale for all masks")
  func oneObserved() throws {
    let model = try Self.model(Self.timing(Self.all, 0.5))
    #expect(abs(try #require(model.seconds(Self.all)) - 0.5) < 0.001)
    let share = Self.work(Self.last) / Self.work(Self.all)
    #expect(abs(try #require(model.seconds(Self.last)) / (0.5 * share) - 1) < 0.05)
  }

  @Test("Between two masks that were measured well, what was measured is predicted, both ways")
  func bothObserved() throws {
    let model = try Self.model(Self.timing(Self.last, 0.3), Self.timing(Self.all, 0.9))
    #expect(try Self.model().change(from: Self.last, to: Self.all) < 1.5)
    #expect(abs(model.change(from: Self.last, to: Self.all) - 2) < 0.2)
    #expect(abs(model.change(from: Self.all, to: Self.last) + 2.0 / 3) < 0.03)
  }

  @Test("What was measured badly does not make the way back free")
  func disturbed() throws {
    let prior = try Self.model().change(from: Self.all, to: Self.last)
    // The steps after a thaw spread by more than the thaw made them longer.
    let model = try Self.model(
      Self.timing(Self.last, 1), Self.timing(Self.all, 1.05, error: 0.3))
    #expect(model.change(from: Self.all, to: Self.last) < 0.5 * prior)
  }

  @Test("What a few masks tell of a machine counts for others that are made up alike")
  func learning() throws {
    // On this machine sweeps over parameters take three times as long as supposed.
    func seconds(_ mask: StepMask) -> Double {
      Self.work(mask) + 2 * 2.1 * Double(mask.trainable.count)
    }
    func error(_ model: TimeModel) -> Double {
      let (from, to) = (Self.last, StepMask(trainable: [1, 2]))
      let change = model.change(from: from, to: to)
      return abs((1 + change) / (seconds(to) / seconds(from)) - 1)
    }
    let taught = try Self.model(
      Self.timing(StepMask(trainable: [0]), seconds(StepMask(trainable: [0]))),
      Self.timing(Self.all, seconds(Self.all)))
    #expect(error(taught) < 0.85 * error(try Self.model()))
  }

  @Test(
    "Freezing is never said to make a step longer, nor thawing to make it shorter",
    arguments: [0.01, 0.2, 5, 400])
  func bounds(lastSeconds: Double) throws {
    let model = try Self.model(Self.timing(Self.last, lastSeconds), Self.timing(Self.all, 0.25))
    #expect(model.change(from: Self.all, to: Self.last) <= 0)
    #expect(model.change(from: Self.last, to: Self.head) <= 0)
    #expect(model.change(from: Self.last, to: Self.all) >= 0)
    #expect(model.change(from: Self.all, to: Self.all) == 0)
  }

  @Test("A newer observation of a mask replaces the older")
  func newest() throws {
    let model = try Self.model(
      Self.timing(Self.all, 5), Self.timing(Self.last, 0.3), Self.timing(Self.all, 0.5))
    #expect(model == (try Self.model(Self.timing(Self.last, 0.3), Self.timing(Self.all, 0.5))))
  }

  @Test("What is no time teaches nothing", arguments: [0, -1, Double.nan, .infinity])
  func nonsense(seconds: Double) throws {
    let model = try Self.model(Self.timing(Self.all, 0.5), Self.timing(Self.last, seconds))
    #expect(model == (try Self.model(Self.timing(Self.all, 0.5))))
  }

  @Test("Of many masks the newest sixteen count")
  func forgetting() throws {
    let board = [LayerRow](repeating: Self.board[0], count: 20)
    let timings = (0..<20).map { Self.timing(StepMask(trainable: [$0]), 1) }
    let model = try #require(TimeModel(board, batch: 1, timings: timings))
    #expect(model.timings == Array(timings.suffix(16)))
  }
}
