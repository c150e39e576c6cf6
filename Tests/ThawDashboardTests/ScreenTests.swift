import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Screens and keys")
struct ScreenTests {
  @Test("The list is read when it is shown; live sessions are attached, ended ones opened")
  func sessions() {
    var tester = ReducerTester()
    tester.press("3", effects: [.loadSessions()])
    tester.send(.sessionsLoaded(Fixture.sessions))
    #expect(tester.state.sessions.cursor == Fixture.session)
    tester.press("j", .enter, effects: [.leave, .loadHistory(session: "clothes-all")])
    #expect(tester.state.screen == .live)
    tester.press("3", effects: [.loadSessions()])
    tester.press(
      "g", .enter,
      effects: [.attach(session: Fixture.session), .loadHistory(session: Fixture.session)])
  }

  @Test("A list that is shown is read anew every 5 s, a hidden one is not")
  func freshList() {
    var tester = ReducerTester()
    tester.press("3", effects: [.loadSessions()])
    tester.send(.ticked(at: 114.9))
    tester.send(.ticked(at: 115), effects: [.loadSessions()])
    tester.send(.ticked(at: 115.1))
    tester.press("1")
    tester.send(.ticked(at: 140))
  }

  @Test("A saved session is shown in full and takes no command")
  func saved() {
    let opened = DashboardState.opening(
      .saved(session: "clothes-head"), size: .init(width: 120, height: 40), client: "test")
    #expect(opened.effects == [.leave, .loadHistory(session: "clothes-head")])
    var tester = ReducerTester(opened.state)
    tester.send(.historyLoaded(Fixture.history(name: "clothes-head", state: .finished)))
    #expect(tester.state.run?.board.rows.count == 18)
    #expect(tester.state.run?.condition(at: 0) == .finished)
    tester.press("p")
    #expect(tester.toast == "the run is finished")
  }

  @Test("The cursor and the marks stay on their sessions when the list changes")
  func steadyList() {
    var tester = ReducerTester(Fixture.sessionList(width: 120, height: 40))
    tester.mark()
    #expect(tester.state.sessions.marks == ["clothes-head", "clothes-all"])
    tester.send(.sessionsLoaded(Fixture.sessions.dropLast(1) + []))
    #expect(tester.state.sessions.cursor == "clothes-all")
    tester.send(.sessionsLoaded(Fixture.sessions.filter { $0.name != "clothes-head" }))
    #expect(tester.state.sessions.marks == ["clothes-all"])
  }

  @Test("Marked sessions are compared with the one marked first")
  func compare() {
    var tester = ReducerTester(Fixture.sessionList(width: 120, height: 40))
    tester.press("C")
    #expect(tester.toast == "mark two sessions with space first")
    tester.mark()
    tester.press("C", effects: [.loadComparison(["clothes-head", "clothes-all"])])
    #expect(tester.state.screen == .compare)
    #expect(tester.state.compare.comparison == nil)
  }

  @Test("Compare shows the marked sessions where nothing was compared yet")
  func compareScreen() {
    var tester = ReducerTester(Fixture.sessionList(width: 120, height: 40))
    tester.mark()
    tester.press("4", effects: [.loadComparison(["clothes-head", "clothes-all"])])
    tester.press("3", effects: [.loadSessions()])
    tester.press(" ")
    tester.press("4")
    #expect(tester.state.compare.names == ["clothes-head", "clothes-all"])
  }

  @Test("m goes through the metrics and round, M back")
  func metrics() {
    var tester = ReducerTester(Fixture.compared(width: 120, height: 40))
    #expect(tester.state.compare.metric == MetricName.validationLoss)
    tester.press("m")
    #expect(tester.state.compare.metric == MetricName.gradientNorm)
    tester.press("M", "M", "M")
    #expect(tester.state.compare.metric == MetricName.throughput)
  }

  @Test("Plot keys of Compare leave the Live screen's plots alone")
  func separatePlots() {
    var tester = ReducerTester(Fixture.compared(width: 120, height: 40))
    tester.press("L", "x", "S", "+")
    #expect(tester.state.compare.plot.isLogarithmic)
    #expect(tester.state.compare.plot.axis == .epoch)
    #expect(tester.state.compare.plot.smoothing == 0.97)
    #expect(tester.state.compare.plot.window == 0.5...1)
    #expect(tester.state.plots == PlotState())
  }

  @Test("Smoothing goes round 0, 0.6, 0.9, 0.97")
  func smoothing() {
    var tester = ReducerTester()
    let seen = (0..<4).map { _ in
      tester.press("S")
      return tester.state.plots.smoothing
    }
    #expect(seen == [0.97, 0, 0.6, 0.9])
  }

  @Test("Zooming keeps to the newest steps, panning stays inside, 0 shows all")
  func zoom() {
    var tester = ReducerTester()
    tester.press("+", "+")
    #expect(tester.state.plots.window == 0.75...1)
    tester.press("h", "h")
    #expect(tester.state.plots.window == 0.625...0.875)
    for _ in 0..<30 { tester.press(.left) }
    #expect(tester.state.plots.window == 0...0.25)
    tester.press("l", "-")
    #expect(tester.state.plots.window.lowerBound >= 0)
    tester.press("0")
    #expect(tester.state.plots.window == 0...1)
  }

  @Test("Tab goes round the panes; enter enlarges a chart, and esc shrinks it")
  func panes() {
    var tester = ReducerTester()
    tester.press(.tab, "j", .enter)
    #expect(tester.state.chart == .accuracy)
    #expect(tester.state.isChartEnlarged)
    tester.press(.escape, .tab)
    #expect(!tester.state.isChartEnlarged)
    #expect(tester.state.pane == .journal)
    tester.press(.tab)
    #expect(tester.state.pane == .board)
  }

  @Test("P asks for a picture that is named for what it shows, and says where it is")
  func picture() {
    var tester = ReducerTester()
    tester.press(
      "P", effects: [.savePicture(stem: "thaw-clothes-last-blocks-live-step-1240")])
    tester.send(.pictureSaved(path: "thaw-live"))
    #expect(tester.toast == "written: thaw-live.svg and .txt")
    tester.press("3", effects: [.loadSessions()])
    tester.press("P", effects: [.savePicture(stem: "thaw-sessions")])
  }

  @Test("Every key of the tables is found again by its name")
  func keyNames() {
    for key in KeyTable.all.flatMap(\.bindings).flatMap(\.keys) {
      #expect(Key(named: key.name) == key)
    }
    #expect(Key(named: "hugo") == nil && Key(named: "") == nil && Key(named: "F99") == nil)
  }

  @Test("Esc never leaves the program")
  func escape() {
    var tester = ReducerTester()
    for _ in 0..<8 { tester.press(.escape) }
    #expect(tester.state.screen == .live)
  }

  @Test("Help scrolls to its end and no further, and closes")
  func help() {
    var tester = ReducerTester(Fixture.live(width: 80, height: 24))
    tester.press("?", "G", "j")
    let page = HelpText.page(of: tester.state.size)
    #expect(
      tester.state.overlay
        == .help(HelpState(scroll: HelpText.lines(for: tester.state).count - page)))
    tester.press("q")
    #expect(tester.state.overlay == nil)
  }

  @Test("A key does one thing in a table", arguments: KeyTable.all.map(\.title))
  func uniqueKeys(title: String) throws {
    let table = try #require(KeyTable.all.first { $0.title == title })
    let keys = table.bindings.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  @Test("No screen hides a key that holds everywhere")
  func shadowing() {
    let general = Set(KeyTable.everywhere.bindings.flatMap(\.keys))
    for table in [KeyTable.live, .layers, .sessions, .compare] {
      #expect(general.isDisjoint(with: table.bindings.flatMap(\.keys)), "\(table.title)")
    }
  }

  @Test("README's key list names every binding")
  func markdown() {
    let lines = KeyTable.markdown.split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(lines.count == KeyTable.all.reduce(0) { $0 + $1.bindings.count })
    #expect(
      lines.contains("| `space` | freeze or thaw the marked layers, or the cursor's |"))
  }
}

extension ReducerTester {
  /// Marks the third session of the list, then the second; what is marked is kept each time.
  fileprivate mutating func mark() {
    func kept(_ marks: [String]) -> DashboardEffect {
      .keep(KeptChoices(marks: marks, comparison: CompareChoices()))
    }
    press("j", "j")
    press(" ", effects: [kept(["clothes-head"])])
    press("k")
    press(" ", effects: [kept(["clothes-head", "clothes-all"])])
  }
}
