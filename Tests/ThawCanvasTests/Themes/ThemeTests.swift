import Testing
import ThawCanvas

@Suite("Theme")
struct ThemeTests {
  @Test("A role that is left out looks like its nearest parent")
  func fallback() {
    let plot = Style(foreground: .ansi(1))
    let train = Style(foreground: .ansi(2))
    let text = Style(foreground: .ansi(7))
    let theme = Theme(
      name: "t", kind: .dark, styles: [.text: text, .plot: plot, .plotTrain: train])
    #expect(theme[.plotTrainRaw] == train)
    #expect(theme[.plotValidation] == plot)
    #expect(theme[.muted] == text)
    #expect(Theme(name: "empty", kind: .dark, styles: [:])[.plot] == .plain)
  }

  @Test("A file sets colors, attributes and names")
  func loading() {
    let (theme, warnings) = Theme.load(
      """
      name = "night"
      kind = "light"
      [colors]
      ice = "#6cc5f0"
      red = 124
      [roles]
      text = "ice"
      "plot.train" = { foreground = "red", background = "blue", bold = true, dim = false }
      """, source: "night.toml")
    #expect(warnings.isEmpty)
    #expect(theme.name == "night")
    #expect(theme.kind == .light)
    #expect(theme[.text] == Style(foreground: .rgb(0x6C, 0xC5, 0xF0)))
    #expect(
      theme[.plotTrain]
        == Style(foreground: .indexed(124), background: .ansi(4), attributes: .bold))
  }

  @Test(
    "What is wrong is left out, said, and never fatal",
    arguments: [
      (
        "kind = \"dark\"\n[roles]\nmutde = \"red\"",
        "role \"mutde\" is unknown; did you mean \"muted\"?"
      ),
      (
        "kind = \"dark\"\n[colors]\nice = \"cold\"\n[roles]\n",
        "color \"ice\" is not #rrggbb, 0 to 255, a color's name or \"default\""
      ),
      (
        "kind = \"dark\"\n[colors]\nice = \"red\"\n[roles]\ntext = \"icee\"",
        "role \"text\": color \"icee\" is unknown; did you mean \"ice\"?"
      ),
      (
        "kind = \"dark\"\n[roles]\ntext = { blod = true }",
        "role \"text\": \"blod\" is unknown; did you mean \"bold\"?"
      ),
      ("kind = \"dark\"\n[roles]\ntext = 3", "role \"text\" must be a color or a table"),
      ("kind = \"drak\"\n[roles]", "kind must be \"dark\" or \"light\"; dark is assumed"),
      ("kind = \"dark\"\n[role]\n[roles]", "key \"role\" is unknown; did you mean \"roles\"?"),
      (
        "kind = \"dark\"",
        "there is no [roles] table; the built-in theme's are used instead"
      ),
    ])
  func warnings(toml: String, message: String) {
    let loaded = Theme.load(toml, source: "themes/x.toml")
    #expect(loaded.warnings.map(\.message) == [message])
    #expect(loaded.theme.name == "x")
    #expect(loaded.warnings.first?.description == "themes/x.toml: \(message)")
  }

  @Test("Text that is no TOML gives the built-in theme and the line")
  func broken() {
    let loaded = Theme.load("name = \"x\"\nkind = = 3", source: "x.toml")
    #expect(loaded.theme == .builtIn)
    #expect(loaded.warnings.count == 1)
    #expect(loaded.warnings.first?.message.hasPrefix("line 2: ") == true)
  }

  @Test("Without colors, attributes say what colors said")
  func monochrome() {
    let theme = RenderContext(theme: .builtIn, ability: Ability(colors: .none)).theme
    for role in Role.allCases {
      #expect(theme[role].foreground == nil && theme[role].background == nil)
    }
    #expect(theme[.selection].attributes.contains(.reverse))
    #expect(theme[.badge].attributes.contains(.reverse))
    #expect(!theme[.text].attributes.contains(.reverse))
    #expect(theme[.muted].attributes.contains(.dim))
  }
}
