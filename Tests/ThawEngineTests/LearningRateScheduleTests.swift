import Testing

@testable import ThawEngine

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
}
