import Testing
import ThawCanvas
import ThawProtocol
import ThawTestSupport

@testable import ThawDashboard

/// The picture of a state, as a terminal would show it.
func picture(of state: DashboardState, ability: Ability = Ability()) -> Buffer {
  var buffer = Buffer(size: state.size, filledWith: Cell("?"))
  DashboardView.render(
    state, context: RenderContext(theme: .builtIn, ability: ability), into: &buffer)
  return buffer
}

/// The screens that are pictured, each with the keys that lead to it.
enum Scene: String, CaseIterable {
  case live
  case pending
  case alarm
  case layers
  case sessions
  case compare
  case help
  case palette
  case extend
  case filter
  case empty

  func state(width: Int, height: Int) -> DashboardState {
    switch self {
    case .live: Fixture.live(width: width, height: height)
    case .pending: pressed(["v", "k", "k", "k", " ", "p", "L"], width, height)
    case .alarm: alarmed(width, height)
    case .layers: pressed(["2", "k"], width, height)
    case .sessions: marked(width, height)
    case .compare: Fixture.compared(width: width, height: height)
    case .help: pressed(["?"], width, height)
    case .palette: pressed([":"] + "freeze blocks.1".map(Key.character), width, height)
    case .extend: extending(width, height)
    case .filter: pressed(["/"] + "blocks.1".map(Key.character), width, height)
    case .empty:
      DashboardState.opening(
        .attach(session: "new", isReadOnly: false), size: Size(width: width, height: height),
        client: "test"
      ).state
    }
  }

  private func pressed(_ keys: [Key], _ width: Int, _ height: Int) -> DashboardState {
    var state = Fixture.live(width: width, height: height)
    for key in keys { _ = reduce(&state, .keyPressed(key)) }
    return state
  }

  private func alarmed(_ width: Int, _ height: Int) -> DashboardState {
    var state = Fixture.live(width: width, height: height)
    let record = MetricRecord(
      step: 1_241, epoch: 1.323, time: 162.6, values: [MetricName.trainLoss: .nan])
    let alarm = Alarm(step: 1_241, row: "blocks.14", message: "loss is NaN; the run is paused")
    for (index, event) in [
      Event.metrics([record]), .alarm(alarm),
      .phase(.paused, step: 1_241, reason: "loss is NaN"),
    ].enumerated() {
      _ = reduce(&state, .eventArrived(sequence: 101 + UInt64(index), event))
    }
    return state
  }

  private func extending(_ width: Int, _ height: Int) -> DashboardState {
    var state = Fixture.live(width: width, height: height)
    _ = reduce(&state, .eventArrived(sequence: 101, .regimen(Fixture.regimen)))
    for key in [":"] + "extend 2000".map(Key.character) { _ = reduce(&state, .keyPressed(key)) }
    return state
  }

  private func marked(_ width: Int, _ height: Int) -> DashboardState {
    var state = Fixture.sessionList(width: width, height: height)
    for key: Key in ["j", " ", "j", " "] { _ = reduce(&state, .keyPressed(key)) }
    return state
  }
}

@Suite("Pictures")
struct PictureTests {
  private static let sizes = [
    (0, 0), (1, 1), (2, 3), (20, 5), (59, 15), (80, 24), (109, 30), (110, 16), (160, 50), (200, 60),
  ]

  @Test("Every screen draws at every size, and covers it", arguments: Scene.allCases, sizes)
  func anySize(scene: Scene, size: (Int, Int)) {
    let state = scene.state(width: size.0, height: size.1)
    for raster in [Ability(), Ability(raster: .block), .ascii()] {
      let picture = picture(of: state, ability: raster)
      #expect(picture.rows.count == size.1)
      #expect(!picture.text.contains("?????"))
    }
  }

  @Test("Every screen looks as recorded at 20×5", arguments: [Ability(), .ascii()])
  func tiny(ability: Ability) {
    let pictures = Scene.allCases.map { scene in
      "\(scene)\n" + picture(of: scene.state(width: 20, height: 5), ability: ability).text
    }
    let name = ability.glyphs == .ascii ? "all-20x5-ascii" : "all-20x5"
    expectSnapshot(pictures.joined(separator: "\n\n") + "\n", named: name)
  }

  @Test("Every screen looks as recorded at 200×60", arguments: [Scene.live, .layers, .compare])
  func huge(scene: Scene) {
    let picture = picture(of: scene.state(width: 200, height: 60))
    expectSnapshot(picture.text + "\n", named: "\(scene)-200x60")
  }

  @Test("Curves look as recorded in half blocks", arguments: [Scene.live, .alarm, .compare])
  func blocks(scene: Scene) {
    let picture = picture(
      of: scene.state(width: 80, height: 24), ability: Ability(raster: .block))
    #expect(!picture.text.contains { ("\u{2801}"..."\u{28FF}").contains($0) })
    expectSnapshot(picture.text + "\n", named: "\(scene)-block")
  }

  @Test("The three rasters draw the same geometry: a dot's cell is filled in all of them")
  func sameGeometry() {
    let state = Scene.live.state(width: 160, height: 50)
    let cells = [Ability(colors: .none), Ability(colors: .none, raster: .block)].map { ability in
      picture(of: state, ability: ability).rows.map { row in
        row.map { ("\u{2801}"..."\u{28FF}").contains($0) || "▀▄█".contains($0) }
      }
    }
    // Rounding to a coarser grid may move a dot into the next cell, no further.
    for (y, row) in cells[0].enumerated() {
      for (x, isFilled) in row.enumerated() where isFilled && x < 90 {
        let near = (max(0, y - 1)...min(cells[1].count - 1, y + 1)).contains { y in
          (max(0, x - 1)...min(cells[1][y].count - 1, x + 1)).contains { cells[1][y][$0] }
        }
        #expect(near, "\(x), \(y)")
      }
    }
  }

  @Test("Every screen looks as recorded at 80×24", arguments: Scene.allCases)
  func small(scene: Scene) {
    let picture = picture(of: scene.state(width: 80, height: 24))
    expectSnapshot(picture.text + "\n", named: "\(scene)-80x24")
  }

  @Test("Every screen looks as recorded at 160×50", arguments: Scene.allCases)
  func large(scene: Scene) {
    let picture = picture(of: scene.state(width: 160, height: 50))
    expectSnapshot(picture.text + "\n", named: "\(scene)-160x50")
  }

  @Test("A terminal without Unicode is given none", arguments: Scene.allCases)
  func ascii(scene: Scene) {
    let large = picture(of: scene.state(width: 160, height: 50), ability: .ascii())
    let small = picture(of: scene.state(width: 80, height: 24), ability: .ascii())
    let foreign = (large.text + small.text).filter { !$0.isASCII }
    #expect(foreign == "")
    expectSnapshot(small.text + "\n", named: "\(scene)-ascii")
  }

  @Test("A small terminal shows the pane that has the keys", arguments: [0, 1, 2])
  func onePane(tabs: Int) {
    var state = Fixture.live(width: 50, height: 14)
    for _ in 0..<tabs { _ = reduce(&state, .keyPressed(.tab)) }
    let text = picture(of: state).text
    let shown = ["layers", "loss", "journal"].filter { text.contains(" \($0) ") }
    #expect(shown == [["layers", "loss", "journal"][tabs]])
  }

  @Test("An empty list says how a session is begun")
  func emptyList() {
    var (state, _) = DashboardState.opening(
      .sessions, size: Size(width: 80, height: 24), client: "test")
    _ = reduce(&state, .sessionsLoaded([]))
    #expect(picture(of: state).text.contains("thaw run RECIPE starts a fine-tune"))
  }
}
