import Foundation
import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Live screens that are kept between starts")
struct KeptLiveScreenTests {
  private var tester = ReducerTester(Fixture.live(width: 160, height: 50))

  private func read(_ json: String) throws -> KeptLiveScreen {
    try JSONDecoder().decode(KeptLiveScreen.self, from: Data(json.utf8))
  }

  @Test("Only what changes grid or panes is kept, and a drag once it has ended")
  mutating func kept() throws {
    tester.press("k", "L", "+", .tab, "j")
    #expect(tester.keptLiveScreen == nil)
    let board = try #require(LiveLayout(tester.state).board)
    tester.send(.clicked(x: board.x, y: board.y + 3), .dragged(x: 80, y: 20))
    #expect(tester.keptLiveScreen == nil)
    tester.send(.released)
    #expect(tester.keptLiveScreen?.layout.right == 0.5)
    tester.press("i")
    #expect(tester.keptLiveScreen?.grid.pinned == [.accuracy])
    tester.press("w")
    #expect(tester.keptLiveScreen?.layout.preset == .charts)
  }

  @Test("The next start shows a session as it was left")
  mutating func nextStart() throws {
    let board = try #require(LiveLayout(tester.state).board)
    tester.send(.clicked(x: board.x, y: board.y + 3), .dragged(x: 60, y: 20), .released)
    tester.press(.tab, "d", "i", "j", "m")
    let kept = try #require(tester.keptLiveScreen)
    let file = String(decoding: try JSONEncoder().encode(kept), as: UTF8.self)
    var next = ReducerTester(Fixture.live(width: 160, height: 50))
    next.send(.liveScreenKept(session: Fixture.session, try read(file)))
    next.press(.tab, "j")
    #expect(next.keptLiveScreen == nil)
    #expect(next.state.grid == tester.state.grid)
    #expect(next.state.layout == tester.state.layout)
    #expect(
      LiveLayout(next.state).charts.map(\.area) == LiveLayout(tester.state).charts.map(\.area))
  }

  @Test("What comes late, or for another session, changes nothing that a person has changed")
  mutating func late() throws {
    let other = try read(#"{"charts":["train/loss"],"pinned":[],"preset":"layers"}"#)
    tester.press("w")
    tester.send(.liveScreenKept(session: Fixture.session, other))
    #expect(tester.state.layout.preset == .charts)
    tester.send(.liveScreenKept(session: "other", other))
    #expect(tester.state.layout.preset == .charts)
    tester.press(":")
    tester.type("open other")
    tester.press(.enter, effects: [.attach(session: "other"), .loadHistory(session: "other")])
    #expect(tester.state.layout.preset == .layers)
    #expect(tester.state.grid.charts == [.loss])
  }

  @Test(
    "What a file says that cannot be shown is left out",
    arguments: [
      #"{"charts":[],"pinned":["val/f1"],"preset":"standard","right":99}"#,
      #"{"charts":["train/loss","val/accuracy","train/grad_norm","train/learning_rate"],"#
        + #""pinned":[],"preset":"standard","small":-1,"journal":null}"#,
    ])
  func unusable(json: String) throws {
    let kept = try read(json)
    #expect(kept.grid == ChartGrid())
    var standard = LayoutState()
    standard.preset = .standard
    #expect(kept.layout == standard)
  }

  @Test("A chart that an older version kept twice is there once")
  func twice() throws {
    let kept = try read(
      #"{"charts":["val/accuracy","val/accuracy"],"pinned":["val/accuracy"],"preset":"standard"}"#)
    #expect(kept.grid.charts == [.accuracy])
    #expect(kept.grid.pinned == [.accuracy])
  }

  @Test("More charts than there is room for are cut off")
  func tooMany() throws {
    let names = (0..<40).map { "\"m\($0)\"" }.joined(separator: ",")
    let kept = try read(#"{"charts":[\#(names)],"pinned":["m1","m39"],"preset":"standard"}"#)
    #expect(kept.grid.charts.count == ChartGrid.limit)
    #expect(kept.grid.pinned == [.metric("m1")])
  }
}
