import Testing
import ThawProtocol

@testable import ThawEngine

@Suite("Run control") struct RunControlTests {
  private func control() -> RunControl {
    RunControl(
      mask: FreezeMask(names: ["stem", "head"], trainable: [0, 1]),
      regimen: Regimen(
        schedule: LearningRateSchedule(baseRate: 0.1, totalSteps: 100), rowFactors: [1, 1],
        accumulation: Accumulation(batchesPerEpoch: 25)))
  }

  private func decide(
    _ command: Command, on control: inout RunControl, at step: Int = 12
  ) -> Decision {
    control.decide(Request(id: "\(command)", command: command), at: step)
  }

  @Test(
    "A command names the effect that is left to the loop",
    arguments: [
      (Command.freeze(["stem"]), Decision.apply(.rows(["stem"], .frozen), note: "stem frozen")),
      (.thaw(["stem"]), .apply(.none, note: "already trainable")),
      (.freeze(["*"]), .refuse("every row would be frozen; leave at least one trainable")),
      (.freeze(["neck"]), .refuse("no row matches “neck”; the rows are stem, head")),
      (.learningRate(0.5), .apply(.regimen)),
      (.weightDecay(0.5), .apply(.regimen)),
      (
        .length(.by(-20)), .apply(.regimen, note: "the run ends at step 80, epoch 3.2")
      ),
      (.length(.by(.max)), .refuse("no run is that long")),
      (.length(.by(.min)), .refuse("step \(100 + Int.min) has passed; stop ends the run now")),
      (.length(.steps(12)), .refuse("step 12 has passed; stop ends the run now")),
      (.learningRate(0), .refuse("the rate must be greater than zero")),
      (.learningRate(.nan), .refuse("the rate must be greater than zero")),
      (.step(0), .refuse("step takes a positive whole number")),
      (.resume, .apply(.none, note: "already running")),
      (.evaluate, .apply(.evaluate)),
      (.checkpoint, .apply(.checkpoint)),
      (.stop, .apply(.stop)),
    ])
  func effects(command: Command, decision: Decision) {
    var control = control()

    #expect(decide(command, on: &control) == decision)
  }

  @Test("Pause holds the run until resume")
  func pause() {
    var control = control()

    #expect(decide(.pause, on: &control) == .apply(.none))
    #expect(!control.moves)
    #expect(decide(.pause, on: &control) == .apply(.none, note: "already paused"))
    #expect(decide(.resume, on: &control) == .apply(.none))
    #expect(control.moves)
  }

  @Test("Step n takes n steps and holds, from a pause and from a running run")
  func step() {
    for start in [Command.pause, .resume] {
      var control = control()
      _ = decide(start, on: &control)
      _ = decide(.step(3), on: &control)

      var taken = 0
      while control.moves, taken < 10 {
        control.stepTaken()
        taken += 1
      }

      #expect(taken == 3)
      #expect(control.motion == .paused)
    }
  }

  @Test("The learning rate command moves the schedule, and only from now on by its shape")
  func learningRate() {
    var control = control()
    _ = decide(.learningRate(0.02), on: &control, at: 40)

    #expect(control.schedule.rate(at: 40) == 0.02)
  }

  @Test("A rate beyond every number is refused, and nothing changes")
  func tooHigh() {
    for (first, second) in [
      (Command.scaleRate(1e308), Command.scaleRate(1e10)),
      (.scaleRate(1e-300), .rowRates(["head"], .rate(1e300))),
    ] {
      var control = control()
      _ = decide(first, on: &control)
      let before = control.regimen

      #expect(decide(second, on: &control) == .refuse("no rate is that high"))
      #expect(control.regimen == before)
    }
  }

  @Test("A repeated request is answered again and not applied again")
  func repeated() {
    var control = control()
    let request = Request(id: "a", command: .freeze(["stem"]))
    _ = control.decide(request, at: 5)
    control.settle(Reply(id: "a", outcome: .applied(step: 5, note: "stem frozen")))
    _ = control.decide(Request(id: "b", command: .thaw(["stem"])), at: 8)

    let again = control.decide(request, at: 9)

    #expect(again == .repeated(.applied(step: 5, note: "stem frozen")))
    #expect(control.mask.isTrainable(0))
  }

  @Test("After the end nothing moves and everything new is refused")
  func end() {
    var control = control()
    control.settle(Reply(id: "a", outcome: .applied(step: 5)))
    control.end()

    #expect(!control.moves)
    #expect(decide(.resume, on: &control) == .refuse("the run has ended"))
    #expect(
      control.decide(Request(id: "a", command: .stop), at: 9) == .repeated(.applied(step: 5)))
  }

  @Test("A stop that cannot be carried out leaves the run moving")
  func stopWithoutEnd() {
    var control = control()
    _ = decide(.stop, on: &control)

    #expect(control.moves)
  }
}
