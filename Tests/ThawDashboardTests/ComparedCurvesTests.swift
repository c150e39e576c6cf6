import Testing
import ThawCanvas
import ThawProtocol
import ThawTestSupport

@testable import ThawDashboard

@Suite("Compared curves")
struct ComparedCurvesTests {
  private let metric = MetricName.validationLoss

  private func curves(
    _ histories: [SessionHistory], _ alignment: AlignmentMark? = nil, _ grouping: Grouping? = nil,
    axis: PlotAxis = .step
  ) -> ComparedCurves {
    ComparedCurves(
      histories.map(ComparedSession.init),
      Comparison(of: histories, alignment: alignment, grouping: grouping), metric: metric,
      axis: axis, smoothing: 0)
  }

  private func fork(of trunk: SessionHistory, at step: Int) -> SessionHistory {
    var fork = trunk
    fork.detail.summary.name = "fork"
    fork.detail.journal = [
      JournalEntry(
        step: step, time: 0, command: ForkOrigin(trunk: trunk.detail.summary.name, step: step).text,
        outcome: .applied(step: step))
    ]
    for (name, buckets) in fork.curves {
      fork.curves[name] = buckets.map { bucket in
        bucket.step > step
          ? MetricBucket(
            step: bucket.step, epoch: bucket.epoch, time: bucket.time, value: bucket.mean / 2)
          : bucket
      }
    }
    return fork
  }

  @Test("A fork is drawn from the last point that it shares, and the place is marked with its step")
  func joined() {
    let trunk = Fixture.history(steps: 1_000)
    let drawn = curves([trunk, fork(of: trunk, at: 450)])
    #expect(drawn.lines.map(\.points.first?.x) == [100, 400])
    #expect(drawn.lines[1].points[0] == drawn.lines[0].points[3])
    #expect(drawn.marks == [PlotMark(x: 450, kind: .fork, label: "2 leaves 1 at step 450")])
  }

  @Test("Counted from a moment, x is zero there; sessions without it are not drawn")
  func aligned() {
    let steered = Fixture.history(steps: 1_240)
    var plain = Fixture.history(name: "plain", steps: 1_240)
    plain.detail.journal = []
    let drawn = curves([steered, plain], .thaw)
    #expect(drawn.lines.map(\.name) == [Fixture.session])
    #expect(drawn.lines[0].points.map(\.x).prefix(3) == [-200, -100, 0])
    #expect(drawn.marks.map(\.x) == [0])
    #expect(drawn.place(ofStep: 300, session: 0) == 0)
    #expect(drawn.place(ofStep: 300, session: 1) == nil)
    let byTime = curves([steered, plain], .thaw, axis: .time)
    #expect(abs((byTime.lines[0].points[2].x)) < 1e-9)
  }

  @Test("A group's curve is the mean, and its band reaches from the least to the greatest value")
  func mean() throws {
    let histories = [1.0, 2, 6].enumerated().map { index, value in
      var history = Fixture.history(name: "run-\(index)", steps: 300)
      history.curves[metric] = [100, 200].map {
        MetricBucket(step: $0, epoch: 0, time: 0, value: value * Double($0))
      }
      return history
    }
    let line = try #require(curves(histories, nil, .seeds).lines.first)
    #expect(line.name == "run-0 ×3")
    #expect(line.points.map(\.mid) == [300, 600])
    #expect(line.band.map(\.low) == [100, 200] && line.band.map(\.high) == [600, 1_200])
  }

  @Test("A mean that ends before others of its group says with which session, and goes by a letter")
  func ending() {
    let long = Fixture.history(name: "long", steps: 900)
    let short = Fixture.history(name: "short", steps: 400)
    let line = curves([long, short], nil, .by("method.train")).lines.first
    #expect(line?.shortest == "short" && line?.sign == "A")
    #expect(line?.points.last?.x == 400)
    let same = Fixture.history(name: "same", steps: 900)
    #expect(curves([long, same], nil, .by("method.train")).lines.map(\.shortest) == [nil])
    #expect(curves([long, short]).lines.map(\.sign) == ["1", "2"])
  }

  @Test("A mean is only told where all curves are, between points by straight lines")
  func between() {
    let one = [0.0, 10, 20].map { PlotPoint(x: $0, y: $0) }
    let other = [5.0, 15].map { PlotPoint(x: $0, y: 0) }
    let mean = meanCurve([one, other])
    #expect(mean.line.map(\.x) == [5, 10, 15])
    #expect(mean.line.map(\.mid) == [2.5, 5, 7.5])
    let broken = meanCurve([one, [5, 15].map { PlotPoint(x: $0, y: .nan) }])
    #expect(broken.line.allSatisfy(\.isNonFinite) && broken.band.isEmpty)
  }

  @Test("a counts from one moment after another, and says so on the axis")
  func key() {
    var tester = ReducerTester(Fixture.compared(width: 160, height: 50))
    tester.press("a")
    #expect(tester.state.compare.alignment == .thaw)
    let text = picture(of: tester.state).text
    #expect(text.contains("by step from the first thaw"))
    #expect(text.contains("+1k") && text.contains("-200") == false)
    tester.press("a", "a")
    #expect(tester.state.compare.alignment == .intervention(1))
    tester.press("a", "a")
    #expect(tester.state.compare.alignment == nil)
    tester.press(":")
    tester.type("align fork")
    tester.press(.enter)
    guard case .palette(let palette) = tester.state.overlay else {
      Issue.record("the palette closed")
      return
    }
    #expect(palette.error == "none of the compared sessions has a fork")
  }

  @Test("Names of curves that end in one line of the screen stand in the order of their values")
  func nameOrder() throws {
    let floors = ["upper": 0.32, "lowest": 0.3, "middle": 0.31]
    let names = ["upper", "lowest", "middle"]
    var state = DashboardState.opening(
      .compare(names), size: Size(width: 80, height: 24), client: "test"
    ).state
    let histories = names.map { Fixture.history(name: $0, steps: 1_200, floor: floors[$0] ?? 0) }
    _ = reduce(&state, .comparisonLoaded(histories))
    let rows = picture(of: state).rows.prefix(12)
    let places = try names.map { name in
      try #require(rows.firstIndex { $0.contains("━") && $0.contains(name) })
    }
    #expect(places == [places[0], places[0] + 2, places[0] + 1])
  }

  @Test("B shows repetitions as a mean and says what its band is")
  func means() {
    var state = DashboardState.opening(
      .compare([]), size: Size(width: 120, height: 40), client: "test"
    ).state
    let histories = (1...4).map { seed in
      var recipe = Fixture.recipe
      recipe["run.seed"] = "\(seed)"
      if seed == 4 { recipe["optimizer.name"] = "sgd" }
      return Fixture.history(
        name: "run-\(seed)", steps: 600, seed: UInt64(seed), state: .finished, recipe: recipe,
        floor: 0.3 + 0.05 * Double(seed))
    }
    _ = reduce(&state, .comparisonLoaded(histories))
    _ = reduce(&state, .keyPressed("B"))
    expectSnapshot(picture(of: state).text + "\n", named: "compare-means-120x40")
  }

  @Test("A fork and its trunk are one curve and one strip up to where they part")
  func forkPicture() {
    var state = DashboardState.opening(
      .compare([]), size: Size(width: 100, height: 30), client: "test"
    ).state
    let trunk = Fixture.history(steps: 1_000)
    _ = reduce(&state, .comparisonLoaded([trunk, fork(of: trunk, at: 450)]))
    expectSnapshot(picture(of: state).text + "\n", named: "compare-fork-100x30")
  }
}
