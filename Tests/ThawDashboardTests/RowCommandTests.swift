import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Commands about rows")
struct RowCommandTests {
  private var tester = ReducerTester()
  /// As small as leaves no room for the journal, which would say what became of a command.
  private var small = ReducerTester(Fixture.live(width: 80, height: 24))

  private func request(_ number: Int, _ command: Command) -> DashboardEffect {
    .send(Request(id: "test-\(number)", command: command))
  }

  @Test("Space freezes the row under the cursor, which is pending until the answer")
  mutating func toggle() {
    tester.press(" ", effects: [request(1, .freeze(["head"]))])

    #expect(tester.state.pendingGoal(of: "head") == .frozen)
    #expect(tester.state.run?.board.rows.last?.state == .trainable)

    tester.send(
      .eventArrived(sequence: 101, .rows(["head": .frozen], step: 1_241)),
      .replied(id: "test-1", .applied(step: 1_241)))

    #expect(tester.state.pendingGoal(of: "head") == nil)
    #expect(tester.state.run?.board.rows.last?.state == .frozen)
  }

  @Test("What became of a command is told where the journal that says it is out of view")
  mutating func answers() {
    let entry = JournalEntry(
      step: 1_241, time: 163, command: "freeze head", outcome: .applied(step: 1_241))
    tester.press(" ", effects: [request(1, .freeze(["head"]))])
    tester.send(
      .eventArrived(sequence: 101, .journal(entry)), .replied(id: "test-1", entry.outcome))
    #expect(tester.toast == nil)
    tester.press("2")
    tester.press(" ", effects: [request(2, .freeze(["head"]))])
    tester.send(
      .eventArrived(sequence: 102, .journal(entry)), .replied(id: "test-2", entry.outcome))
    #expect(tester.toast == "freeze head: applied at step 1241; z undoes it")
  }

  @Test("What was told of a command goes once it is undone")
  mutating func undone() {
    small.press(" ", effects: [request(1, .freeze(["head"]))])
    small.send(.replied(id: "test-1", .applied(step: 1_200)))
    #expect(small.toast == "freeze head: applied at step 1200; z undoes it")
    small.press("z", effects: [request(2, .undo)])
    small.send(
      .eventArrived(sequence: 101, .rewound(Rewind(step: 1_200, to: .branch(0, sequence: 90)))),
      .replied(id: "test-2", .applied(step: 1_200)))
    #expect(small.state.toasts.map(\.text) == ["undo: applied at step 1200"])
  }

  @Test(
    "The footer names undo and redo while there is something for them to do, at 80 columns, too")
  mutating func waysBack() {
    var (state, _) = DashboardState.opening(
      .attach(session: Fixture.session, isReadOnly: false), size: Size(width: 80, height: 24),
      client: "test")
    _ = reduce(&state, .connected(Fixture.snapshot()))
    func footer() -> String { picture(of: state).rows.last ?? "" }
    #expect(footer().contains("p pause"))
    #expect(!footer().contains("undo") && !footer().contains("redo"))
    for (number, (command, undo, redo)) in [
      ("wd 0.1", true, false), ("pause", true, false), ("undo", false, true),
      ("redo", true, false), ("undo", false, true), ("plan: freeze head", false, false),
      ("thaw head", true, false),
    ].enumerated() {
      let entry = JournalEntry(
        step: 1_240, time: 200 + Double(number), command: command, outcome: .applied(step: 1_240))
      _ = reduce(&state, .eventArrived(sequence: 101 + UInt64(number), .journal(entry)))
      #expect(footer().contains("z undo") == undo, "\(command)")
      #expect(footer().contains("Z redo") == redo, "\(command)")
    }
  }

  @Test("A second press while pending asks for the opposite")
  mutating func toggleTwice() {
    tester.press(" ", effects: [request(1, .freeze(["head"]))])
    tester.press(" ", effects: [request(2, .thaw(["head"]))])
    #expect(tester.state.pendingGoal(of: "head") == .trainable)
  }

  @Test("A refusal leaves the row as it was and says why")
  mutating func refusal() {
    tester.press(" ", effects: [request(1, .freeze(["head"]))])
    tester.send(.replied(id: "test-1", .refused(reason: "nothing would train")))
    #expect(tester.state.run?.board.rows.last?.state == .trainable)
    #expect(tester.state.pending.isEmpty)
    #expect(tester.toast == "freeze head: refused: nothing would train")
  }

  @Test("A refusal that the journal shows is not said again")
  mutating func journaledRefusal() {
    tester.press(" ", effects: [request(1, .freeze(["head"]))])
    let refusal = CommandOutcome.refused(reason: "nothing would train")
    let entry = JournalEntry(step: 1_241, time: 163, command: "freeze head", outcome: refusal)
    tester.send(.eventArrived(sequence: 101, .journal(entry)), .replied(id: "test-1", refusal))
    #expect(tester.toast == nil)
  }

  @Test("A marked range is frozen as long as one of its rows trains, without the frozen ones")
  mutating func range() {
    tester.press("k", "v", "k", "k")
    #expect(tester.state.run?.board.marked == [14 + 1, 15 + 1, 13 + 1])
    tester.press(" ", effects: [request(1, .freeze(["blocks.14-15"]))])
    #expect(tester.state.run?.board.marked.isEmpty == true)
    #expect(tester.state.pendingGoal(of: "blocks.13") == nil)
  }

  @Test("v twice keeps a range while another is marked")
  mutating func twoRanges() {
    tester.press("v", "v", "k", "k", "v", "v")
    #expect(tester.state.run?.board.marked == [15, 17])
    tester.press(.escape)
    #expect(tester.state.run?.board.marked.isEmpty == true)
  }

  @Test("[ freezes what is nearer the input, ] thaws from the cursor to the output")
  mutating func cut() {
    tester.press("k", "[", effects: [request(1, .freeze(["blocks.14"]))])
    tester.press("g", "]", effects: [request(2, .thaw(["stem..blocks.14"]))])
  }

  @Test("[ on the first row says that there is nothing to freeze")
  mutating func nothingBelow() {
    tester.press("g", "[")
    #expect(tester.toast == "no layer is nearer the input than stem")
  }

  @Test("Freezing what is frozen sends nothing")
  mutating func alreadyFrozen() {
    tester.press("k", "k", "[")
    #expect(tester.state.pending.isEmpty)
    #expect(tester.toast == "they are frozen already")
  }

  @Test("An answer that never comes is told after 10 s, and a late one is still named")
  mutating func patience() {
    small.press(" ", effects: [request(1, .freeze(["head"]))])
    small.send(.ticked(at: 119.9))
    #expect(small.state.pendingGoal(of: "head") == .frozen)
    small.send(.ticked(at: 120))
    #expect(small.toast == "no answer to “freeze head” in 10 s; the engine may be busy")
    #expect(small.state.pendingGoal(of: "head") == nil)
    small.send(.replied(id: "test-1", .applied(step: 1_300)))
    #expect(small.toast == "freeze head: applied at step 1300; z undoes it")
  }

  @Test("An answer to somebody else's command says nothing")
  mutating func foreignReply() {
    let before = tester.state
    tester.send(.replied(id: "other-1", .applied(step: 5)))
    #expect(tester.state == before)
  }

  @Test(
    "Neighbours become spans, numbered where no number is missing",
    arguments: [
      ([2], "blocks.1"), ([1, 2, 3], "blocks.0-2"), ([0, 1], "stem..blocks.0"),
      ([0, 2, 4], "stem blocks.1 head"), ([3, 4], "blocks.2..head"),
    ])
  func patterns(indices: [Int], text: String) throws {
    let names = ["stem", "blocks.0", "blocks.1", "blocks.2", "head"]
    let patterns = rowPatterns(for: indices, in: names)
    #expect(patterns.joined(separator: " ") == text)
    #expect(try RowPattern.indices(of: patterns, in: names) == indices)
  }

  @Test("A filter narrows what the cursor meets, and esc clears it")
  mutating func filter() {
    tester.press("/")
    tester.type("blocks.1")
    tester.press(.enter, "g")
    #expect(tester.state.run?.board.visible.count == 7)
    #expect(tester.state.run?.board.cursor == 2)
    tester.press(.escape)
    #expect(tester.state.run?.board.visible.count == 18)
  }

  @Test("A filter that begins with ! shows what does not match")
  mutating func invertedFilter() {
    tester.press("/")
    tester.type("!BLOCKS")
    #expect(tester.state.run?.board.visible == [0, 17])
    tester.press(.escape)
    #expect(tester.state.run?.board.filter == "")
  }

  @Test(
    "A filter can be a regular expression, and text while it cannot be read yet",
    arguments: [
      ("^blocks\\.1[0-3]$", 4), ("stem|head", 2), ("!^b", 2), ("blocks.(", 0), ("HE.D$", 1),
    ])
  mutating func regularExpression(filter: String, count: Int) {
    tester.press("/")
    tester.type(filter)
    #expect(tester.state.run?.board.visible.count == count)
  }

  @Test("The board says what space would do to the step's time")
  mutating func forecast() throws {
    let board = try #require(tester.state.run?.board)
    let head = try #require(board.forecast(toggling: .frozen))
    #expect(head.change < 0)
    tester.press("g")
    let stem = try #require(tester.state.run?.board.forecast(toggling: .trainable))
    #expect(stem.change > 0.3)
    let percent = Int((stem.change * 100).rounded())
    #expect(picture(of: tester.state).text.contains("thaw → +\(percent) % step time"))
    tester.press("G", "v", "k", "k")
    // Nothing would train.
    #expect(tester.state.run?.board.forecast(toggling: .frozen) == nil)
  }

  @Test("What the run measured corrects what space is said to do")
  mutating func calibrated() throws {
    let count = Fixture.rows.count
    let now = StepMask(trainable: Set(15..<count))
    let less = StepMask(trainable: Set(15..<count - 1))
    let calibration = Calibration(timings: [
      StepTiming(mask: less, seconds: 0.9), StepTiming(mask: now, seconds: 1),
    ])
    let sequence = (tester.state.run?.sequence ?? 0) + 1
    tester.send(.eventArrived(sequence: sequence, .calibration(calibration)))
    let change = try #require(tester.state.run?.board.forecast(toggling: .frozen)?.change)
    #expect(abs(change + 0.1) < 0.03)
  }

  @Test("A frozen row shows when it was last found unchanged, a thawed one how far its rate rose")
  mutating func standings() throws {
    let sequence = (tester.state.run?.sequence ?? 0) + 1
    let standings = [
      "stem": RowStanding(provenStep: 1_220),
      "blocks.0": RowStanding(provenStep: 1_220, movedTensor: "blocks.0.0.weight"),
      "head": RowStanding(rampStart: 1_230, rampSteps: 50),
    ]
    tester.send(.eventArrived(sequence: sequence, .standings(standings, step: 1_220)))
    let text = picture(of: tester.state).text
    #expect(text.contains("✓ 1 220"))
    #expect(text.contains("▲ moved"))
    #expect(text.contains("lr 22 %"))
  }

  private func traits(available: Int) -> Calibration {
    Calibration(
      traits: TrainingTraits(
        batch: 32, stateBytes: 8, moments: "v kept, m zeroed", rampSteps: 50, untrained: [1],
        availableBytes: available))
  }

  @Test("Before a thaw the board says what it needs, adds, and makes of the optimizer's state")
  mutating func thawForecast() throws {
    let sequence = (tester.state.run?.sequence ?? 0) + 1
    let told = traits(available: 1 << 40)
    tester.send(.eventArrived(sequence: sequence, .calibration(told)))
    tester.press("g", "2")
    let text = picture(of: tester.state).text
    let board = try #require(tester.state.run?.board)
    let memory = try #require(board.forecast(toggling: .trainable)?.memory)
    #expect(memory.parameters == 928 && memory.bytes == 928 * 6)
    #expect(memory.moments == "v kept, m zeroed" && memory.rampSteps == 50 && memory.fits)
    #expect(text.contains("+5 kB"))
    tester.press("j")
    let next = tester.state.run?.board.forecast(toggling: .trainable)?.memory
    #expect(next?.moments == "no optimizer state yet")
    #expect(next?.bytes == 1_448 * (6 + 11))
  }

  @Test("All of it is said on both screens, also in a usual terminal", arguments: [80, 160])
  func whole(width: Int) {
    var tester = ReducerTester(Fixture.live(width: width, height: width == 80 ? 24 : 50))
    tester.send(.eventArrived(sequence: 101, .calibration(traits(available: 1 << 40))))
    for screen in ["1", "2"] as [Key] {
      tester.press(screen, "g")
      let text = picture(of: tester.state).text
      for fact in ["% step time", "+5 kB", "+928 params", "v kept, m zeroed", "ramp 50 steps"] {
        #expect(text.contains(fact), "\(fact) on \(screen.name)")
      }
      #expect(text.contains("stem"))
    }
  }

  @Test("The lines below the layers take no layer's place where there is room", arguments: 1...20)
  func room(rows: Int) throws {
    var state = Fixture.live(width: 160, height: 60)
    var snapshot = Fixture.snapshot(sequence: 100)
    snapshot.rows = Array(
      Fixture.rows.suffix(rows)
        + Fixture.rows.prefix(max(0, rows - 18)).map { row in
          var row = row
          row.name += ".more"
          return row
        })
    snapshot.calibration = traits(available: 1 << 40)
    _ = reduce(&state, .connected(snapshot))
    let text = picture(of: state).text
    for row in snapshot.rows { #expect(text.contains(" \(row.name) "), "\(row.name)") }
  }

  @Test("A thaw that does not fit in memory is sent when it is asked for a second time")
  mutating func confirmation() {
    let sequence = (tester.state.run?.sequence ?? 0) + 1
    let told = traits(available: 100)
    tester.send(.eventArrived(sequence: sequence, .calibration(told)))
    tester.press("g", " ")
    #expect(tester.toast?.hasSuffix("do it again to thaw all the same") == true)
    #expect(tester.state.pending.isEmpty)
    tester.press("j", " ")
    #expect(tester.state.pending.isEmpty)
    let request = Request(id: "test-1", command: .thaw(["blocks.0"]))
    tester.press(" ", effects: [.send(request)])
  }

  @Test("] and a typed thaw ask as space does, and marks stay until it is confirmed")
  mutating func confirmationOfOthers() {
    let sequence = (tester.state.run?.sequence ?? 0) + 1
    tester.send(.eventArrived(sequence: sequence, .calibration(traits(available: 100))))
    tester.press("k", "k", "k", "k", "]")
    #expect(tester.toast?.hasSuffix("do it again to thaw all the same") == true)
    tester.press("]", effects: [.send(Request(id: "test-1", command: .thaw(["blocks.12-13"])))])
    for _ in 0..<2 {
      tester.press(":")
      tester.type("thaw stem blocks.0-1")
      let isFirst = tester.state.unconfirmedThaw == nil
      let command = Command.thaw(["stem", "blocks.0-1"])
      tester.press(
        .enter, effects: isFirst ? [] : [.send(Request(id: "test-2", command: command))])
    }
    tester.press("g", "j", "j", "j", "j", "v", "j", " ")
    #expect(tester.state.run?.board.marked.count == 2)
    // Something else in between is no confirmation.
    tester.press("e", effects: [.send(Request(id: "test-3", command: .evaluate))])
    tester.press(" ")
    #expect(tester.state.run?.board.marked.count == 2)
    tester.press(
      " ", effects: [.send(Request(id: "test-4", command: .thaw(["blocks.3-4"])))])
    #expect(tester.state.run?.board.marked.isEmpty == true)
  }

  @Test("What ], [ and a typed thaw would do is said before")
  mutating func forecastsOfOthers() throws {
    tester.send(.resized(columns: 200, rows: 50))
    tester.press("g", "j", "j", "j", "2")
    let board = try #require(tester.state.run?.board)
    let above = try #require(board.forecast(board.rowsAbove, to: .trainable))
    #expect(picture(of: tester.state).text.contains("] " + above.time(.unicode)))
    #expect(board.forecast(board.rowsBelow, to: .frozen) == nil)
    tester.press(":")
    tester.type("thaw blocks.2..head")
    #expect(picture(of: tester.state).text.contains("│  " + above.time(.unicode)))
  }

  @Test("Rows that share a tensor name each other")
  mutating func tied() {
    var snapshot = Fixture.snapshot(sequence: 900)
    snapshot.rows[0].sharedWith = ["head"]
    snapshot.rows[snapshot.rows.count - 1].sharedWith = ["stem"]
    tester.send(
      .connected(snapshot), effects: [.loadHistory(session: snapshot.session)])
    let text = picture(of: tester.state).text
    #expect(text.contains("head = stem"))
    tester.press("g")
    #expect(picture(of: tester.state).text.contains("stem = head"))
  }

  @Test("A saving that was measured is told, and stands in the journal")
  mutating func measured() throws {
    let sequence = (tester.state.run?.sequence ?? 0) + 1
    let entry = JournalEntry(
      step: 1_260, time: 165, command: SavingText.measured(-0.36),
      outcome: .applied(step: 1_260, note: "predicted -38 % for freeze head"))
    tester.send(.eventArrived(sequence: sequence, .journal(entry)))
    #expect(tester.toast == nil)
    #expect(picture(of: tester.state).text.contains("measured -36 % step time"))
    small.send(.eventArrived(sequence: sequence, .journal(entry)))
    #expect(small.toast == "measured -36 % step time; predicted -38 % for freeze head")
  }

  @Test("Shares of the step add up to all of it, and are left out where a cost is unknown")
  func shares() throws {
    var board = BoardState()
    board.take(Fixture.rows)
    let shares = try #require(board.costShares)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
    #expect(board.boundary == 15)
    board.take(Fixture.withoutCosts)
    #expect(board.costShares == nil)
    #expect(board.forecast(toggling: .frozen) == nil)
  }
}
