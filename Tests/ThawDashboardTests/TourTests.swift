import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Tour")
struct TourTests {
  private var tester: ReducerTester

  init() {
    let opened = DashboardState.opening(
      .tour(session: nil, speed: 20), size: Size(width: 160, height: 50), client: "test")
    #expect(opened.effects == [.loadRecording(session: nil)])
    tester = ReducerTester(opened.state)
    tester.send(
      .recordingLoaded(Fixture.history(state: .finished)), effects: [.leave])
  }

  private var run: RunState? { tester.state.run }
  private var text: String { picture(of: tester.state).text }
  private var journal: [String] { run?.journal.map(\.command) ?? [] }

  @Test("A recording begins at its first step and goes on with the clock, at its speed")
  mutating func plays() {
    #expect(run?.step == 0)
    #expect(tester.state.isPlaying)
    tester.send(.ticked(at: 1))
    // Twenty seconds of steps of 0.131 s.
    #expect(run?.step == 152)
    #expect(run?.curves[MetricName.trainLoss].buckets.count == 152)
    #expect(run?.progress?.step == 152)
    #expect(text.contains("playing 20×"))
    #expect(text.contains("p hold") && !text.contains("p pause"))
    tester.press("}")
    tester.send(.ticked(at: 2))
    #expect(run?.step == 534)
    tester.press("{", "{", "{")
    tester.send(.ticked(at: 3))
    #expect(run?.step == 572)
  }

  @Test("Where nobody says how fast, it lasts about a minute", arguments: [100, 700, 4_690])
  func speed(steps: Int) {
    let playback = Playback(Fixture.history(steps: steps), speed: nil)
    let seconds = playback.duration / playback.speed
    #expect(seconds < 120)
    #expect(seconds >= 45 || playback.speed == 1)
  }

  @Test("Layers and journal are those of the moment that is shown")
  mutating func moments() {
    func states(_ run: RunState?) -> [RowState] { run?.board.rows.suffix(4).map(\.state) ?? [] }
    #expect(states(run) == [.frozen, .frozen, .frozen, .trainable])
    #expect(journal.isEmpty && run?.checkpoints.isEmpty == true)
    tester.send(.ticked(at: 2.1))
    #expect(journal == ["thaw blocks.14-15"])
    #expect(states(run) == [.frozen, .trainable, .trainable, .trainable])
  }

  @Test("At its end it is as the session was stored, and p plays it once more")
  mutating func end() throws {
    let whole = Fixture.history(state: .finished)
    tester.send(.ticked(at: 100))
    #expect(run?.step == whole.detail.summary.step)
    #expect(run?.board.rows.map(\.state) == whole.detail.rows.map(\.state))
    #expect(run?.journal == whole.detail.journal)
    #expect(run?.condition(at: 100) == .finished)
    #expect(!tester.state.isPlaying)
    tester.press("p")
    #expect(run?.step == 0)
    #expect(tester.state.isPlaying)
  }

  @Test("p holds it; no command can be sent to a recording")
  mutating func hold() {
    tester.send(.ticked(at: 1))
    tester.press("p")
    tester.send(.ticked(at: 9))
    #expect(run?.step == 152)
    #expect(run?.condition(at: 9) == .paused)
    tester.press(" ")
    #expect(tester.toast == "this is a recording; thaw run starts a run of your own")
    tester.press("p")
    tester.send(.ticked(at: 10))
    #expect((run?.step ?? 0) > 152)
  }

  @Test(
    "Each tip is shown in turn; the one about a thaw goes to just before it; after the last it ends"
  )
  mutating func tips() {
    for (index, tip) in Tour.tips.enumerated() {
      #expect(text.contains("tour \(index + 1) of \(Tour.tips.count)"))
      for line in tip.lines({ tester.state.key($0) }) { #expect(text.contains(line), "\(line)") }
      if tip.isAboutThaw {
        #expect(run?.step ?? 300 < 300 && journal.isEmpty)
        tester.send(.ticked(at: 2.5))
        #expect(journal == ["thaw blocks.14-15"])
      }
      if index < Tour.tips.count - 1 { tester.press(">") }
    }
    tester.press("<", ">")
    tester.press(">", effects: [.loadSessions()])
    #expect(tester.state.tour == nil)
    #expect(tester.state.screen == .sessions)
  }

  @Test(
    "Until somebody chooses a tip they follow the recording: the first thaw is announced when it comes"
  )
  mutating func tipsFollow() throws {
    let thaw = try #require(tester.state.tour?.playback.firstThaw) / 20
    var shown: [(time: Double, tip: Int)] = []
    for tick in 1...200 {
      tester.send(.ticked(at: Double(tick) / 10))
      shown.append((Double(tick) / 10, tester.state.tour?.tip ?? -1))
    }
    let announced = try #require(shown.first { $0.tip == 1 }?.time)
    #expect(Tour.tips[1].isAboutThaw && announced < thaw && announced > thaw - 2.2)
    #expect(shown.map(\.tip) == shown.map(\.tip).sorted())
    #expect(shown.first { $0.tip == 2 }.map { $0.time > thaw + 3 } == true)
    tester.press("<")
    let chosen = tester.state.tour?.tip
    tester.send(.ticked(at: 60))
    #expect(tester.state.tour?.tip == chosen)
  }

  @Test("From the help of a run it goes back to that run")
  mutating func fromHelp() {
    tester = ReducerTester()
    tester.press("?")
    tester.press("T", effects: [.loadRecording(session: nil)])
    tester.send(
      .recordingLoaded(Fixture.history(name: "recorded", state: .finished)), effects: [.leave])
    #expect(run?.name == "recorded")
    tester.press(
      "X",
      effects: [.attach(session: Fixture.session), .loadHistory(session: Fixture.session)])
    #expect(tester.state.tour == nil)
    #expect(run?.recording == nil)
  }

  @Test("It goes back to another tool's files, and to what is attached read-only")
  func back() {
    let recording = Fixture.history(name: "recorded", state: .finished)
    for opening in [
      Opening.watch(path: "/logs/a.csv", run: "a"), .attach(session: "a", isReadOnly: true),
    ] {
      var (state, effects) = DashboardState.opening(
        opening, size: Size(width: 160, height: 50), client: "test")
      _ = reduce(&state, .recordingLoaded(recording))
      #expect(reduce(&state, .keyPressed("X")) == effects)
      #expect(state.run?.isReadOnly == true)
    }
  }

  @Test("What was proven or cached at its end is not said before")
  mutating func standings() {
    var recording = Fixture.history(state: .finished)
    recording.detail.rows[0].standing = RowStanding(provenStep: 1_240)
    tester.send(.recordingLoaded(recording), effects: [.leave])
    #expect(run?.board.rows[0].standing == nil)
    #expect(!text.contains("✓ 1 240"))
  }

  @Test("Tips name only keys that there are")
  func keys() {
    for line in Tour.tips.flatMap({ $0.lines { tester.state.key($0) } }) {
      #expect(!line.contains("no key") && line.count <= 58, "\(line)")
    }
  }

  @Test("A tip fits small terminals, too", arguments: [(80, 24), (20, 5), (1, 1), (0, 0)])
  func sizes(size: (Int, Int)) {
    var state = tester.state
    _ = reduce(&state, .resized(columns: size.0, rows: size.1))
    #expect(picture(of: state).rows.count == size.1)
  }
}
