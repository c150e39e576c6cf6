import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Connection")
struct ConnectionTests {
  private var tester = ReducerTester()

  private func records(_ steps: ClosedRange<Int>) -> [MetricRecord] {
    steps.map { step in
      MetricRecord(
        step: step, epoch: Double(step) / 938, time: Double(step) * 0.131,
        values: [MetricName.trainLoss: 0.5])
    }
  }

  @Test("Opening a live session reads its store at once and connects")
  func attach() {
    let opened = DashboardState.opening(
      .attach(session: "a", isReadOnly: false), size: .init(width: 80, height: 24), client: "x")
    #expect(opened.effects == [.attach(session: "a"), .loadHistory(session: "a")])
    #expect(opened.state.run?.condition(at: 0) == .connecting)
  }

  @Test("Events continue the stored curves without a gap or a double")
  mutating func tail() {
    tester.send(.eventArrived(sequence: 101, .metrics(records(1_241...1_245))))
    #expect(tester.state.run?.curves[MetricName.trainLoss].buckets.count == 1_245)
    #expect(tester.state.run?.step == 1_245)

    // The store is read again, and by now holds part of what came over the bus.
    tester.send(.historyLoaded(Fixture.history(steps: 1_243)))
    let steps = tester.state.run?.curves[MetricName.trainLoss].buckets.map(\.step)
    #expect(steps == Array(1...1_245))
  }

  @Test("An event that the snapshot contains is passed over")
  mutating func oldEvent() {
    let before = tester.state
    tester.send(.eventArrived(sequence: 100, .metrics(records(1_241...1_241))))
    #expect(tester.state == before)
  }

  @Test("A viewer that lagged asks for a snapshot and reads the store anew")
  mutating func lag() {
    tester.send(.lagged, effects: [.requestSnapshot])
    tester.send(
      .connected(Fixture.snapshot(sequence: 900)),
      effects: [.loadHistory(session: Fixture.session)])
    #expect(tester.state.run?.sequence == 900)
  }

  @Test("A lost connection is tried again, waiting longer each time")
  mutating func reconnect() {
    let reload = [DashboardEffect.loadHistory(session: Fixture.session)]
    let attach = [DashboardEffect.attach(session: Fixture.session)]
    tester.send(.disconnected(reason: "socket closed"), effects: reload)
    #expect(tester.state.run?.condition(at: 110) == .lost)
    tester.send(.historyLoaded(Fixture.history()), .ticked(at: 110.5))
    tester.send(.ticked(at: 111), effects: attach)
    tester.send(.ticked(at: 112))
    tester.send(.disconnected(reason: "no such socket"), effects: reload)
    tester.send(.ticked(at: 113.9))
    tester.send(.ticked(at: 114), effects: attach)
    tester.send(.connected(Fixture.snapshot()), effects: reload)
    #expect(tester.state.run?.condition(at: 114) == .training)
  }

  @Test("An engine that is gone is called dead, with the way to go on, and not tried again")
  mutating func dead() {
    tester.send(
      .disconnected(reason: "socket closed"), effects: [.loadHistory(session: Fixture.session)])
    tester.send(.historyLoaded(Fixture.history(state: .dead)), .ticked(at: 200))
    #expect(tester.state.run?.condition(at: 200) == .dead)
    #expect(tester.state.banner?.text.contains("thaw resume clothes-last-blocks") == true)
    tester.press("p")
    #expect(tester.toast?.contains("the engine is gone") == true)
  }

  @Test("An engine that ended and left is finished, not lost")
  mutating func finished() {
    tester.send(
      .eventArrived(sequence: 101, .phase(.finished, step: 4_690, reason: nil)),
      .disconnected(reason: "socket closed"), .ticked(at: 300))
    #expect(tester.state.run?.condition(at: 300) == .finished)
  }

  @Test("Commands without an answer are named when the connection goes")
  mutating func pendingAtLoss() {
    tester.press("c", effects: [.send(Request(id: "test-1", command: .checkpoint))])
    tester.send(
      .disconnected(reason: "socket closed"), effects: [.loadHistory(session: Fixture.session)])
    #expect(tester.toast == "no answer to “checkpoint”: the connection was lost")
    #expect(tester.state.pending.isEmpty)
  }

  @Test(
    "What is not known is not said: no end of a run that is lost, no share of one without an end")
  mutating func unknown() {
    #expect(picture(of: tester.state).rows[0].contains("ETA"))
    tester.send(
      .disconnected(reason: "socket closed"), effects: [.loadHistory(session: Fixture.session)])
    #expect(!picture(of: tester.state).rows[0].contains("ETA"))
    let watched = Scene.watched.state(width: 120, height: 40)
    #expect(!picture(of: watched).rows[1].contains("%"))
    var progress = Fixture.snapshot().progress
    progress.step = progress.totalSteps - 1
    var ending = ReducerTester()
    ending.send(.eventArrived(sequence: 101, .progress(progress)))
    #expect(picture(of: ending.state).rows[1].contains("99 %"))
  }

  @Test("An engine that does not answer is talked of, and what is stored is shown")
  func silent() {
    var tester = ReducerTester(
      DashboardState.opening(
        .attach(session: Fixture.session, isReadOnly: false), size: .init(width: 160, height: 50),
        client: "x"
      ).state)
    tester.send(.historyLoaded(Fixture.history()), .ticked(at: 2))
    #expect(tester.state.banner == nil)
    tester.send(.ticked(at: 8))
    #expect(tester.state.banner?.text.hasPrefix("no answer from the engine for 8s") == true)
    #expect(picture(of: tester.state).text.contains("train 0.4"))
    tester.send(
      .connected(Fixture.snapshot()), effects: [.loadHistory(session: Fixture.session)])
    #expect(tester.state.banner == nil)
  }

  @Test("Ticks may come rarely once nothing is followed, and no message is left to go by itself")
  mutating func rest() {
    #expect(!tester.state.isAtRest)
    var saved = ReducerTester(
      DashboardState.opening(
        .saved(session: "a"), size: .init(width: 80, height: 24), client: "x"
      ).state)
    saved.send(.historyLoaded(Fixture.history(name: "a", state: .finished)))
    #expect(saved.state.isAtRest)
    saved.press("p")
    #expect(!saved.state.isAtRest)
    saved.send(.ticked(at: 60))
    #expect(saved.state.isAtRest)
  }

  @Test("A tick that brings nothing looks as before, one that tells of silence does not")
  mutating func tick() {
    tester.send(.ticked(at: 110))
    let before = tester.state
    tester.send(.ticked(at: 110.5))
    #expect(tester.state.now == 110.5)
    #expect(tester.state.isShownLike(before))
    tester.send(.ticked(at: 200))
    #expect(tester.state.run?.condition(at: 200) == .stalled)
    #expect(!tester.state.isShownLike(before))
    let stalled = tester.state
    tester.send(.ticked(at: 201))
    #expect(!tester.state.isShownLike(stalled))
  }

  @Test("A run without a step for long is called stalled")
  mutating func stalled() {
    tester.send(.ticked(at: 116))
    #expect(tester.state.run?.condition(at: tester.state.now) == .stalled)
    tester.send(.eventArrived(sequence: 101, .metrics(records(1_241...1_241))))
    #expect(tester.state.run?.condition(at: tester.state.now) == .training)
  }

  @Test(
    "Once steps were seen, ten times the usual without one is a stall, after 2 s at the soonest")
  mutating func stalledSoon() {
    tester.send(.eventArrived(sequence: 101, .metrics(records(1_241...1_260))))
    tester.send(.ticked(at: 111.9))
    #expect(tester.state.run?.condition(at: tester.state.now) == .training)
    tester.send(.ticked(at: 112.2))
    #expect(tester.state.run?.condition(at: tester.state.now) == .stalled)
    #expect(tester.state.banner?.text.contains("no step for 2s") == true)
  }

  @Test("Steps that come together every 4 s are no stall between two deliveries")
  mutating func stalledBusy() {
    for (second, step) in [(113.0, 1_241), (117, 1_341)] {
      tester.send(.ticked(at: second))
      tester.send(.eventArrived(sequence: UInt64(second), .metrics(records(step...step + 19))))
    }
    #expect(tester.state.run?.condition(at: 121.5) == .training)
    #expect(tester.state.run?.condition(at: 122.5) == .stalled)
  }

  @Test("A dead engine's end, its last words and the way on are said at once")
  mutating func death() {
    tester.send(
      .disconnected(reason: "the engine closed the connection"),
      effects: [.loadHistory(session: Fixture.session)])
    var history = Fixture.history(state: .dead)
    history.ending = EngineEnding(
      cause: .signal(9), memoryRanOut: true, lastWords: ["step 1240", "no memory"])
    tester.send(.historyLoaded(history))
    #expect(
      tester.state.banner?.text
        == "the engine was killed by signal 9 (SIGKILL): the system ran out of memory; "
        + "“thaw resume clothes-last-blocks” goes on from the last checkpoint")
    #expect(tester.state.banner?.details == ["step 1240", "no memory"])
    #expect(picture(of: tester.state).text.contains("   no memory"))
    tester.send(.resized(columns: 80, rows: 24))
    let narrow = picture(of: tester.state).text.split(whereSeparator: \.isWhitespace)
    #expect(narrow.joined(separator: " ").contains(tester.state.banner?.text ?? "no banner"))
  }

  @Test("Where no checkpoint was written nothing promises to go on from one")
  func deathBeforeCheckpoints() {
    var opened = ReducerTester(
      DashboardState.opening(
        .saved(session: Fixture.session), size: .init(width: 120, height: 40), client: "x"
      ).state)
    var history = Fixture.history(state: .dead)
    history.detail.checkpoints = []
    opened.send(.historyLoaded(history))
    let way = "no checkpoint was written, so “thaw resume clothes-last-blocks” begins anew"
    #expect(opened.state.banner?.text.hasSuffix("; \(way)") == true)
    opened.press("p")
    #expect(opened.toast == "the engine is gone; \(way)")
  }

  @Test("An alarm stays above the panes until training goes on or esc")
  mutating func alarm() {
    let alarm = Alarm(step: 1_250, row: "blocks.14", message: "loss is NaN; the run is paused")
    tester.send(.eventArrived(sequence: 101, .alarm(alarm)))
    #expect(
      tester.state.banner?.text == "step 1 250 in blocks.14: loss is NaN; the run is paused")
    tester.send(.eventArrived(sequence: 102, .phase(.training, step: 1_250, reason: nil)))
    #expect(tester.state.banner == nil)
    tester.send(.eventArrived(sequence: 103, .alarm(alarm)))
    tester.press(.escape)
    #expect(tester.state.banner == nil)
  }

  @Test("Journal, checkpoints and progress follow the bus, each once")
  mutating func journal() {
    let entry = JournalEntry(
      step: 1_241, time: 170, command: "freeze head", outcome: .applied(step: 1_241))
    let checkpoint = CheckpointInfo(step: 1_241, folder: "step-1241", bytes: 1)
    var progress = Fixture.snapshot().progress
    progress.step = 1_242
    tester.send(
      .eventArrived(sequence: 101, .journal(entry)),
      .eventArrived(sequence: 102, .checkpoint(checkpoint)),
      .eventArrived(sequence: 103, .progress(progress)),
      .historyLoaded(Fixture.history()))
    #expect(tester.state.run?.journal == Fixture.journal + [entry])
    #expect(tester.state.run?.checkpoints == Fixture.checkpoints + [checkpoint])
    #expect(tester.state.run?.step == 1_242)
  }

  @Test("A snapshot of a session that was left meanwhile is passed over")
  mutating func foreignSnapshot() {
    var snapshot = Fixture.snapshot()
    snapshot.session = "left"
    tester.send(.connected(snapshot))
    #expect(tester.state.run?.name == Fixture.session)
    var saved = ReducerTester(
      DashboardState.opening(
        .saved(session: Fixture.session), size: .init(width: 80, height: 24), client: "x"
      ).state)
    saved.send(.connected(Fixture.snapshot()))
    #expect(saved.state.run?.link == .saved)
  }

  @Test("A store that cannot be read is not waited for: why is said for as long as it is shown")
  func unreadable() {
    let load = DashboardEffect.loadHistory(session: "a")
    var tester = ReducerTester(
      DashboardState.opening(
        .saved(session: "a"), size: .init(width: 120, height: 40), client: "x"
      ).state)
    tester.send(.loadFailed(message: "a is damaged; thaw doctor a", load), .ticked(at: 100))
    let rows = picture(of: tester.state).rows
    #expect(rows[0].contains("unreadable") && rows[2].contains("a is damaged; thaw doctor a"))
    tester.press("p")
    #expect(tester.toast == "the session cannot be read")
    tester.send(.historyLoaded(Fixture.history(name: "a", state: .finished)))
    #expect(tester.state.banner == nil)

    var compared = ReducerTester(
      DashboardState.opening(
        .compare(["a", "b"]), size: .init(width: 120, height: 40), client: "x"
      ).state)
    compared.send(
      .loadFailed(message: "b is damaged", .loadComparison(["a", "b"])), .ticked(at: 100))
    #expect(picture(of: compared.state).text.contains("b is damaged"))
    #expect(!picture(of: compared.state).text.contains("reading"))
  }

  @Test("What is opened from a read-only dashboard is read-only, and nothing is forked there")
  func readOnly() {
    var tester = ReducerTester(
      DashboardState.opening(
        .attach(session: Fixture.session, isReadOnly: true), size: .init(width: 120, height: 40),
        client: "x"
      ).state)
    tester.send(
      .connected(Fixture.snapshot()), effects: [.loadHistory(session: Fixture.session)])
    tester.press("F")
    #expect(tester.toast == "attached read-only")
    tester.press(":")
    tester.type("open other")
    tester.press(.enter, effects: [.attach(session: "other"), .loadHistory(session: "other")])
    #expect(tester.state.run?.isReadOnly == true)
  }

  @Test("A history of another session is passed over")
  mutating func foreignHistory() {
    let before = tester.state
    tester.send(.historyLoaded(Fixture.history(name: "other")))
    #expect(tester.state == before)
  }

  @Test("A run that waits for data says so, for how long and for what, and is not called stalled")
  func waiting() {
    var tester = ReducerTester(Fixture.live(width: 160, height: 50))
    tester.send(
      .eventArrived(
        sequence: 101, .phase(.waiting, step: 1_240, reason: "reading /data/cat/7.jpg")))
    tester.send(.ticked(at: 300))
    let rows = picture(of: tester.state).rows
    #expect(rows[0].contains("waiting for data"))
    #expect(
      rows[2].contains(
        "no data for 3m10s: reading /data/cat/7.jpg; training goes on when it comes"), "\(rows[2])")
    #expect(tester.state.commandRefusal == nil)
    tester.send(.eventArrived(sequence: 102, .phase(.training, step: 1_240, reason: nil)))
    #expect(picture(of: tester.state).rows[0].contains("training"))
  }
}
