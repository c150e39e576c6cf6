import Testing
import ThawProtocol

@Suite("Plan") struct PlanTests {
  private static let rows = ["stem", "blocks.0", "blocks.1", "head"]

  private func regimen(epochs batchesPerEpoch: Int = 10) -> Regimen {
    Regimen(
      schedule: LearningRateSchedule(baseRate: 1, totalSteps: 100), rowFactors: [1, 1, 1, 1],
      accumulation: Accumulation(batchesPerEpoch: batchesPerEpoch))
  }

  /// The commands that fall due up to a step, each with its step.
  private func due(_ regimen: inout Regimen, through last: Int) -> [String] {
    var texts: [String] = []
    for step in 0...last {
      while let command = regimen.takeDue(at: step) { texts.append("\(step) \(command.text)") }
    }
    return texts
  }

  private func apply(_ line: String, to regimen: inout Regimen, at step: Int = 0) throws -> String?
  {
    try regimen.apply(
      Command(parsing: line), at: step, rows: Self.rows, frozen: [0, 1, 2])?.note
  }

  @Test("Commands fall due at their step or epoch, each once and in order")
  func timed() throws {
    var regimen = regimen()
    _ = try apply("plan epoch 2: thaw blocks.*; lr x0.5", to: &regimen)
    _ = try apply("plan step 7: wd 0.1", to: &regimen)

    #expect(
      due(&regimen, through: 40) == ["7 wd 0.1", "20 thaw blocks.*", "20 lr x0.5"])
    #expect(regimen.plan.isEmpty)
  }

  @Test(
    "Head-then-all thaws everything; gradual unfreezing one frozen row after the other from the top"
  )
  func presets() throws {
    var first = regimen()
    _ = try apply("plan head-then-all 1.5", to: &first)
    #expect(due(&first, through: 99) == ["15 thaw *"])

    var second = regimen()
    _ = try apply("plan gradual-unfreezing", to: &second, at: 5)
    #expect(
      due(&second, through: 99) == ["15 thaw blocks.1", "25 thaw blocks.0", "35 thaw stem"])
  }

  @Test("What a preset plans in the middle of an epoch is printed in short and reads back the same")
  func shortEpochs() throws {
    var regimen = regimen(epochs: 187)
    let note = try apply("plan gradual-unfreezing", to: &regimen, at: 307)

    #expect(
      note
        == "1 epoch 2.641: thaw blocks.1 · 2 epoch 3.641: thaw blocks.0 · 3 epoch 4.641: thaw stem"
        + "; the run ends at step 100, before 1, 2, 3")
    #expect(try regimen.plan.map { try PlanItem(parsing: $0.text) } == regimen.plan)
    #expect(regimen.plan.map { regimen.step(of: $0) } == [494, 681, 868])
  }

  @Test("A step that is due after the run's end is planned, and the answer says so")
  func late() throws {
    var regimen = regimen()
    #expect(try apply("plan step 100: evaluate", to: &regimen) == "1 step 100: evaluate")
    #expect(
      try apply("plan epoch 10.5: thaw stem", to: &regimen)
        == "1 step 100: evaluate · 2 epoch 10.5: thaw stem; the run ends at step 100, before 2")
    _ = try apply("steps 105", to: &regimen)
    #expect(
      try apply("plan", to: &regimen) == "1 step 100: evaluate · 2 epoch 10.5: thaw stem")
  }

  @Test("Presets that thaw are refused where nothing is frozen")
  func nothingToThaw() throws {
    var regimen = regimen()
    for preset in [PlanPreset.Name.headThenAll, .gradualUnfreezing] {
      #expect(throws: RegimenRefusal.self) {
        try regimen.apply(.plan(.preset(.init(preset))), at: 0, rows: Self.rows, frozen: [])
      }
    }
    #expect(regimen.plan.isEmpty)
  }

  // Howard & Ruder 2018: the rate of a layer is that of the one above divided by 2.6.
  @Test("ULMFiT's discriminative rates are a spread of 2.6 to the number of rows less one")
  func discriminative() {
    let factors = Regimen.factors(spread: 2.6 * 2.6 * 2.6, rows: 4)
    let wanted = [1 / 17.576, 1 / 6.76, 1 / 2.6, 1]
    #expect(zip(factors, wanted).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("A step that waits for a plateau waits for one of its own")
  func plateau() throws {
    var regimen = regimen()
    _ = try apply("plan flat 20: thaw blocks.1", to: &regimen)
    _ = try apply("plan flat 20: thaw blocks.0", to: &regimen)
    var texts: [String] = []
    for step in stride(from: 0, through: 90, by: 10) {
      // Falls until step 30; what comes after is less than a ten-thousandth better.
      let loss = step <= 30 ? 2 - Double(step) / 100 : 1.7 - Double(step) * 1e-7
      _ = regimen.note(validationLoss: loss, at: step)
      while let command = regimen.takeDue(at: step) { texts.append("\(step) \(command.text)") }
    }

    #expect(texts == ["50 thaw blocks.1", "70 thaw blocks.0"])
  }

  @Test("What cannot be planned is refused, and the plan stays as it is")
  func refusals() throws {
    var regimen = regimen()
    _ = try apply("plan step 50: thaw stem", to: &regimen)
    let before = regimen

    for (line, wanted) in [
      ("plan step 9: thaw stem", "step 9 has passed"),
      ("plan step 90: thaw neck", "step 90: thaw neck: no row matches “neck”"),
      ("plan drop 2", "the plan has 1 steps"),
    ] {
      let error = try #require(throws: RegimenRefusal.self) {
        try apply(line, to: &regimen, at: 10)
      }
      #expect(error.description.hasPrefix(wanted), "\(error)")
    }
    #expect(regimen == before)
    #expect(try apply("plan", to: &regimen, at: 10) == "1 step 50: thaw stem")
    #expect(try apply("plan drop 1", to: &regimen, at: 10) == "the plan is empty")
  }

  @Test(
    "A plan's lines are read and written back",
    arguments: [
      "plan", "plan clear", "plan drop 3", "plan step 200: thaw blocks.0-4; lr x0.5",
      "plan epoch 1.5: freeze stem", "plan flat 200: evaluate", "plan front-first 20",
      "plan gradual-unfreezing 0.5", "early-stop off", "early-stop patience 5 gl 2.0 up 3",
    ])
  func text(line: String) throws {
    #expect(try Command(parsing: line).text == line)
  }

  @Test(
    "What is no plan is refused with what would be right",
    arguments: [
      ("plan thaw head", "plan takes a step as in step 200: thaw head, or head-then-all, "),
      ("plan step: thaw head", "a plan's step is when and what"),
      ("plan step 20:", "a plan's step is when and what"),
      ("plan step 20: dance", "no command “dance”"),
      ("plan step 20: plan clear", "a plan cannot change the plan"),
      ("plan front-first 1", "plan takes a step"),
      ("plan gradual-unfreezing 1e300", "plan takes a step"),
      ("early-stop", "early-stop takes rules, or off"),
      ("early-stop gl 0", "early-stop takes rules, or off"),
      ("early-stop up 2 up 3", "early-stop takes rules, or off"),
    ])
  func syntax(line: String, message: String) throws {
    let error = try #require(throws: CommandSyntaxError.self) { try Command(parsing: line) }
    #expect(error.message.hasPrefix(message), "\(error)")
  }

  @Test(
    "Front-first freezes what changes less than the median, from the input to the first that does not"
  )
  func frontFirst() throws {
    var regimen = regimen()
    _ = try apply("plan front-first 5", to: &regimen)

    #expect(regimen.frontFirst?.nextLook(totalSteps: 100) == 20)
    #expect(regimen.look([10, 10, 10, 5]) == [])
    // Changes of 0.1, 0.2 and 0.5; the head takes no part, so that the median is 0.2.
    #expect(regimen.look([9, 12, 5, 50]) == [0])
    #expect(regimen.frontFirst?.nextLook(totalSteps: 100) == 60)
    // The stem is frozen now; of two the median lies between them.
    #expect(regimen.look([nil, 12.1, 9, 50]) == [1])
    // A single row left has nobody to be compared with.
    #expect(regimen.look([nil, nil, 9, 50]) == [])
    #expect(regimen.frontFirst?.nextLook(totalSteps: 100) == nil)
  }
}
