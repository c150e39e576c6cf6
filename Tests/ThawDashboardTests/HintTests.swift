import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Hints name the keys that a person has")
struct HintTests {
  /// A Cyrillic letter for every action: none of them is a usual key.
  private static let settings: Settings = {
    var settings = Settings()
    for (index, action) in KeyOverrides.actions.enumerated() {
      guard let letter = Unicode.Scalar(UInt32(0x400 + index)) else { continue }
      settings.keys.keys[action.name] = [.character(Character(letter))]
    }
    return settings
  }()

  private func key(_ action: String) throws -> String {
    try #require(Self.settings.keys.keys[action]?.first?.name)
  }

  private func state(_ opening: Opening, width: Int = 160, height: Int = 50) -> DashboardState {
    DashboardState.opening(
      opening, size: Size(width: width, height: height), client: "test", settings: Self.settings
    ).state
  }

  private func overridden(_ state: DashboardState) -> ReducerTester {
    var state = state
    _ = state.take(Self.settings)
    return ReducerTester(state)
  }

  @Test("Empty screens do")
  func empty() throws {
    var tester = ReducerTester(state(.compare([])))
    let (list, mark) = (try key("show-sessions"), try key("toggle-mark"))
    #expect(
      picture(of: tester.state).text.contains(
        "\(list) lists the sessions; mark some with \(mark), then \(try key("compare-marked"))"))
    tester.press(.character(Character(try key("show-live"))))
    #expect(picture(of: tester.state).text.contains("\(list) lists the sessions"))
    tester.press(.character(Character(try key("toggle-pause"))))
    #expect(tester.toast == "no session is open; \(list) lists them")
  }

  @Test("Lists in which a filter lets nothing through do")
  func filtered() throws {
    let back = try key("back")
    for state in [
      Fixture.live(width: 160, height: 50), Fixture.sessionList(width: 160, height: 50),
    ] {
      var tester = overridden(state)
      tester.press(.character(Character(try key("open-filter"))))
      tester.type("nothing is called so")
      tester.press(.enter)
      #expect(picture(of: tester.state).text.contains("matches; \(back) clears the filter"))
    }
  }

  @Test("The board's border does, for what layers above would cost")
  func border() throws {
    var tester = overridden(Fixture.live(width: 200, height: 50))
    tester.press(.character(Character(try key("show-layers"))))
    for _ in 0..<4 { tester.press(.character(Character(try key("move-back")))) }
    #expect(picture(of: tester.state).text.contains("· \(try key("thaw-above")) thaw → "))
  }

  @Test("The help does, for the screens that are not at hand too, and so do the tour's tips")
  func help() throws {
    let state = overridden(Fixture.live(width: 160, height: 50)).state
    let keys = Set(HelpText.lines(for: state).map(\.keys.plainText))
    for action in KeyOverrides.actions { #expect(keys.contains(try key(action.name)), "\(action)") }
    let tips = Tour.tips.flatMap { $0.lines { state.key($0) } }.joined(separator: " ")
    #expect(tips.contains("\(try key("cycle-smoothing")) smoothing"))
    #expect(tips.contains("\(try key("detach")) only detaches"))
  }

  @Test("What is told in passing does")
  func toasts() throws {
    var tester = ReducerTester(state(.attach(session: Fixture.session, isReadOnly: false)))
    tester.send(
      .connected(Fixture.snapshot()), effects: [.loadHistory(session: Fixture.session)])
    #expect(
      tester.toast == "\(try key("detach")) only detaches: training goes on. "
        + "\(try key("open-palette"))stop ends the run")
    tester.send(.sessionDeleted(name: "old"))
    #expect(tester.toast == "old is in the trash; \(try key("restore-session")) brings it back")
  }

  @Test("An action without a key says so, one whose key another has names what is left")
  func without() {
    var tester = ReducerTester()
    var settings = Settings()
    settings.keys.keys = ["detach": [], "toggle-help": ["j", "H"]]
    var state = tester.state
    _ = state.take(settings)
    tester = ReducerTester(state)
    #expect(state.key(.detach) == "(no key)")
    #expect(state.key(.toggleRows) == "space")
    #expect(state.key(.move(by: 1)) == "down")
  }
}
