import Testing
import ThawCanvas

@Suite("Choice of a theme")
struct ThemeChoiceTests {
  private let themes = [
    ("glacier", Theme.Kind.dark), ("snowfield", .light), ("sixteen", .dark),
    ("sixteen-light", .light), ("other", .light),
  ].map { Theme(name: $0.0, kind: $0.1, styles: [:]) }

  @Test(
    "Without a name the background and the colors decide",
    arguments: [
      (Theme.Kind.dark, ColorDepth.full, "glacier"), (.light, .full, "snowfield"),
      (.light, .indexed, "snowfield"), (.dark, .sixteen, "sixteen"),
      (.light, .sixteen, "sixteen-light"), (.dark, .none, "glacier"),
    ])
  func fitting(background: Theme.Kind, colors: ColorDepth, name: String) {
    let choice = ThemeChoice(background: background, colors: colors)
    #expect(choice.pick(from: themes).name == name)
  }

  @Test("A name counts for more; a missing one gives a theme for the background")
  func named() {
    var choice = ThemeChoice(name: "other", background: .dark, colors: .sixteen)
    #expect(choice.pick(from: themes).name == "other")
    choice.name = "gone"
    #expect(choice.pick(from: themes).name == "glacier")
    #expect(choice.pick(from: []) == .builtIn)
    choice = ThemeChoice(light: "other", background: .light)
    #expect(choice.pick(from: themes).name == "other")
  }

  @Test(
    "COLORFGBG names the background last",
    arguments: [
      ("15;0", Theme.Kind.dark), ("0;15", .light), ("0;default;7", .light), ("12;8", .dark),
      ("7", .light), ("0;default", nil), ("", nil), ("0;99", nil),
    ] as [(String, Theme.Kind?)])
  func environment(value: String, kind: Theme.Kind?) {
    #expect(Theme.Kind(environment: ["COLORFGBG": value]) == kind)
    #expect(Theme.Kind(environment: [:]) == nil)
  }

  @Test(
    "A background is light where black reads better on it than white",
    arguments: [
      (Color.rgb(0x00, 0x2B, 0x36), Theme.Kind.dark), (.rgb(0xFD, 0xF6, 0xE3), .light),
      (.rgb(0x28, 0x28, 0x28), .dark), (.rgb(0xC0, 0xC0, 0xC0), .light), (.terminalDefault, nil),
    ] as [(Color, Theme.Kind?)])
  func background(color: Color, kind: Theme.Kind?) {
    #expect(Theme.Kind(background: color) == kind)
  }
}
