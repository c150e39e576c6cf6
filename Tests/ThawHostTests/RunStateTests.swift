import Testing
import ThawHost
import ThawProtocol

@Suite("What events add up to")
struct RunStateTests {
  private var prepared: RunState {
    var state = RunState()
    state.take(
      TrainingPlan(
        architecture: "tiny",
        rows: [
          LayerRow(name: "stem", parameters: 10, state: .frozen),
          LayerRow(name: "head", parameters: 5, state: .trainable),
        ], totalSteps: 100))
    return state
  }

  @Test("Rows change by name; names that are unknown are passed over")
  func rows() {
    var state = prepared
    state.apply(.rows(["stem": .trainable, "nowhere": .frozen], step: 3))
    #expect(state.rows.map(\.state) == [.trainable, .trainable])
  }

  @Test("What stands behind a row replaces what was told of it; a calibration is kept for viewers")
  func standings() {
    var state = prepared
    state.apply(.standings(["stem": RowStanding(provenStep: 3)], step: 3))
    state.apply(
      .standings(["stem": RowStanding(provenStep: 9), "nowhere": RowStanding()], step: 9))
    #expect(state.rows.map(\.standing) == [RowStanding(provenStep: 9), nil])
    let calibration = Calibration(timings: [
      StepTiming(mask: StepMask(trainable: [1]), seconds: 0.5)
    ])
    state.apply(.calibration(calibration))
    #expect(state.calibration == calibration)
  }

  @Test("Metrics move the step forward, never back")
  func steps() {
    var state = prepared
    state.apply(.metrics([MetricRecord(step: 7, epoch: 0.5, time: 1, values: [:])]))
    state.apply(.metrics([MetricRecord(step: 6, epoch: 0.4, time: 2, values: [:])]))
    #expect(state.progress.step == 7)
    #expect(state.progress.epoch == 0.5)
    #expect(state.progress.totalSteps == 100)
  }

  @Test("A phase brings its reason, and the next one takes it away")
  func reasons() {
    var state = prepared
    state.apply(.phase(.paused, step: 4, reason: "loss is NaN"))
    #expect(state.reason == "loss is NaN")
    state.apply(.phase(.training, step: 4, reason: nil))
    #expect(state.reason == nil)
    #expect(state.phase == .training)
  }
}
