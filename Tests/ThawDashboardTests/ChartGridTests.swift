import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Choice of charts")
struct ChartGridTests {
  private var tester = ReducerTester(Fixture.live(width: 160, height: 50))

  private mutating func enter(_ line: String) {
    tester.press(":")
    tester.type(line)
    tester.press(.enter)
  }

  @Test("m shows every metric that has no place yet in the focused one, and comes round")
  mutating func cycling() {
    tester.press(.tab, "j")
    var seen: [ChartName] = []
    repeat {
      tester.press("m")
      #expect(Set(tester.state.grid.charts).count == 4, "none is there twice")
      seen.append(tester.state.chart)
    } while tester.state.chart != .accuracy && seen.count < 99
    let all = tester.state.run?.curves.charts ?? []
    #expect(Set(seen) == Set(all).subtracting([.loss, .gradientNorm, .learningRate]))
    #expect(seen.contains(.metric(MetricName.throughput)))
    tester.press("M", "m")
    #expect(tester.state.chart == .accuracy)
    #expect(tester.state.grid.charts.first == .loss)
  }

  @Test("chart NAME opens any metric large, and esc leaves it in its place")
  mutating func palette() {
    enter("chart row/head/drift")
    #expect(tester.state.isChartEnlarged)
    #expect(picture(of: tester.state).text.contains("─ head · drift ─"))
    tester.press(.escape)
    #expect(tester.state.grid.charts[0] == .metric("row/head/drift"))
    enter("chart train/grad_norm")
    #expect(tester.state.grid.focus == 2)
    enter("chart")
    #expect(tester.state.grid == ChartGrid())
    #expect(!tester.state.isChartEnlarged)
  }

  @Test(
    "Charts are called by words; names that nobody knows stay as they are",
    arguments: [
      ("train/grad_norm", "gradient norm"), ("val/accuracy", "accuracy"),
      ("val/loss", "validation loss"), ("train/accuracy", "training accuracy"),
      ("row/blocks.3/grad_norm", "blocks.3 · gradient norm"), ("learning_rate", "learning rate"),
      ("train/samples_per_second", "samples per second"), ("eval/rouge_1", "eval/rouge_1"),
      ("reward", "reward"), ("", ""),
    ])
  func titles(metric: String, title: String) {
    #expect(ChartName.metric(metric).title == title)
  }

  @Test("Metrics may be written with dots: grid, chart, pin and unpin mean the same")
  mutating func dots() {
    enter("grid val.loss val.accuracy")
    #expect(tester.state.grid.charts == [.metric(MetricName.validationLoss), .accuracy])
    enter("pin val.loss")
    #expect(tester.state.grid.pinned == [.metric(MetricName.validationLoss)])
    enter("unpin val.loss")
    #expect(tester.state.grid.pinned.isEmpty)
    enter("chart row.head.drift")
    #expect(tester.state.chart == .metric("row/head/drift"))
  }

  @Test("A metric that nobody logged is refused by name")
  mutating func unknown() {
    enter("chart val/f1")
    guard case .palette(let palette) = tester.state.overlay else {
      Issue.record("the palette is closed")
      return
    }
    #expect(palette.error?.hasPrefix("no metric “val/f1”; there are train/grad_norm") == true)
  }

  @Test("A pinned chart stays: m and d say why not, grid and chart leave it in")
  mutating func pinned() {
    tester.press(.tab, "j", "i")
    #expect(tester.toast == "accuracy stays whatever else is shown")
    #expect(picture(of: tester.state).text.contains("─ accuracy ◉ ─"))
    tester.press("m")
    #expect(tester.toast == "accuracy is pinned; i lets go of it")
    tester.press("d")
    #expect(tester.state.chart == .accuracy && tester.state.grid.charts.count == 4)
    enter("grid train/loss train/learning_rate")
    #expect(tester.state.grid.charts == [.loss, .learningRate, .accuracy])
    tester.press("j", "j")
    enter("chart \(MetricName.throughput)")
    #expect(tester.state.grid.charts.last == .metric(MetricName.throughput))
    #expect(tester.state.grid.charts.contains(.accuracy))
    enter("chart")
    #expect(tester.state.grid.charts == ChartGrid().charts)
    #expect(tester.state.grid.pinned == [.accuracy])
    // What is cycled through another place leaves out what has one for good.
    for _ in 0..<8 {
      tester.press("m")
      #expect(tester.state.chart != .accuracy)
    }
    enter("unpin val/accuracy")
    #expect(tester.state.grid.pinned.isEmpty)
  }

  @Test("pin METRIC brings a metric in and pins it; where all places are pinned it says so")
  mutating func pinnedByName() {
    enter("pin row/head/drift")
    #expect(tester.state.chart == .metric("row/head/drift"))
    #expect(tester.state.grid.pinned == [tester.state.chart])
    let metrics = tester.state.run?.curves.allNames.filter { $0.hasPrefix("row/") } ?? []
    for metric in metrics + [MetricName.trainLoss] { enter("pin \(metric)") }
    #expect(tester.state.grid.charts.count == ChartGrid.limit)
    #expect(tester.toast == "all 9 charts are pinned; i lets go of one")
    enter("unpin train/loss")
    guard case .palette(let palette) = tester.state.overlay else {
      Issue.record("the palette is closed")
      return
    }
    #expect(palette.error == "“train/loss” is not pinned")
  }

  @Test("A run of another tool without a training loss has all that charts have")
  func foreign() throws {
    var history = Fixture.imported
    let values = history.curves[MetricName.gradientNorm] ?? []
    history.curves = ["reward": values, "kl": values, "entropy": Array(values.prefix(9))]
    var tester = ReducerTester(
      DashboardState.opening(
        .saved(session: Fixture.session), size: .init(width: 160, height: 50), client: "test"
      ).state)
    tester.send(.historyLoaded(history))
    #expect(tester.state.grid.charts == ["entropy", "kl", "reward"].map(ChartName.metric))
    #expect(tester.state.pane == .charts)
    #expect(LiveLayout(tester.state).charts.first?.area.width == 160)
    tester.press(.left)
    #expect(tester.state.plots.cursor == 1_240)
    tester.press("d", "m")
    #expect(tester.state.chart == .metric("entropy"))
    tester.press("x", "x", "+", .left)
    let cursor = try #require(tester.state.plots.cursor)
    #expect(cursor < 1_240)
    #expect(picture(of: tester.state).text.contains("step \(grouped(cursor))"))
  }

  @Test("A session's charts are as they were left")
  mutating func remembered() {
    tester.press(.tab, "m")
    let grid = tester.state.grid
    tester.press(":")
    tester.type("open other")
    tester.press(
      .enter, effects: [.attach(session: "other"), .loadHistory(session: "other")])
    #expect(tester.state.grid == ChartGrid())
    tester.press(":")
    tester.type("open \(Fixture.session)")
    tester.press(
      .enter,
      effects: [.attach(session: Fixture.session), .loadHistory(session: Fixture.session)])
    #expect(tester.state.grid == grid)
  }
}
