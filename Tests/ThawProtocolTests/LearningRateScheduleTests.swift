import Testing
import ThawProtocol

@Suite("Learning rate schedule") struct LearningRateScheduleTests {
  @Test("The warm-up rises linearly and reaches the base rate on its last step")
  func warmup() {
    let schedule = LearningRateSchedule(baseRate: 0.4, warmupSteps: 4, totalSteps: 10)

    #expect(
      (0..<6).map { schedule.rate(at: $0) } == [0.1, 0.2, 0.30000000000000004, 0.4, 0.4, 0.4])
  }

  @Test("A cosine starts at the base rate, is half-way in the middle and ends at its final share")
  func cosine() {
    let schedule = LearningRateSchedule(
      baseRate: 1, shape: .cosine(finalShare: 0.2), warmupSteps: 10, totalSteps: 110)

    #expect(schedule.rate(at: 10) == 1)
    #expect(abs(schedule.rate(at: 60) - 0.6) < 1e-12)
    #expect(abs(schedule.rate(at: 110) - 0.2) < 1e-12)
    #expect(schedule.rate(at: 500) == schedule.rate(at: 110))
  }

  @Test("Setting a rate scales the schedule's whole remainder")
  func setRate() {
    var schedule = LearningRateSchedule(
      baseRate: 1, shape: .cosine(finalShare: 0), totalSteps: 100)
    let before = (schedule.rate(at: 50), schedule.rate(at: 75))

    let isSet = schedule.setRate(0.1, at: 50)

    #expect(isSet)
    #expect(abs(schedule.rate(at: 50) - 0.1) < 1e-15)
    #expect(abs(schedule.rate(at: 75) / before.1 - 0.1 / before.0) < 1e-12)
  }

  @Test("A schedule that has come down to zero cannot be scaled")
  func setRateAtZero() {
    var schedule = LearningRateSchedule(
      baseRate: 1, shape: .cosine(finalShare: 0), totalSteps: 10)
    let untouched = schedule

    let isSet = schedule.setRate(0.1, at: 10)
    #expect(!isSet)
    #expect(schedule == untouched)
  }

  private static let stretchable: [LearningRateSchedule.Shape] = [
    .cosine(finalShare: 0.1), .linear(finalShare: 0.1),
    .oneCycle(rise: 0.3, startShare: 0.04, finalShare: 0.1),
  ]

  @Test(
    "A longer or shorter run bends the curve without a jump, and it still ends where it was to end",
    arguments: stretchable, [90, 250])
  func length(shape: LearningRateSchedule.Shape, total: Int) {
    var schedule = LearningRateSchedule(
      baseRate: 1, shape: shape, warmupSteps: 5, totalSteps: 100)
    let before = schedule

    schedule.setTotalSteps(total, at: 60)

    #expect(schedule.totalSteps == total)
    #expect(schedule.rate(at: 60) == before.rate(at: 60))
    #expect(abs(schedule.rate(at: total) - before.rate(at: 100)) < 1e-12)
    // Half-way through what is left it is where it would have been half-way through what was left.
    #expect(abs(schedule.rate(at: (60 + total) / 2) - before.rate(at: 80)) < 0.02)
  }

  @Test("A run made longer and shorter again comes back to the curve it had")
  func lengthAndBack() {
    var schedule = LearningRateSchedule(
      baseRate: 1, shape: .cosine(finalShare: 0), totalSteps: 100)
    let before = schedule

    schedule.setTotalSteps(300, at: 40)
    schedule.setTotalSteps(100, at: 40)

    for step in 40...100 {
      #expect(abs(schedule.rate(at: step) - before.rate(at: step)) < 1e-12, "step \(step)")
    }
  }

  @Test("A run that is made longer after its end goes on as one that was to be so long")
  func lengthAfterEnd() {
    var schedule = LearningRateSchedule(
      baseRate: 1, shape: .cosine(finalShare: 0), warmupSteps: 5, totalSteps: 100)
    schedule.setTotalSteps(80, at: 50)

    schedule.setTotalSteps(200, at: 80)

    let longer = LearningRateSchedule(
      baseRate: 1, shape: .cosine(finalShare: 0), warmupSteps: 5, totalSteps: 200)
    #expect((80..<200).allSatisfy { schedule.rate(at: $0) == longer.rate(at: $0) })
  }

  @Test("Another curve begins at the rate that there is, and ends where the run does")
  func shape() {
    var schedule = LearningRateSchedule(
      baseRate: 1, shape: .linear(finalShare: 0), warmupSteps: 10, totalSteps: 110)
    var choice = ShapeChoice(.cosine)
    choice.finalShare = 0.5

    let isSet1 = schedule.setShape(choice, at: 60)
    #expect(isSet1)

    #expect(abs(schedule.rate(at: 60) - 0.5) < 1e-12)
    #expect(abs(schedule.rate(at: 85) - 0.375) < 1e-12)
    #expect(abs(schedule.rate(at: 110) - 0.25) < 1e-12)
    let isSet2 = schedule.setShape(ShapeChoice(.constant), at: 85)
    #expect(isSet2)
    #expect([85, 100, 109].allSatisfy { abs(schedule.rate(at: $0) - 0.375) < 1e-12 })
  }

  @Test(
    "A one-cycle and restarts begun later are those of a run of the steps that are left",
    arguments: [LearningRateSchedule.Shape.Name.oneCycle, .restarts])
  func laterShape(name: LearningRateSchedule.Shape.Name) {
    var schedule = LearningRateSchedule(baseRate: 1, totalSteps: 100)
    let isSet3 = schedule.setShape(ShapeChoice(name), rate: 0.2, at: 40)
    #expect(isSet3)

    let fresh = LearningRateSchedule(
      baseRate: 0.2, shape: ShapeChoice(name).shape(over: 60), totalSteps: 60)
    #expect((0..<60).allSatisfy { schedule.rate(at: 40 + $0) == fresh.rate(at: $0) })
  }

  @Test("During the warm-up another curve follows it, and leads down from where it leads to")
  func shapeInWarmup() {
    var schedule = LearningRateSchedule(baseRate: 1, warmupSteps: 10, totalSteps: 110)
    schedule.multiply(by: 0.5)
    let isSet4 = schedule.setShape(ShapeChoice(.cosine), at: 4)
    #expect(isSet4)

    let written = LearningRateSchedule(
      baseRate: 0.5, shape: .cosine(finalShare: 0), warmupSteps: 10, totalSteps: 110)
    #expect((4...110).allSatisfy { schedule.rate(at: $0) == written.rate(at: $0) })
  }

  @Test("Where the rate is zero another curve needs a rate; a length bends it as any other")
  func shapeAtZero() {
    var schedule = LearningRateSchedule(
      baseRate: 1, shape: .cosine(finalShare: 0), totalSteps: 100)
    let untouched = schedule
    let atZero = schedule.setShape(ShapeChoice(.linear), at: 100)
    #expect(!atZero && schedule == untouched)

    let isSet5 = schedule.setShape(ShapeChoice(.linear), rate: 0.2, at: 80)
    #expect(isSet5)
    schedule.setTotalSteps(120, at: 90)
    #expect(abs(schedule.rate(at: 90) - 0.1) < 1e-12)
    #expect(abs(schedule.rate(at: 105) - 0.05) < 1e-12)
    #expect(abs(schedule.rate(at: 120)) < 1e-12)
  }

  @Test("Cycles and a constant rate do not care how long the run is")
  func lengthOfCycles() {
    for shape in [
      LearningRateSchedule.Shape.constant, .restarts(period: 30, growth: 2, finalShare: 0),
    ] {
      var schedule = LearningRateSchedule(baseRate: 1, shape: shape, totalSteps: 100)
      let before = schedule

      schedule.setTotalSteps(200, at: 50)

      #expect((0..<200).allSatisfy { schedule.rate(at: $0) == before.rate(at: $0) })
    }
  }
}
