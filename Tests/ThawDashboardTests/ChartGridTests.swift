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

  @Test("m shows every metric in turn in the focused place, and comes round")
  mutating func cycling() {
    tester.press(.tab, "j")
    var seen: Set<ChartName> = []
    for _ in 0..<6 {
      tester.press("m")
      seen.insert(tester.state.chart)
    }
    #expect(tester.state.chart == .accuracy)
    #expect(seen.contains(.metric(MetricName.throughput)))
    #expect(seen.contains(.loss))
    tester.press("M", "m")
    #expect(tester.state.chart == .accuracy)
    #expect(tester.state.grid.charts.first == .loss)
  }

  @Test("chart NAME opens any metric large, and esc leaves it in its place")
  mutating func palette() {
    enter("chart row/head/drift")
    #expect(tester.state.isChartEnlarged)
    #expect(picture(of: tester.state).text.contains("─ row/head/drift ─"))
    tester.press(.escape)
    #expect(tester.state.grid.charts[0] == .metric("row/head/drift"))
    enter("chart train/grad_norm")
    #expect(tester.state.grid.focus == 2)
    enter("chart")
    #expect(tester.state.grid == ChartGrid())
    #expect(!tester.state.isChartEnlarged)
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
