import Testing
import ThawCanvas

@Suite("Settings file")
struct SettingsTextTests {
  private let text = """
    # mine
    theme = "nord"  # the best
    refresh = 10
    mouse = true

    [keys]
    pause = ["P", "f5"]

    [later]
    what = 1.5

    """

  @Test("Values are read with their table's name")
  func values() throws {
    #expect(
      try SettingsText(text).values() == [
        "theme": .text("nord"), "refresh": .number(10), "mouse": .flag(true),
        "keys.pause": .list(["P", "f5"]), "later.what": .number(1.5),
      ])
    #expect(try SettingsText("").values() == [:])
  }

  @Test("What is no TOML is said with its line")
  func broken() {
    let error = #expect(throws: SettingsError.self) { try SettingsText("a = 1\nb = = 2").values() }
    #expect(error?.message.hasPrefix("line 2: ") == true)
  }

  @Test("A change touches its line and nothing else")
  func changes() throws {
    var settings = SettingsText(text)
    settings.set("refresh", to: .number(20))
    #expect(settings.text == text.replacing("refresh = 10", with: "refresh = 20"))
    settings.set("refresh", to: nil)
    #expect(settings.text == text.replacing("refresh = 10\n", with: ""))
    settings.set("keys.step-once", to: .list([">"]))
    #expect(settings.text.contains("pause = [\"P\", \"f5\"]\nstep-once = [\">\"]\n\n[later]"))
    settings.set("bell", to: .flag(true))
    #expect(settings.text.contains("mouse = true\nbell = true\n\n[keys]"))
  }

  @Test("An empty file gets what it needs, and reads back")
  func empty() throws {
    var settings = SettingsText()
    settings.set("keys.pause", to: .list(["\"", "\\"]))
    settings.set("theme", to: .text("nord"))
    #expect(settings.text == "theme = \"nord\"\n\n[keys]\npause = [\"\\\"\", \"\\\\\"]\n")
    #expect(
      try settings.values() == ["theme": .text("nord"), "keys.pause": .list(["\"", "\\"])])
  }
}
