import Testing
import ThawCanvas
import ThawProtocol
import ThawTestSupport

@testable import ThawDashboard

@Suite("Undo, redo and fork")
struct WayBackTests {
  private var tester = ReducerTester()

  private func request(_ number: Int, _ command: Command) -> DashboardEffect {
    .send(Request(id: "test-\(number)", command: command))
  }

  @Test("z undoes and Z redoes, and so do the commands of the palette")
  mutating func keys() {
    tester.press("z", effects: [request(1, .undo)])
    tester.press("Z", effects: [request(2, .redo)])
    tester.press(":")
    tester.type("undo")
    tester.press(.enter, effects: [request(3, .undo)])
  }

  @Test(
    "A run that went back loses its curve from there on, which stays as abandoned; the store is read again"
  )
  mutating func rewound() {
    let entry = JournalEntry(
      step: 1_000, time: 170, command: "undo", outcome: .applied(step: 1_000))
    tester.send(
      .eventArrived(
        sequence: 101, .rewound(Rewind(step: 1_000, to: .branch(0, sequence: 90)))))
    #expect(tester.state.run?.curves[MetricName.trainLoss].buckets.last?.step == 1_000)
    #expect(tester.state.run?.curves[MetricName.validationLoss].buckets.last?.step == 1_000)
    let branch = tester.state.run?.abandoned[MetricName.trainLoss]?.first
    #expect(branch?.first?.step == 1_001 && branch?.last?.step == 1_240)
    #expect(tester.state.run?.progress?.step == 1_000)
    tester.send(.resized(columns: 80, rows: 24))
    #expect(picture(of: tester.state).rows[0].contains("1 000/4 690 · branch 2"))

    tester.send(
      .eventArrived(sequence: 102, .journal(entry)),
      effects: [.loadHistory(session: Fixture.session)])
    let shown = tester.state.run?.journalWithCheckpoints.map { "\($0.step) \($0.command)" }
    // The checkpoint of step 1200 went with the branch.
    #expect(shown?.suffix(2) == ["1100 thaw head", "1000 undo"])
    // What was read before the engine's answer was stored would bring back what was undone.
    tester.send(.historyLoaded(Fixture.history()))
    #expect(tester.state.run?.curves[MetricName.trainLoss].buckets.last?.step == 1_000)
    tester.send(.ticked(at: 111), effects: [.loadHistory(session: Fixture.session)])
    var history = Fixture.history(steps: 1_050)
    history.detail.journal.append(entry)
    let curve = Fixture.history().curves[MetricName.trainLoss] ?? []
    history.abandoned = [MetricName.trainLoss: [Array(curve[1_000...])]]
    tester.send(.historyLoaded(history))
    #expect(tester.state.run?.curves[MetricName.trainLoss].buckets.last?.step == 1_050)
    #expect(tester.state.run?.abandoned[MetricName.trainLoss]?.count == 1)
  }

  @Test(
    "What was undone leaves no mark on the curves and no stop for the crosshair; redone, it does")
  mutating func undoneMark() {
    let undo = JournalEntry(
      step: 1_100, time: 170, command: "undo", outcome: .applied(step: 1_100))
    let redo = JournalEntry(
      step: 1_100, time: 171, command: "redo", outcome: .applied(step: 1_100))
    let refused = JournalEntry(
      step: 1_100, time: 172, command: "undo", outcome: .refused(reason: "busy"))
    func marked(_ journal: [JournalEntry]) -> [Double] {
      plotMarks(journal: journal) { Double($0) }.map(\.x)
    }
    #expect(marked(Fixture.journal) == [300, 700, 1_000, 1_100])
    #expect(marked(Fixture.journal + [undo]) == [300, 700, 1_000])
    #expect(marked(Fixture.journal + [undo, undo]) == [300, 700])
    #expect(marked(Fixture.journal + [undo, redo, refused]) == [300, 700, 1_000, 1_100])
    tester.send(
      .eventArrived(sequence: 101, .journal(undo)),
      effects: [.loadHistory(session: Fixture.session)])
    #expect(tester.state.run?.interventionSteps == [300, 700, 1_000])
    #expect(!picture(of: tester.state).text.contains("☀ head"))
  }

  @Test("F opens a fork at the present, or at the crosshair; commands may be added")
  mutating func fork() {
    tester.press("F")
    tester.type("thaw head")
    tester.press(
      .enter,
      effects: [.fork(session: Fixture.session, at: nil, commands: [.thaw(["head"])])])
    tester.press(":")
    tester.type("fork at 900")
    tester.press(.enter, effects: [.fork(session: Fixture.session, at: 900, commands: [])])

    tester.send(
      .forked(session: "clothes-fork"),
      effects: [.attach(session: "clothes-fork"), .loadHistory(session: "clothes-fork")])
    #expect(tester.state.run?.name == "clothes-fork")
  }

  @Test(
    "A fork that cannot be read is refused in the palette",
    arguments: ["fork at", "fork at x", "fork dance"])
  mutating func malformed(line: String) {
    tester.press(":")
    tester.type(line)
    tester.press(.enter)
    guard case .palette(let palette) = tester.state.overlay else {
      Issue.record("the palette is closed")
      return
    }
    #expect(
      palette.error
        == "fork takes [at STEP] [COMMAND]: a new session that goes its own way from there")
  }

  @Test("The crosshair's step is where F forks")
  mutating func crosshair() throws {
    tester.press(.tab, .right)
    let step = try #require(tester.state.plots.cursor)
    tester.press("F")
    tester.press(.enter, effects: [.fork(session: Fixture.session, at: step, commands: [])])
  }

  @Test("A branch that was left is a grey line that is told, and seen at any size")
  func branch() {
    var history = Fixture.history(steps: 700)
    let left = Fixture.history(seed: 9, floor: 0.9).curves
    history.abandoned = left.mapValues { [Array($0.drop { $0.step <= 400 })] }
    var (state, _) = DashboardState.opening(
      .saved(session: Fixture.session), size: Size(width: 120, height: 30), client: "test")
    _ = reduce(&state, .historyLoaded(history))
    expectSnapshot(picture(of: state).text + "\n", named: "abandoned-120x30")
    _ = reduce(&state, .resized(columns: 80, rows: 24))
    let buffer = picture(of: state)
    #expect(buffer.text.contains("━ taken back · smooth 0.90"))
    let grey = (0..<80).filter { x in
      (4..<11).contains { y in
        guard let cell = buffer[x, y] else { return false }
        return ("\u{2801}"..."\u{28FF}").contains(cell.character)
          && cell.style.foreground == Theme.builtIn[.muted].foreground
      }
    }
    #expect(grey.count > 20)
  }
}
