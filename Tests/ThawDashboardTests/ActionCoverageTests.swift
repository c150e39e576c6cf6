import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

/// Every key of every table, every line after `:` and every action does something somewhere.
@Suite("Every action")
struct ActionCoverageTests {
  /// What an action did: changed the state, asked for effects, or said why not.
  private func does(_ action: DashboardAction, in before: DashboardState) -> Bool {
    var state = before
    let effects = reduce(&state, action)
    return !effects.isEmpty || state != before
  }

  private func pressed(_ keys: [Key], _ state: DashboardState) -> DashboardState {
    var state = state
    for key in keys { _ = reduce(&state, .keyPressed(key)) }
    return state
  }

  private func typed(_ text: String) -> [Key] { text.map(Key.character) }

  /// The situations in which a table's keys are tried.
  private func scenes(of title: String) -> [DashboardState] {
    // So low that the journal does not fit.
    let live = Fixture.live(width: 160, height: 26)
    let list = pressed(["j", " ", "j", " "], Fixture.sessionList(width: 160, height: 50))
    let compared = Fixture.compared(width: 160, height: 30)
    let line = [":"] + typed("open one two") + [.control("b")]
    let zoomed: [Key] = [.tab, "+", "+", .left, .left, .left]
    var scenes: [[Key]] = []
    var state = live
    switch title {
    case KeyTable.live.title:
      scenes = [
        [], ["k", "k"], [.tab], [.tab, "j"], zoomed, zoomed + ["h"], zoomed + ["0"],
        [.tab, .tab], [.tab, .tab, "j"],
      ]
    case KeyTable.layers.title: scenes = [["2"], ["2", "k", "k"]]
    case KeyTable.sessions.title:
      state = list
      _ = reduce(&state, .sessionDeleted(name: "gone"))
      scenes = [[], ["g"]]
    case KeyTable.compare.title:
      state = compared
      scenes = [[], ["j"], ["+", "+"], ["+", "+", "h"]]
    case KeyTable.tour.title:
      _ = reduce(&state, .recordingLoaded(Fixture.history(state: .finished)))
      scenes = [[], [">"]]
    case KeyTable.everywhere.title: scenes = [[], ["k", "k"], ["2"], ["3"]]
    case KeyTable.text.title:
      state.paletteHistory = ["pause", "resume"]
      scenes = [line, line + [.up, .up], ["/"] + typed("blocks"), [":"] + typed("fre")]
    case KeyTable.help.title: scenes = [["?"], ["?", .pageDown]]
    case KeyTable.settings.title:
      scenes = [[","], [",", "j"], [",", "j", "j", "j", "l"], [",", "G"]]
    default: Issue.record("no situation is known for the keys of \(title)")
    }
    return scenes.map { pressed($0, state) }
  }

  @Test("Each key of each table changes something, has an effect, or says why it can't")
  func keys() {
    for table in KeyTable.all {
      let scenes = scenes(of: table.title)
      for binding in table.bindings {
        for key in binding.keys {
          #expect(
            scenes.contains { does(.keyPressed(key), in: $0) },
            "\(table.title): \(key.name), \(binding.help)")
        }
      }
    }
  }

  @Test("Where a key is refused it does nothing but say why")
  func refusals() {
    let closed = DashboardState(size: Size(width: 120, height: 40), client: "test")
    let finished = DashboardState.opening(
      .saved(session: "old"), size: Size(width: 120, height: 40), client: "test"
    ).state
    var refused: Set<String> = []
    for (state, table) in [
      (closed, KeyTable.live), (finished, .live), (closed, .layers), (finished, .layers),
      (pressed(["3"], closed), .sessions), (pressed(["4"], closed), .compare),
    ] {
      for binding in table.bindings {
        guard let reason = binding.refusal(state) else { continue }
        refused.insert("\(table.title) \(binding.name)")
        let screen = table.title == "Layers" ? pressed(["2"], state) : state
        var after = screen
        #expect(reduce(&after, .keyPressed(binding.keys[0])) == [], "\(binding.help)")
        #expect(after.toasts.last?.text == reason, "\(binding.help)")
        after.toasts = screen.toasts
        #expect(after == screen, "\(binding.help)")
      }
    }
    // Every command to an engine is among them.
    for name in ["toggle-rows", "freeze-below", "thaw-above", "toggle-pause", "step-once", "undo"] {
      #expect(refused.contains("Live \(name)") && refused.contains("Layers \(name)"), "\(name)")
    }
  }

  /// A line for each command's name.
  private static let lines: [String: String] = [
    "freeze": "freeze head", "thaw": "thaw blocks.0", "lr": "lr 1e-4", "spread": "spread 0.5",
    "wd": "wd 0.1", "schedule": "schedule cosine", "clip": "clip 1", "accumulate": "accumulate 2",
    "extend": "extend 100",
    "steps": "steps 9000", "epochs": "epochs 9", "plan": "plan step 2000: thaw blocks.0",
    "early-stop": "early-stop patience 5", "pause": "pause", "resume": "resume", "step": "step 2",
    "evaluate": "evaluate", "checkpoint": "checkpoint", "undo": "undo", "redo": "redo",
    "stop": "stop",
    "open": "open other", "compare": "compare a b", "sort": "sort step", "columns": "columns step",
    "group": "group state", "align": "align thaw", "tag": "tag good", "untag": "untag bad",
    "note": "note fine",
    "baseline": "baseline clothes-all", "target": "target val/loss 0.5",
    "fork": "fork at 200 lr 1e-4", "sessions": "sessions", "live": "live", "layers": "layers",
    "smooth": "smooth 0.5", "axis": "axis time", "chart": "chart val/loss", "log": "log",
    "outliers": "outliers", "grid": "grid val/loss", "pin": "pin val/loss", "unpin": "unpin",
    "picture": "picture", "theme": "theme nord", "settings": "settings", "tour": "tour",
    "help": "help", "quit": "quit",
  ]

  @Test("Each line after : is understood, and changes something or has an effect")
  func lines() {
    let live = Fixture.live(width: 160, height: 50)
    var list = Fixture.sessionList(width: 160, height: 50)
    list.sessions.all?[0].labels.apply(.tag("bad"))
    if let sessions = list.sessions.all { _ = reduce(&list, .sessionsLoaded(sessions)) }
    let scenes = [
      live, pressed([.tab, "i"], live), list, Fixture.compared(width: 160, height: 50),
      pressed(["2"], live),
    ]
    for (name, _, _) in Command.syntax + PaletteCommand.syntax {
      guard let line = Self.lines[name] else {
        Issue.record("no line is known for \(name)")
        continue
      }
      let did = scenes.contains { scene in
        var state = pressed([":"] + typed(line), scene)
        let effects = reduce(&state, .keyPressed(.enter))
        if case .palette = state.overlay { return false }
        state.overlay = state.overlay == scene.overlay ? nil : state.overlay
        state.paletteHistory = scene.paletteHistory
        return !effects.isEmpty || state != scene
      }
      #expect(did, "\(line)")
    }
  }

  /// The kinds of action; a new one does not compile until it is named here, and then needs an example.
  private enum Kind: CaseIterable {
    case keyPressed, clicked, doubleClicked, scrolled, dragged, released, resized, ticked
    case connected, eventArrived, lagged, replied, disconnected, cameTogether
    case historyLoaded, sessionsLoaded, liveScreenKept, sessionDeleted
    case comparisonLoaded, recordingLoaded, loadFailed, forked
    case themeChanged, pictureSaved, warned

    init(_ action: DashboardAction) {
      self =
        switch action {
        case .keyPressed: .keyPressed
        case .clicked: .clicked
        case .doubleClicked: .doubleClicked
        case .scrolled: .scrolled
        case .dragged: .dragged
        case .released: .released
        case .resized: .resized
        case .ticked: .ticked
        case .connected: .connected
        case .eventArrived: .eventArrived
        case .lagged: .lagged
        case .replied: .replied
        case .disconnected: .disconnected
        case .cameTogether: .cameTogether
        case .historyLoaded: .historyLoaded
        case .sessionsLoaded: .sessionsLoaded
        case .liveScreenKept: .liveScreenKept
        case .sessionDeleted: .sessionDeleted
        case .comparisonLoaded: .comparisonLoaded
        case .recordingLoaded: .recordingLoaded
        case .loadFailed: .loadFailed
        case .forked: .forked
        case .themeChanged: .themeChanged
        case .pictureSaved: .pictureSaved
        case .warned: .warned
        }
    }
  }

  @Test("Each kind of action, and each kind of event, changes something or has an effect")
  func actions() throws {
    let live = Fixture.live(width: 160, height: 50)
    let history = Fixture.history(steps: 1_300)
    let board = try #require(LiveLayout(live).board)
    var held = live
    _ = reduce(&held, .clicked(x: board.x, y: board.y + 3))
    var other = ChartGrid()
    other.show([.accuracy])
    var sent = live
    _ = reduce(&sent, .keyPressed("c"))
    let events: [Event] = [
      .phase(.paused, step: 1_240, reason: nil),
      .metrics([
        MetricRecord(step: 1_241, epoch: 1.3, time: 163, values: [MetricName.trainLoss: 1])
      ]),
      .rows(["head": .frozen], step: 1_240),
      .journal(JournalEntry(step: 1_240, time: 163, command: "x", outcome: .applied(step: 1_240))),
      .checkpoint(CheckpointInfo(step: 1_240, folder: "step-1240", bytes: 1)),
      .progress(
        Progress(step: 1_241, totalSteps: 2, epoch: 1, samplesPerSecond: 1, secondsLeft: nil)),
      .alarm(Alarm(step: 1_240, row: nil, message: "x")), .regimen(Fixture.regimen),
      .standings(["head": RowStanding(provenStep: 1)], step: 1_240),
      .calibration(Calibration(timings: [])),
      .rewound(Rewind(step: 1_000, to: .branch(1, sequence: 1))),
    ]
    let examples: [(DashboardAction, in: DashboardState)] =
      [
        (.keyPressed("k"), live), (.clicked(x: 20, y: 10), live),
        (.doubleClicked(x: 20, y: 10), live),
        (.scrolled(x: board.x + 5, y: board.y + 3, lines: -1), live),
        (.dragged(x: 70, y: 10), held), (.released, held), (.resized(columns: 9, rows: 9), live),
        (.ticked(at: 999), live), (.connected(Fixture.snapshot(sequence: 900)), live),
        (.lagged, live), (.replied(id: "test-1", .applied(step: 1_240)), sent),
        (.disconnected(reason: "gone"), live), (.historyLoaded(history), live),
        (.cameTogether([.lagged]), live),
        (.sessionsLoaded(Fixture.sessions), live),
        (
          .liveScreenKept(session: Fixture.session, KeptLiveScreen(other, LayoutState())), live
        ),
        (.sessionDeleted(name: "old"), live), (.comparisonLoaded([history]), live),
        (.recordingLoaded(history), live), (.loadFailed(message: "x"), live),
        (.forked(session: "fork"), live), (.themeChanged(name: "nord"), live),
        (.pictureSaved(path: "x"), live), (.warned(message: "x"), live),
      ] + events.map { (.eventArrived(sequence: 9_000, $0), live) }
    for (action, state) in examples { #expect(does(action, in: state), "\(action)") }
    #expect(Set(examples.map { Kind($0.0) }) == Set(Kind.allCases))
  }
}
