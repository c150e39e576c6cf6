import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Panes, clipboard and announcements")
struct LayoutTests {
  private var tester = ReducerTester(Fixture.live(width: 160, height: 50))

  private var layout: LiveLayout { LiveLayout(tester.state) }

  @Test("Dragging the border between charts and layers moves it, until the button goes up")
  mutating func columns() throws {
    let board = try #require(layout.board)
    tester.send(.clicked(x: board.x, y: board.y + 3), .dragged(x: 80, y: 20))
    #expect(try #require(layout.board).x == 80)
    tester.send(.released, .dragged(x: 40, y: 20))
    #expect(try #require(layout.board).x == 80)
    tester.send(.clicked(x: 80, y: 10), .dragged(x: 2, y: 10))
    #expect(try #require(layout.board).width == 120)
  }

  @Test("Dragging the other borders moves small charts and journal")
  mutating func rows() throws {
    let large = try #require(layout.charts.first?.area)
    tester.send(.clicked(x: 20, y: large.bottom - 1), .dragged(x: 20, y: 20), .released)
    #expect(try #require(layout.charts.first?.area).bottom == 20)
    let journal = try #require(layout.journal)
    tester.send(.clicked(x: 120, y: journal.y), .dragged(x: 120, y: 40), .released)
    #expect(try #require(layout.journal).y == 40)
  }

  @Test("A drag that did not begin on a border moves nothing")
  mutating func elsewhere() {
    let before = tester.state.layout
    tester.send(.clicked(x: 140, y: 10), .dragged(x: 20, y: 20))
    #expect(tester.state.layout == before)
  }

  @Test("Presets give all panes, charts alone, layers alone, and all again as they were")
  mutating func presets() throws {
    let usual = try #require(layout.board)
    tester.press("w")
    #expect(layout.board?.isEmpty != false)
    #expect(layout.charts.first?.area.width == 160)
    tester.press("w")
    #expect(layout.board?.width == 160)
    tester.press("w")
    #expect(layout.board == usual)
  }

  @Test("Keys go to panes that are shown only, and no layer is frozen unseen")
  mutating func hiddenPanes() {
    tester.press("w")
    #expect(tester.state.pane == .charts)
    tester.press(.tab)
    #expect(tester.state.pane == .charts)
    tester.press(" ")
    #expect(tester.toast == "no layer is shown")
    tester.press("w", .tab, .tab)
    #expect(tester.state.pane == .board)
    tester.press("m")
    #expect(tester.state.pane == .charts && layout.charts.first?.area.isEmpty == false)
  }

  @Test("Presets count in a single column too")
  mutating func narrowPresets() {
    tester.send(.resized(columns: 80, rows: 24))
    tester.press("w")
    #expect(layout.board?.isEmpty != false)
    #expect(layout.charts.first?.area.height == 21)
    tester.press("w")
    #expect(layout.charts.isEmpty && layout.board?.height == 21)
    tester.press(.tab)
    #expect(layout.journal?.height == 21)
  }

  @Test("Esc takes the crosshair away, whichever pane has the keys")
  mutating func crosshair() {
    tester.press(.tab, .left, .backTab, .escape)
    #expect(tester.state.plots.cursor == nil)
  }

  @Test("Hints of keys that do nothing now make room first; screens are within reach of a click")
  mutating func narrowFooter() throws {
    tester.send(.resized(columns: 80, rows: 24))
    #expect(picture(of: tester.state).rows[23].contains(" 1 Live 2 3 4 "))
    tester.send(.eventArrived(sequence: 101, .phase(.finished, step: 4_690, reason: nil)))
    let footer = picture(of: tester.state).rows[23]
    #expect(
      footer.contains("tab pane") && footer.contains("/ filter") && footer.contains("q quit"))
    let x = try #require(footer.firstRange(of: "3 4")).lowerBound
    tester.send(.clicked(x: footer[..<x].columns, y: 23), effects: [.loadSessions()])
    #expect(tester.state.screen == .sessions)
  }

  @Test("Beside the layers it is shown how the row under the cursor trained")
  mutating func rowCharts() {
    tester.press("2")
    let text = picture(of: tester.state).text
    #expect(text.contains("─ head · gradient norm ─") && text.contains("─ head · drift ─"))
    tester.press("g")
    #expect(!picture(of: tester.state).text.contains("gradient norm"))
  }

  @Test("y copies what is at hand")
  mutating func copy() {
    tester.press("y", effects: [.copy("head")])
    #expect(tester.toast == "copied: head")
    tester.press("v", "k", "y", effects: [.copy("blocks.15 head")])
    tester.press(.escape, .tab, "y", effects: [.copy("train/loss")])
    tester.press("3", effects: [.loadSessions()])
    tester.press("y")
    #expect(tester.toast == "there is nothing to copy here")
    tester.send(.sessionsLoaded(Fixture.sessions))
    tester.press("y", effects: [.copy("clothes-last-blocks")])
  }

  @Test("Ends and alarms are announced, unless that is switched off")
  mutating func announcements() {
    #expect(tester.state.announcement == nil)
    var dying = tester
    dying.send(
      .disconnected(reason: "closed"), effects: [.loadHistory(session: Fixture.session)])
    dying.send(.historyLoaded(Fixture.history(state: .dead)))
    #expect(dying.state.announcement?.body.hasPrefix("the engine") == true)
    tester.send(.eventArrived(sequence: 101, .phase(.finished, step: 4_690, reason: nil)))
    #expect(tester.state.announcement?.title == "clothes-last-blocks")
    #expect(tester.state.announcement?.body.hasPrefix("finished at step") == true)
    var quiet = Settings()
    quiet.notifications = false
    var state = tester.state
    _ = state.take(quiet)
    #expect(state.announcement == nil)
  }
}
