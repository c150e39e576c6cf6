import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Run controls")
struct RunControlTests {
  private var tester = ReducerTester()

  private func request(_ number: Int, _ command: Command) -> DashboardEffect {
    .send(Request(id: "test-\(number)", command: command))
  }

  @Test("p pauses, and resumes once the engine has paused")
  mutating func pause() {
    tester.press("p", effects: [request(1, .pause)])
    #expect(tester.state.pendingControls.map(\.command) == [.pause])
    #expect(tester.state.run?.phase == .training)

    tester.send(
      .eventArrived(sequence: 101, .phase(.paused, step: 1_250, reason: nil)),
      .replied(id: "test-1", .applied(step: 1_250)))
    #expect(tester.state.run?.phase == .paused)
    tester.press("p", effects: [request(2, .resume)])
  }

  @Test("One step, a checkpoint and an evaluation are asked for by one key each")
  mutating func others() {
    tester.press(".", effects: [request(1, .step(1))])
    tester.press("c", effects: [request(2, .checkpoint)])
    tester.press("e", effects: [request(3, .evaluate)])
  }

  @Test("After the end every command says why it can't be done", arguments: [Key](" pce.[]"))
  mutating func finished(key: Key) {
    tester.send(.eventArrived(sequence: 101, .phase(.finished, step: 4_690, reason: nil)))
    #expect(tester.toast == "clothes-last-blocks finished at step 4690")
    tester.press(key)
    #expect(tester.toast == "the run is finished")
    #expect(tester.state.pending.isEmpty)
  }

  @Test("That a run has failed is told where the banner that says so is out of view")
  mutating func failed() {
    let failure = Event.phase(.failed, step: 1_250, reason: "no room")
    tester.send(.eventArrived(sequence: 101, failure))
    #expect(tester.toast == nil && tester.state.banner?.text.contains("no room") == true)
    tester = ReducerTester()
    tester.press("2")
    tester.send(.eventArrived(sequence: 101, failure))
    #expect(tester.toast == "clothes-last-blocks failed at step 1250: no room")
  }

  @Test("A read-only viewer sends nothing")
  func readOnly() {
    let opened = DashboardState.opening(
      .attach(session: Fixture.session, isReadOnly: true), size: .init(width: 80, height: 24),
      client: "test")
    var tester = ReducerTester(opened.state)
    tester.send(
      .connected(Fixture.snapshot()), effects: [.loadHistory(session: Fixture.session)])
    tester.press("p")
    #expect(tester.toast == "attached read-only")
  }

  @Test("Without a session the keys say how to find one")
  func noSession() {
    var tester = ReducerTester(
      DashboardState(size: .init(width: 80, height: 24), client: "test"))
    tester.press("p")
    #expect(tester.toast == "no session is open; 3 lists them")
    tester.press(" ", "v", "j", "G", "[", "]", .enter)
  }

  @Test("A screen that is still to come says so")
  mutating func laterScreens() {
    tester.press("5")
    #expect(tester.toast == "the Findings screen comes in a later version")
    #expect(tester.state.screen == .live)
  }

  @Test("q detaches without a command to the engine")
  mutating func detach() { tester.press("q", effects: [.detach]) }

  @Test("Leaving a run that goes on says how to come back; an ended one says nothing")
  mutating func farewell() {
    #expect(tester.state.farewell == "training goes on: thaw attach clothes-last-blocks")
    tester.send(.eventArrived(sequence: 101, .phase(.paused, step: 1_241, reason: nil)))
    #expect(tester.state.farewell == "the run stays paused: thaw attach clothes-last-blocks")
    tester.send(.eventArrived(sequence: 102, .phase(.finished, step: 4_690, reason: nil)))
    #expect(tester.state.farewell == nil)
  }

  @Test("Commands that are told take the session where it is, unless they find it unasked")
  func elsewhere() {
    let opened = DashboardState.opening(
      .attach(session: Fixture.session, isReadOnly: false), size: .init(width: 80, height: 24),
      client: "test", folder: "/my runs")
    var tester = ReducerTester(opened.state)
    tester.send(
      .connected(Fixture.snapshot()), effects: [.loadHistory(session: Fixture.session)])
    #expect(
      tester.state.farewell == "training goes on: thaw attach '/my runs/clothes-last-blocks'")
  }

  @Test("The first connection says that training goes on, later ones don't")
  func trainingGoesOn() {
    let opened = DashboardState.opening(
      .attach(session: Fixture.session, isReadOnly: false), size: .init(width: 80, height: 24),
      client: "test")
    var tester = ReducerTester(opened.state)
    let reload = [DashboardEffect.loadHistory(session: Fixture.session)]
    tester.send(.connected(Fixture.snapshot()), effects: reload)
    #expect(tester.toast == "q only detaches: training goes on. :stop ends the run")
    tester.press(.escape)
    tester.send(.connected(Fixture.snapshot()), effects: reload)
    #expect(tester.toast == nil)
  }

  @Test("t asks for the next theme, ctrl-l for a fresh picture")
  mutating func theme() {
    tester.press("t", effects: [.cycleTheme])
    tester.send(.themeChanged(name: "dawn"))
    #expect(tester.toast == "theme: dawn")
    tester.press(.control("l"), effects: [.redraw])
  }

  @Test("A message goes after its time")
  mutating func toastsEnd() {
    tester.send(.warned(message: "themes/x.toml is broken"), .ticked(at: 117.9))
    #expect(tester.state.toasts.count == 1)
    tester.send(.ticked(at: 118))
    #expect(tester.state.toasts.isEmpty)
  }
}

extension [Key] {
  init(_ characters: String) { self = characters.map(Key.character) }
}
