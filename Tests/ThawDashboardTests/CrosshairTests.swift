import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Crosshair")
struct CrosshairTests {
  private var tester = ReducerTester(Fixture.live(width: 160, height: 50))

  private var text: String { picture(of: tester.state).text }

  @Test("Left points at the newest step, right at the oldest, and esc lets go")
  mutating func appears() {
    tester.press(.tab, .left)
    #expect(tester.state.plots.cursor == 1_240)
    tester.press(.escape, .right)
    #expect(tester.state.plots.cursor == 1)
    tester.press(.escape)
    #expect(tester.state.plots.cursor == nil)
    #expect(tester.state.pane == .charts)
  }

  @Test("Without a chart that has the keys, left and right move the view")
  mutating func elsewhere() {
    tester.press("+", .left)
    #expect(tester.state.plots.cursor == nil)
    #expect(tester.state.plots.window == 0.375...0.875)
  }

  @Test("It moves by columns, and by single steps where each has a column")
  mutating func stride() {
    tester.press(.tab, .left, .left)
    let far = 1_240 - (tester.state.plots.cursor ?? 0)
    #expect((10...20).contains(far))
    for _ in 0..<5 { tester.press("+") }
    let before = tester.state.plots.cursor ?? 0
    tester.press(.left)
    #expect(tester.state.plots.cursor == before - 1)
  }

  @Test("It stays in the run, and the view goes with it")
  mutating func edges() {
    tester.press("+", "+", .tab, .left, .right)
    #expect(tester.state.plots.cursor == 1_240)
    for _ in 0..<200 { tester.press(.left) }
    let share = (tester.state.share(ofStep: tester.state.plots.cursor ?? 0) ?? -1)
    #expect(share >= 0)
    #expect(tester.state.plots.window.contains(share))
    #expect(!tester.state.plots.isFollowing)
  }

  @Test("All charts say their values at its step")
  mutating func readings() throws {
    let run = try #require(tester.state.run)
    tester.press("n", "n")
    #expect(tester.state.plots.cursor == 700)
    func value(_ metric: String, step: Int) throws -> String {
      let bucket = try #require(run.curves[metric].buckets.first { $0.step == step })
      return printed(bucket.mean, of: metric)
    }
    #expect(text.contains("step 700"))
    for metric in [MetricName.trainLoss, MetricName.gradientNorm] {
      #expect(text.contains(try value(metric, step: 700)))
    }
    #expect(text.contains("val " + (try value(MetricName.validationAccuracy, step: 700))))
  }

  @Test("n and N go from one intervention to the next, and say when there is no other")
  mutating func interventions() {
    var seen: [Int?] = []
    for _ in 0..<5 {
      tester.press("n")
      seen.append(tester.state.plots.cursor)
    }
    #expect(seen == [300, 700, 1_000, 1_100, 1_100])
    #expect(tester.toast == "no further intervention")
    tester.press("N")
    #expect(tester.state.plots.cursor == 1_000)
  }

  @Test("On an intervention the chart says what it was and how the slope changed")
  mutating func slope() {
    tester.press("n")
    #expect(text.contains("☀ thaw blocks.14-15 · slope -"))
    #expect(text.contains("per 100 steps"))
  }

  @Test("What is done within a few steps is one act, and the slopes are those around it")
  mutating func act() throws {
    let rate = JournalEntry(
      step: 301, time: 40, command: "lr 0.001", outcome: .applied(step: 301))
    let before = try #require(tester.state.run?.intervention(at: 300, on: MetricName.trainLoss))
    tester.send(.eventArrived(sequence: 101, .journal(rate)))
    let after = try #require(tester.state.run?.intervention(at: 300, on: MetricName.trainLoss))
    #expect(after.slopes == before.slopes)
    #expect(tester.state.run?.intervention(at: 301, on: MetricName.trainLoss)?.slopes != nil)
  }

  @Test("Slopes are those of the lines on either side, spikes of NaN left out")
  func slopes() throws {
    var curve = Curve()
    for step in 1...200 {
      let value = step <= 100 ? 10 - Double(step) * 0.02 : 8 - Double(step - 100) * 0.05
      curve.append(step: step, epoch: 0, time: 0, value: step == 50 ? .nan : value)
    }
    let change = try #require(SlopeChange(of: curve, at: 100, reach: (100, 100)))
    #expect(abs(change.before + 2) < 1e-9)
    #expect(abs(change.after + 5) < 1e-9)
    #expect(SlopeChange(of: curve, at: 199, reach: (100, 100)) == nil)
    #expect(SlopeChange(of: curve, at: 2, reach: (100, 100)) == nil)
  }

  @Test("A view that was moved stays on its steps while the run grows; f follows again")
  mutating func following() throws {
    tester.press("+", "h")
    let held = try #require(steps(of: tester.state))
    let records = (1_241...2_480).map { step in
      MetricRecord(
        step: step, epoch: Double(step) / 938, time: Double(step) * 0.131,
        values: [MetricName.trainLoss: 0.4])
    }
    tester.send(.eventArrived(sequence: 101, .metrics(records)))
    let later = try #require(steps(of: tester.state))
    #expect(abs(later.lowerBound - held.lowerBound) < 2)
    #expect(abs(later.upperBound - held.upperBound) < 2)
    tester.press("f")
    #expect(steps(of: tester.state)?.upperBound == 2_480)
  }

  @Test("x counts samples where the batch size is known")
  mutating func samples() {
    tester.press("x", "x", "x")
    #expect(tester.state.plots.axis == .samples)
    #expect(text.contains("by samples"))
    #expect(text.contains("30k"))
    tester.press("n")
    #expect(tester.state.plots.cursor == 300)
    tester.press("x")
    #expect(tester.state.plots.axis == .step)
  }

  private func steps(of state: DashboardState) -> ClosedRange<Double>? {
    state.run?.curves[MetricName.trainLoss].span(on: .step).map { state.plots.view(of: $0) }
  }
}
