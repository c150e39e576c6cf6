import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawEngine

@Suite("Freeze mask") struct FreezeMaskTests {
  private let names = ["stem", "blocks.0", "blocks.1", "head"]

  private func mask(trainable: Set<Int>) -> FreezeMask {
    FreezeMask(names: names, trainable: trainable)
  }

  @Test("A toggle changes the rows its patterns match and says which")
  func toggle() throws {
    var mask = mask(trainable: [0, 1, 2, 3])

    let toggle = try mask.set(["blocks.0-1"], to: .frozen, at: 7)

    #expect(toggle.note == "blocks.0, blocks.1 frozen")
    #expect(mask.rows.map(\.state) == [.trainable, .frozen, .frozen, .trainable])
    #expect(mask.firstTrainable == 0)
  }

  @Test("A row in the wanted state already stays as it is and is named so")
  func already() throws {
    var mask = mask(trainable: [2, 3])

    #expect(try mask.set(["stem"], to: .frozen, at: 3).note == "already frozen")
    #expect(
      try mask.set(["blocks.1", "stem"], to: .frozen, at: 3).note
        == "blocks.1 frozen; stem already frozen")
    #expect(mask.rows[0].stillSince == 0)
  }

  @Test("Freezing the last trainable rows is refused and changes nothing")
  func allFrozen() {
    var mask = mask(trainable: [1, 3])
    let untouched = mask

    #expect(throws: ToggleRefusal.nothingLeftToTrain) {
      try mask.set(["*"], to: .frozen, at: 4)
    }
    #expect(mask == untouched)
  }

  @Test("A pattern without a row refuses the whole command")
  func unknownRow() {
    var mask = mask(trainable: [0, 3])
    let untouched = mask

    #expect {
      try mask.set(["stem", "blocks.9"], to: .frozen, at: 4)
    } throws: {
      "\($0)" == "no row matches “blocks.9”; the rows are stem, blocks.0, blocks.1, head"
    }
    #expect(mask == untouched)
  }

  @Test("A thawed row's rate rises from its first step to full over the ramp")
  func ramp() throws {
    var mask = mask(trainable: [3])
    _ = try mask.set(["stem"], to: .trainable, at: 10)

    let factors = (10..<16).map { mask.rateFactor(of: 0, at: $0, rampSteps: 4) }

    #expect(factors == [0.25, 0.5, 0.75, 1, 1, 1])
    #expect(mask.rateFactor(of: 3, at: 10, rampSteps: 4) == 1)
    #expect(mask.rateFactor(of: 0, at: 10, rampSteps: 0) == 1)
  }

  @Test("Without a step between, any toggles that end where they began leave no trace")
  func noStepBetween() throws {
    let before = mask(trainable: [0, 3])
    var mask = before

    _ = try mask.set(["stem"], to: .frozen, at: 5)
    _ = try mask.set(["stem"], to: .trainable, at: 5)

    #expect(mask.changes(from: before, at: 5).isEmpty)
    #expect(mask.rateFactor(of: 0, at: 5, rampSteps: 50) == 1)
  }

  @Test("A thaw and a freeze at the same step do not hide the steps missed before them")
  func thawFreezeThaw() throws {
    var mask = mask(trainable: [3])
    _ = try mask.set(["stem"], to: .trainable, at: 5)
    _ = try mask.set(["stem"], to: .frozen, at: 5)
    let between = mask

    _ = try mask.set(["stem"], to: .trainable, at: 5)

    #expect(mask.changes(from: between, at: 5) == [.thaw(row: 0, missedSteps: true)])
    #expect(mask.rateFactor(of: 0, at: 5, rampSteps: 50) == 0.02)
  }

  @Test("A ramp goes on where a freeze and a thaw fell between two of its steps")
  func rampSurvives() throws {
    var mask = mask(trainable: [3])
    _ = try mask.set(["stem"], to: .trainable, at: 10)
    _ = try mask.set(["stem"], to: .frozen, at: 12)
    _ = try mask.set(["stem"], to: .trainable, at: 12)

    #expect(mask.rateFactor(of: 0, at: 12, rampSteps: 10) == 0.3)
  }

  @Test("Rows frozen by the recipe and thawed before the first step are as if never frozen")
  func thawAtStart() throws {
    let before = mask(trainable: [3])
    var mask = before
    _ = try mask.set(["*"], to: .trainable, at: 0)

    #expect(
      mask.changes(from: before, at: 0) == (0..<3).map { .thaw(row: $0, missedSteps: false) })
    #expect(mask.rateFactor(of: 0, at: 0, rampSteps: 50) == 1)
  }

  @Test("Over random toggles a row misses steps exactly if a step passed since it last moved")
  func randomToggles() throws {
    for seed in UInt64(0)..<50 {
      var generator = SeededGenerator(seed: seed)
      var mask = mask(trainable: [0, 1, 2, 3])
      // The model: completed steps when each row last moved.
      var lastMoved = [0, 0, 0, 0]
      for step in 0..<60 {
        for _ in 0..<Int.random(in: 0..<4, using: &generator) {
          let before = mask
          let row = Int.random(in: 0..<4, using: &generator)
          let state: RowState = Bool.random(using: &generator) ? .frozen : .trainable
          _ = try? mask.set([names[row]], to: state, at: step)
          for case .thaw(let row, let missedSteps) in mask.changes(from: before, at: step) {
            #expect(missedSteps == (lastMoved[row] < step), "seed \(seed), step \(step)")
          }
        }
        for row in 0..<4 where mask.isTrainable(row) { lastMoved[row] = step + 1 }
      }
    }
  }
}
