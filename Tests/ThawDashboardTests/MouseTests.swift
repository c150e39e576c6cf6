import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Mouse")
struct MouseTests {
  private var tester = ReducerTester(Fixture.live(width: 160, height: 50))

  private func place(of text: String) throws -> (x: Int, y: Int) {
    let rows = picture(of: tester.state).rows
    let y = try #require(rows.firstIndex { $0.contains(text) })
    let start = try #require(rows[y].firstRange(of: text)?.lowerBound)
    return (rows[y][..<start].columns, y)
  }

  @Test("A click selects the row that is drawn there")
  mutating func row() throws {
    let (x, y) = try place(of: "blocks.7")
    tester.send(.clicked(x: x, y: y))
    #expect(tester.state.run?.board.cursor == 8)
  }

  @Test("A click on a hint does what its key does")
  mutating func hint() throws {
    let (x, y) = try place(of: "p pause")
    tester.send(
      .clicked(x: x + 2, y: y), effects: [.send(Request(id: "test-1", command: .pause))])
    let tab = try place(of: "3 Sessions")
    tester.send(.clicked(x: tab.x, y: tab.y), effects: [.loadSessions()])
    #expect(tester.state.screen == .sessions)
  }

  @Test("A click on a session selects it")
  mutating func session() throws {
    tester.press("3", effects: [.loadSessions()])
    tester.send(.sessionsLoaded(Fixture.sessions))
    let (x, y) = try place(of: "stamps-head")
    tester.send(.clicked(x: x, y: y))
    #expect(tester.state.sessions.cursor == "stamps-head")
  }

  @Test("A double click on a session opens it, on a layer lists its tensors")
  mutating func doubleClick() throws {
    let layer = try place(of: "blocks.7")
    tester.send(.clicked(x: layer.x, y: layer.y), .doubleClicked(x: layer.x, y: layer.y))
    #expect(tester.state.screen == .layers)
    let row = try place(of: "blocks.7  ")
    tester.send(.doubleClicked(x: row.x, y: row.y))
    #expect(tester.state.run?.board.expanded == [8])
    tester.press("3", effects: [.loadSessions()])
    tester.send(.sessionsLoaded(Fixture.sessions))
    let session = try place(of: "clothes-head")
    tester.send(.clicked(x: session.x, y: session.y))
    tester.send(
      .doubleClicked(x: session.x, y: session.y),
      effects: [.leave, .loadHistory(session: "clothes-head")])
  }

  @Test("A click on a heading of the board orders by it, a second one reverses that")
  mutating func boardHeading() throws {
    func names(_ tester: ReducerTester) -> [String] {
      let board = tester.state.run?.board
      return board?.visible.map { board?.rows[$0].name ?? "" } ?? []
    }
    for screen: Key in ["1", "2"] {
      tester.press(screen)
      let (x, y) = try place(of: "params")
      tester.send(.clicked(x: x, y: y))
      #expect(names(tester).first == "blocks.15")
      #expect(picture(of: tester.state).rows[y].contains("param↓"))
      tester.send(.clicked(x: x, y: y))
      #expect(names(tester).last == "blocks.15")
      #expect(picture(of: tester.state).rows[y].contains("param↑"))
      let name = try place(of: "name ")
      tester.send(.clicked(x: name.x, y: name.y))
      #expect(names(tester).first == "stem")
    }
  }

  @Test("A click on a heading of the sessions sorts by it, a second one reverses that")
  mutating func sessionHeading() throws {
    tester.press("3", effects: [.loadSessions()])
    tester.send(.sessionsLoaded(Fixture.sessions))
    #expect(picture(of: tester.state).text.contains("started↓"))
    for (title, field) in [("best val loss", "val/loss"), ("name", "name"), ("started", "started")]
    {
      let (x, y) = try place(of: title)
      var wanted: [Bool] = []
      for _ in 1...2 {
        tester.send(.clicked(x: x, y: y))
        #expect(tester.state.sessions.arrangement.sort == field)
        wanted.append(tester.state.sessions.arrangement.isDescending)
      }
      #expect(wanted == (field == "name" ? [false, true] : [true, false]))
    }
  }

  @Test("A click on a line of the journal puts the crosshair on its step")
  mutating func journal() throws {
    let (x, y) = try place(of: "freeze head")
    tester.send(.clicked(x: x, y: y))
    #expect(tester.state.plots.cursor == 1_000)
    #expect(tester.state.pane == .journal)
    let refused = try place(of: "nothing would train")
    tester.send(.clicked(x: refused.x, y: refused.y))
    #expect(tester.state.plots.cursor == 512)
  }

  @Test("A click takes a completion, the wheel goes through them; a double click does it")
  mutating func palette() throws {
    tester.press(":")
    tester.type("pa")
    let pause = try place(of: "  pause")
    tester.send(.clicked(x: pause.x + 3, y: pause.y))
    #expect(picture(of: tester.state).rows[49].hasPrefix(":pause"))
    tester.send(.scrolled(x: 3, y: 3, lines: 3))
    #expect(!picture(of: tester.state).rows[49].hasPrefix(":pause "))
    tester.send(.scrolled(x: 3, y: 3, lines: -3))
    tester.send(
      .doubleClicked(x: pause.x + 3, y: pause.y),
      effects: [.send(Request(id: "test-1", command: .pause))])
    #expect(tester.state.overlay == nil)
  }

  @Test("A click selects a setting, a double click changes it")
  mutating func settings() throws {
    tester.press(",")
    let bell = try place(of: "bell ")
    tester.send(.clicked(x: bell.x, y: bell.y))
    #expect(!tester.state.settings.bell)
    var wanted = tester.state.settings
    wanted.bell = true
    tester.send(
      .doubleClicked(x: bell.x, y: bell.y),
      effects: [.applySettings(wanted), .saveSettings(wanted)]
    )
  }

  @Test("A click gives a chart the keys, a second one enlarges it")
  mutating func chart() throws {
    let (x, y) = try place(of: "gradient norm")
    tester.send(.clicked(x: x, y: y))
    #expect(tester.state.chart == .gradientNorm)
    #expect(!tester.state.isChartEnlarged)
    tester.send(.clicked(x: x, y: y))
    #expect(tester.state.isChartEnlarged)
  }

  @Test("A border is taken hold of, whichever chart has the keys")
  mutating func border() throws {
    let board = try #require(LiveLayout(tester.state).board)
    tester.send(.clicked(x: 50, y: 20), .released)
    for x in [board.x - 1, board.x] {
      tester.send(.clicked(x: x, y: 20), .dragged(x: 80, y: 20), .released)
      #expect(!tester.state.isChartEnlarged)
      #expect(LiveLayout(tester.state).board?.x == 80)
      tester.send(.clicked(x: 80, y: 20), .dragged(x: board.x, y: 20), .released)
    }
  }

  @Test("A click among the curves points at the step there, and keeps its place on zooming")
  mutating func crosshair() throws {
    tester.send(.clicked(x: 50, y: 12))
    let cursor = try #require(tester.state.plots.cursor)
    #expect((550...650).contains(cursor))
    tester.send(.scrolled(x: 50, y: 12, lines: -1))
    #expect(!tester.state.plots.isFollowing)
    tester.send(.clicked(x: 50, y: 12))
    #expect(abs((tester.state.plots.cursor ?? 0) - cursor) <= 8)
  }

  @Test("The wheel zooms charts and moves through rows")
  mutating func wheel() throws {
    tester.send(.scrolled(x: 10, y: 10, lines: -1))
    #expect(tester.state.plots.magnification == 2)
    let (x, y) = try place(of: "blocks.7")
    tester.send(.scrolled(x: x, y: y, lines: -3))
    #expect(tester.state.run?.board.cursor == 14)
  }

  @Test("Clicks anywhere, at any size, do no harm")
  mutating func anywhere() {
    var state = tester.state
    for (width, height) in [(0, 0), (1, 1), (20, 5), (80, 24)] {
      _ = reduce(&state, .resized(columns: width, rows: height))
      for y in -1...height {
        for x in stride(from: -1, through: width, by: 7) {
          _ = reduce(&state, .clicked(x: x, y: y))
          _ = reduce(&state, .scrolled(x: x, y: y, lines: 1))
        }
      }
    }
    #expect(state.size == Size(width: 80, height: 24))
  }
}
