import Foundation
import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Sessions and Compare screens")
struct SessionsScreenTests {
  private func list() -> ReducerTester {
    var state = Fixture.sessionList(width: 160, height: 50)
    let sessions = Fixture.sessions.enumerated().map { index, session in
      var session = session
      session.recipe = ["method.train": index < 3 ? "head" : "all"]
      return session
    }
    _ = reduce(&state, .sessionsLoaded(sessions))
    return ReducerTester(state)
  }

  @Test("o sorts by one column after another and keeps it, O turns the order round")
  func sorting() throws {
    var tester = list()
    tester.send(.keyPressed("o"), effects: [.keep(sorted("name", false))])
    #expect(tester.state.sessions.visible.first?.name == "broken-data")
    tester.send(.keyPressed("O"), effects: [.keep(sorted("name", true))])
    #expect(tester.state.sessions.visible.first?.name == "stamps-random-weights")
    var byAge = list()
    let newest = byAge.state.sessions.visible.map(\.name)
    byAge.press("O")
    #expect(byAge.state.sessions.visible.map(\.name) == newest.reversed())
  }

  private func sorted(_ field: String, _ isDescending: Bool) -> KeptChoices {
    var arrangement = SessionArrangement()
    (arrangement.sort, arrangement.isDescending) = (field, isDescending)
    return KeptChoices(arrangement: arrangement, comparison: CompareChoices())
  }

  @Test("A filter that is half typed says what is missing and hides nothing")
  func filter() {
    var tester = list()
    tester.press("/")
    tester.type("val.accuracy >")
    #expect(tester.state.sessions.visible.count == 6)
    #expect(picture(of: tester.state).text.contains("after “val.accuracy >” comes a value"))
    tester.type(" 0.9 and method.train = head")
    #expect(tester.state.sessions.visible.map(\.name) == ["clothes-all"])
    #expect(tester.state.sessions.filterError == nil)
  }

  @Test("Groups have headings with means, over which the cursor and the mouse pass")
  func groups() {
    var tester = list()
    var arrangement = SessionArrangement()
    arrangement.group = "method.train"
    let kept = KeptChoices(arrangement: arrangement, comparison: CompareChoices())
    tester.press(":")
    tester.type("group method.train")
    tester.press(.enter, effects: [.keep(kept)])
    let text = picture(of: tester.state).text
    #expect(text.contains("head  method.train, 3"))
    #expect(text.contains(" ±"))
    tester.press("j", "j", "j")
    #expect(tester.state.sessions.cursor == tester.state.sessions.visible[3].name)
    expectGroupedPicture(text)
  }

  private func expectGroupedPicture(_ text: String) {
    let lines = text.split(separator: "\n").filter { $0.contains("method.train, ") }
    #expect(lines.count == 2)
  }

  @Test("A field that no session has is refused with what to do")
  func unknownField() {
    var tester = list()
    tester.press(":")
    tester.type("columns name val/nothing")
    tester.press(.enter)
    guard case .palette(let palette) = tester.state.overlay else {
      Issue.record("the palette closed")
      return
    }
    #expect(palette.error == "no session has “val/nothing”; tab lists what there is")
  }

  @Test("Stars, archives and notes are stored; an archived session leaves the list")
  func labels() throws {
    var tester = list()
    let name = try #require(tester.state.sessions.cursor)
    tester.press("*", effects: [.label(session: name, .star(true))])
    tester.press("a", effects: [.label(session: name, .archive(true))])
    var labels = SessionLabels()
    labels.apply(.archive(true))
    var sessions = try #require(tester.state.sessions.all)
    let place = try #require(sessions.firstIndex { $0.name == name })
    sessions[place].labels = labels
    tester.send(.sessionsLoaded(sessions))
    #expect(!tester.state.sessions.visible.map(\.name).contains(name))
    #expect(picture(of: tester.state).text.contains("1 archived, A shows them"))
  }

  @Test("A session that runs is not deleted; one that ended is, and comes back")
  func deleting() {
    var tester = list()
    tester.press("U")
    #expect(tester.toast == "nothing was deleted here")
    tester.press("X")
    #expect(tester.toast == "\(Fixture.session) still runs; stop it before it is deleted")
    tester.press("j")
    tester.press("X", effects: [.delete(session: "clothes-all")])
    tester.send(.sessionDeleted(name: "clothes-all"))
    tester.press("U", effects: [.restore(session: "clothes-all")])
    tester.press("U")
    #expect(tester.toast == "nothing was deleted here")
  }

  @Test(
    "What was chosen is shown anew: columns, sort, filter, marks, and how sessions are compared")
  func kept() throws {
    var arrangement = SessionArrangement()
    arrangement.filter = "clothes-[ah]"
    arrangement.columns = ["name", "method.train"]
    arrangement.sort = "val.loss"
    var comparison = CompareChoices()
    (comparison.axis, comparison.alignment, comparison.grouping) = (.time, .thaw, .seeds)
    let kept = KeptChoices(
      arrangement: arrangement, marks: ["clothes-all", "clothes-head"], comparison: comparison)
    let opened = DashboardState.opening(
      .sessions, size: Size(width: 160, height: 50), client: "test",
      kept: try JSONDecoder().decode(KeptChoices.self, from: JSONEncoder().encode(kept)))
    var tester = ReducerTester(opened.state)
    tester.send(.sessionsLoaded(Fixture.sessions))
    #expect(tester.state.sessions.visible.map(\.name) == ["clothes-all", "clothes-head"])
    let text = picture(of: tester.state).text
    #expect(text.contains("/clothes-[ah]") && text.contains("method.train"))
    tester.press(.enter, effects: [.loadComparison(["clothes-all", "clothes-head"])])
    #expect(tester.state.compare.choices == comparison)
    var asked = DashboardState.opening(
      .compare(["a", "b"], alignment: .freeze, targets: ["val/accuracy": 0.25]),
      size: Size(width: 160, height: 50), client: "test",
      kept: kept)
    #expect(asked.state.compare.choices.alignment == .freeze)
    #expect(asked.state.compare.choices.axis == .time)
    _ = reduce(&asked.state, .comparisonLoaded([Fixture.history(), Fixture.history(name: "b")]))
    #expect(asked.state.compare.alignment == .freeze)
    let lines = asked.state.compare.comparison?.targets
    #expect(lines?.first { $0.metric == "val/accuracy" }?.target == 0.25)
  }

  @Test("A kept filter that matches nothing hides nothing, and one that came to that is not kept")
  func forgottenFilter() {
    var arrangement = SessionArrangement()
    (arrangement.filter, arrangement.sort) = ("gone-*", "name")
    let opened = DashboardState.opening(
      .sessions, size: Size(width: 160, height: 50), client: "test",
      kept: KeptChoices(arrangement: arrangement))
    var tester = ReducerTester(opened.state)
    tester.send(.sessionsLoaded(Fixture.sessions))
    #expect(tester.state.sessions.visible.count == Fixture.sessions.count)
    #expect(tester.state.sessions.arrangement.sort == "name")
    var state = tester.state
    state.sessions.setFilter("clothes-[ah]")
    #expect(state.choices.arrangement.filter == "clothes-[ah]")
    state.sessions.setFilter("nothing-is-called-so")
    #expect(state.sessions.visible.isEmpty)
    #expect(state.choices.arrangement.filter == "")
  }

  @Test("Every folder of sessions has its own choices; those changed longest ago are forgotten")
  func libraries() throws {
    var kept = KeptLibraries()
    kept["/a"] = KeptChoices(marks: ["one"])
    kept["/b"] = KeptChoices(marks: ["two"])
    kept["/b"] = KeptChoices(marks: ["three"])
    kept = try JSONDecoder().decode(KeptLibraries.self, from: JSONEncoder().encode(kept))
    #expect(kept["/a"]?.marks == ["one"] && kept["/b"]?.marks == ["three"] && kept["/c"] == nil)
    for number in 1..<KeptLibraries.limit { kept["/\(number)"] = KeptChoices() }
    #expect(kept["/a"] == nil && kept["/b"] != nil)
  }

  @Test("A choice on Compare is kept, and the baseline becomes the first mark")
  func keptComparison() {
    var tester = ReducerTester(Fixture.compared(width: 160, height: 50))
    tester.send(
      .sessionsLoaded(Fixture.sessions))
    tester.press("3", effects: [.loadSessions()])
    for key: Key in ["g", "j", " ", "j", " "] { tester.press(key) }
    let marks = tester.state.sessions.marks
    #expect(marks.count == 2)
    tester.press("C", effects: [.loadComparison(marks)])
    tester.send(.comparisonLoaded(marks.map { Fixture.history(name: $0) }))
    var comparison = CompareChoices()
    comparison.axis = .epoch
    tester.press(
      "x",
      effects: [
        .keep(
          KeptChoices(
            arrangement: SessionArrangement(), marks: marks, comparison: comparison))
      ])
    tester.press("j", "b")
    #expect(tester.state.sessions.marks == marks.reversed())
  }

  @Test("The name is always the first column, and sessions that cannot be read are named")
  func names() throws {
    var tester = list()
    tester.press(":")
    tester.type("columns method.train name")
    tester.press(.enter)
    let rows = picture(of: tester.state).rows
    let header = try #require(rows.first { $0.contains("method.train") })
    #expect(header.split(separator: " ").dropFirst().prefix(2) == ["name", "method.train"])
    #expect(rows.contains { $0.contains("clothes-head") })
    tester.send(.sessionsLoaded(Fixture.sessions, broken: ["torn", "newer"]))
    #expect(picture(of: tester.state).text.contains("cannot be read: torn, newer"))
    tester.send(.sessionsLoaded([], broken: ["torn"]))
    #expect(picture(of: tester.state).text.contains("no session can be read"))
  }

  @Test(
    "What earlier comparisons were counted from is left where it would hide a session; esc lists")
  func leftAlignment() {
    var comparison = CompareChoices()
    (comparison.axis, comparison.alignment) = (.flops, .thaw)
    var plain = Fixture.history(name: "plain")
    plain.detail.journal = []
    plain.detail.rows = []
    for (asked, wanted) in [(nil, nil), (.thaw, .thaw)] as [(AlignmentMark?, AlignmentMark?)] {
      var tester = ReducerTester(
        DashboardState.opening(
          .compare(["a", "plain"], alignment: asked), size: Size(width: 160, height: 50),
          client: "test", kept: KeptChoices(comparison: comparison)
        ).state)
      tester.send(.comparisonLoaded([Fixture.history(), plain]))
      #expect(tester.state.compare.alignment == wanted)
      #expect(tester.state.compare.plot.axis == .step)
      tester.press(.escape, effects: [.loadSessions()])
      #expect(tester.state.screen == .sessions)
    }
  }

  @Test("A metric at a step is a column: its values are read, printed and sorted by")
  func atStep() {
    var tester = list()
    tester.press(":")
    tester.type("columns name val.accuracy@500 no.such@3")
    tester.press(.enter)
    tester.press(.control("u"))
    tester.type("columns name val.accuracy@500")
    let field = StepField("val.accuracy@500")
    tester.press(.enter, effects: [.loadSessions(at: Set([field].compactMap(\.self)))])
    var sessions = Fixture.sessions
    sessions[2].valuesAtSteps["val.accuracy@500"] = 0.8125
    tester.send(.sessionsLoaded(sessions))
    #expect(picture(of: tester.state).text.contains("81.3 %"))
    // Read without them meanwhile, the list keeps what it knows.
    tester.send(.sessionsLoaded(Fixture.sessions))
    tester.press("/")
    tester.type("val.accuracy@500 > 0.8")
    tester.press(.enter)
    #expect(tester.state.sessions.visible.map(\.name) == [sessions[2].name])
  }

  @Test("Compare: j and a click bring a session to the front, b measures against it")
  func front() {
    var tester = ReducerTester(Fixture.compared(width: 160, height: 50))
    tester.press("j", "j", "j")
    #expect(tester.state.compare.cursor == 2)
    tester.press("b")
    #expect(tester.state.compare.comparison?.baseline == 2)
    #expect(picture(of: tester.state).text.contains("against 3 clothes-all"))
    let lines = picture(of: tester.state).text.split(
      separator: "\n", omittingEmptySubsequences: false)
    let row = lines.firstIndex { $0.hasPrefix("│ 2 ") } ?? 0
    tester.send(.clicked(x: 60, y: row))
    #expect(tester.state.compare.cursor == 1)
  }

  @Test("Compare: sessions of which one runs are read anew every 10 s, where the person was")
  func growing() {
    let names = ["clothes-head", "clothes-last-blocks", "clothes-all"]
    var tester = ReducerTester(Fixture.compared(width: 160, height: 50))
    tester.press("j", .pageDown)
    let scroll = tester.state.compare.scroll
    tester.send(.ticked(at: 9))
    tester.send(.ticked(at: 10), effects: [.loadComparison(names)])
    tester.send(.ticked(at: 19))
    let histories = names.map { Fixture.history(name: $0, state: .finished) }
    tester.send(.comparisonLoaded(histories), .ticked(at: 40))
    #expect(tester.state.compare.cursor == 1 && tester.state.compare.scroll == scroll)
  }

  @Test("Compare: where no session can be drawn it is said why")
  func nothingDrawn() {
    var plain = Fixture.history(name: "plain")
    plain.detail.journal = []
    plain.curves["other"] = plain.curves[MetricName.trainLoss]
    var state = DashboardState.opening(
      .compare(["a", "plain"], alignment: .thaw), size: Size(width: 120, height: 40),
      client: "test"
    ).state
    state.compare.take([Fixture.history(name: "a"), plain])
    state.compare.metric = "other"
    #expect(picture(of: state).text.contains("no session that has a thaw logged other"))
  }

  @Test("Beside the list stand a session's note, its metrics and its recipe")
  func details() {
    var session = Fixture.sessions[0]
    session.labels.note = "what became of it"
    session.recipe = Fixture.recipe
    var tester = ReducerTester(Fixture.sessionList(width: 160, height: 50))
    tester.send(.sessionsLoaded([session]))
    let text = picture(of: tester.state).text
    for word in ["what became of it", "samples_per_second", "optimizer.name", "adamw"] {
      #expect(text.contains(word), "\(word)")
    }
  }

  @Test("Compare: training FLOPs are an axis where costs are known, and refused where not")
  func flops() {
    var tester = ReducerTester(Fixture.compared(width: 160, height: 50))
    #expect(tester.state.axes == PlotAxis.allCases)
    tester.press("x", "x", "x", "x")
    #expect(tester.state.compare.plot.axis == .flops)
    #expect(picture(of: tester.state).text.contains("by training FLOPs"))
    var histories = [Fixture.history(name: "a"), Fixture.history(name: "b")]
    histories[1].detail.rows = Fixture.withoutCosts
    tester.send(.comparisonLoaded(histories))
    tester.press(":")
    tester.type("axis flops")
    tester.press(.enter)
    guard case .palette(let palette) = tester.state.overlay else {
      Issue.record("the palette closed")
      return
    }
    #expect(palette.error?.hasPrefix("training FLOPs is not known here") == true)
  }

  @Test("Compare: twenty sessions are drawn, the one in front named and among the columns")
  func twenty() {
    var state = DashboardState.opening(
      .compare([]), size: Size(width: 160, height: 50), client: "test"
    ).state
    let histories = (1...20).map {
      Fixture.history(name: "run-\($0)", steps: 300, seed: UInt64($0), state: .finished)
    }
    _ = reduce(&state, .comparisonLoaded(histories))
    for _ in 0..<16 { _ = reduce(&state, .keyPressed("j")) }
    let text = picture(of: state).text
    #expect(text.contains("━ 17 run-17"))
    #expect(text.contains("  17 run-17"))
    #expect(text.contains("◆ 1 run-1"))
    #expect(text.contains("strips of 8 of 20") && text.contains("more, j shows them"))
    #expect(text.contains("names of") || text.contains("━ 20 run-20"))
    let chart = CompareChart(state.compare)
    #expect(chart?.order.suffix(2) == [0, 16])
    #expect(
      [0, 8, 16].map { chart?.role(of: $0) } == [.plotSeries(0), .muted, .plotSeries(1)])
  }

  @Test("Compare: o leaves out what lies far above, and counts it")
  func comparedOutliers() throws {
    var histories = (1...3).map {
      Fixture.history(name: "run-\($0)", steps: 1_200, seed: UInt64($0))
    }
    histories[0].curves[MetricName.validationLoss]?[0] = MetricBucket(
      step: 100, epoch: 0.1, time: 13, value: 900)
    var state = DashboardState.opening(
      .compare([]), size: Size(width: 160, height: 50), client: "test"
    ).state
    _ = reduce(&state, .comparisonLoaded(histories))
    #expect(!picture(of: state).text.contains("above"))
    _ = reduce(&state, .keyPressed("o"))
    #expect(picture(of: state).text.contains("points above"))
  }

  @Test("What another tool calls its metrics is charted, losses in the large chart")
  func foreignMetrics() {
    var tester = ReducerTester(
      DashboardState.opening(
        .watch(path: "a.csv", run: "a"), size: Size(width: 120, height: 40), client: "test"
      ).state)
    var history = Fixture.history(name: "a", steps: 200)
    history.detail.rows = []
    history.detail.origin = "CSV, a.csv"
    let loss = history.curves[MetricName.trainLoss]
    history.curves = ["speed": loss ?? [], "my_accuracy": loss ?? [], "my_loss": loss ?? []]
    tester.send(.historyLoaded(history))
    #expect(
      tester.state.grid.charts == [
        .metric("my_loss"), .metric("my_accuracy"), .metric("speed"),
      ])
  }

  @Test("A watched file's run has curves, no layers, and takes no command, saying why")
  func watched() {
    let opened = DashboardState.opening(
      .watch(path: "runs/a.jsonl", run: "a"), size: Size(width: 120, height: 40), client: "test")
    #expect(opened.effects == [.watch(path: "runs/a.jsonl", run: "a")])
    var tester = ReducerTester(opened.state)
    var history = Fixture.history(name: "a", steps: 200)
    history.detail.rows = []
    history.detail.origin = "JSON lines, runs/a.jsonl"
    tester.send(.historyLoaded(history))
    #expect(tester.state.run?.step == 200)
    #expect(tester.state.grid == ChartGrid())
    tester.press("p")
    #expect(tester.toast == "not trained by thaw; it can only be watched")
    tester.press("w")
    #expect(picture(of: tester.state).text.contains("curves only, no layers"))
    #expect(picture(of: tester.state).text.contains("step 200 "))
    // A file that began anew shows what it has now.
    var fresh = Fixture.history(name: "a", steps: 100)
    fresh.detail.rows = []
    tester.send(.historyLoaded(fresh))
    #expect(tester.state.run?.curves[MetricName.trainLoss].buckets.last?.lastStep == 100)
  }
}
