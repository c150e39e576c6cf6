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

@Suite("Pictures")
struct PictureTests {
  private static let odd = [(2, 3), (59, 15), (109, 30), (110, 16), (1_000, 3), (3, 300)]
  private static let recorded = [(0, 0), (1, 1), (20, 5), (80, 24), (160, 50), (200, 60)]

  private func ability(_ raster: Raster) -> Ability {
    raster == .ascii ? .ascii() : Ability(raster: raster)
  }

  @Test("Every screen draws at every size, and covers it", arguments: Scene.allCases, odd)
  func anySize(scene: Scene, size: (Int, Int)) {
    let state = scene.state(width: size.0, height: size.1)
    for raster in Raster.allCases {
      let picture = picture(of: state, ability: ability(raster))
      #expect(picture.rows.count == size.1)
      #expect(!picture.text.contains("?????"))
    }
  }

  @Test(
    "Every screen looks as recorded, in every raster and with its signs only",
    arguments: Scene.allCases, Raster.allCases)
  func looks(scene: Scene, raster: Raster) {
    let pictures = Self.recorded.map { width, height in
      let picture = picture(
        of: scene.state(width: width, height: height), ability: ability(raster))
      #expect(picture.rows.count == height)
      let foreign = picture.text.filter { character in
        switch raster {
        case .braille: false
        case .block: ("\u{2801}"..."\u{28FF}").contains(character)
        case .ascii: !character.isASCII
        }
      }
      #expect(foreign == "")
      return "\(width) x \(height)\n\(picture.text)\n"
    }
    expectSnapshot(pictures.joined(separator: "\n"), named: "\(scene)-\(raster)")
  }

  @Test("The three rasters draw the same geometry: a dot's cell is filled in all of them")
  func sameGeometry() {
    let state = Scene.live.state(width: 160, height: 50)
    let cells = [Ability(colors: .none), Ability(colors: .none, raster: .block)].map { ability in
      picture(of: state, ability: ability).rows.map { row in
        row.map { ("\u{2801}"..."\u{28FF}").contains($0) || "▀▄█░".contains($0) }
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
