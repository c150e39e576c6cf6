import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Settings")
struct SettingsTests {
  private var tester = ReducerTester(
    {
      var state = Fixture.live(width: 120, height: 40)
      state.themes = ["glacier", "nord"]
      return state
    }())

  private var wanted: Settings { tester.state.settings }

  /// Opens the settings with the cursor on a row.
  private mutating func open(_ row: SettingsState.Row) throws {
    tester.press(",")
    let place = try #require(SettingsState.rows.firstIndex(of: row))
    for _ in 0..<place { tester.press("j") }
    #expect(tester.state.overlay == .settings(SettingsState(cursor: place)))
  }

  private func effects(_ settings: Settings) -> [DashboardEffect] {
    [.applySettings(settings), .saveSettings(settings)]
  }

  @Test("A change counts at once and is saved")
  mutating func change() throws {
    try open(.setting(.theme))
    var next = Settings()
    next.theme = "glacier"
    tester.press("l", effects: effects(next))
    next.theme = nil
    tester.press("h", effects: effects(next))
    tester.press(.escape)
    #expect(tester.state.overlay == nil)
  }

  @Test("Charts follow their settings")
  mutating func charts() throws {
    try open(.setting(.axis))
    var next = Settings()
    next.axis = .epoch
    tester.press(" ", effects: effects(next))
    #expect(tester.state.plots.axis == .epoch)
    tester.press("r", effects: effects(Settings()))
    #expect(tester.state.plots.axis == .step)
    tester.press("r")
  }

  @Test("An action takes the next key, which loses what it did")
  mutating func keys() throws {
    try open(.action("checkpoint"))
    var next = Settings()
    next.keys.keys["checkpoint"] = ["p"]
    tester.press(.enter, "p", effects: effects(next))
    #expect(tester.toast == "keys: toggle-pause has no key any more")
    tester.press(.escape)
    #expect(tester.state.binding(for: "p")?.intent == .checkpoint)
    #expect(tester.state.binding(for: "c") == nil)
    #expect(picture(of: tester.state).rows.last?.contains("p checkpoint") == true)
    #expect(picture(of: tester.state).rows.last?.contains("pause") == false)
  }

  @Test("At 160 columns everything is said whole")
  mutating func wide() {
    tester = ReducerTester(Fixture.live(width: 160, height: 120))
    tester.press(",")
    let text = picture(of: tester.state).text
    for row in SettingsState.rows { #expect(text.contains(row.help)) }
  }

  @Test("Escape keeps the key")
  mutating func escape() throws {
    try open(.action("checkpoint"))
    tester.press(.enter, .escape)
    #expect(wanted == Settings())
    #expect(tester.state.overlay != nil)
  }

  @Test("What a file holds is read back from what is saved")
  func roundTrip() {
    var settings = Settings()
    (settings.theme, settings.raster, settings.axis) = ("nord", .block, .time)
    (settings.smoothing, settings.refresh, settings.mouse) = (0.5, 5, false)
    settings.keys.keys = ["toggle-pause": ["W", .function(5)], "move-back": [.control("p")]]
    let values = settings.values.compactMapValues(\.self)
    #expect(values["bell"] == nil)
    let read = Settings.reading(values)
    #expect(read.settings == settings)
    #expect(read.warnings.isEmpty)
  }

  @Test(
    "What is wrong is said and left at its default",
    arguments: [
      ("refersh", SettingValue.number(5), "setting refersh is unknown; did you mean refresh?"),
      ("refresh", .number(99), "refresh must be a number from 1 to 30"),
      ("raster", .text("dots"), "raster must be auto, braille, block or ascii"),
      ("bell", .text("yes"), "bell must be true or false"),
      ("keys.toggle-pause", .text("F99"), "keys: toggle-pause: no key is called “F99”"),
      ("keys.togle-pause", .text("P"), "keys: no action is called togle-pause"),
      ("keys.toggle-pause", .flag(true), "keys: toggle-pause must be a key's name or a list"),
    ])
  func wrong(name: String, value: SettingValue, message: String) {
    let read = Settings.reading([name: value])
    #expect(read.settings == Settings())
    #expect(read.warnings.first?.hasPrefix(message) == true, "\(read.warnings)")
  }

  @Test("Two actions on one key are a conflict")
  func conflict() {
    let read = Settings.reading([
      "keys.toggle-pause": .text("Q"), "keys.checkpoint": .list(["Q", "c"]),
    ])
    #expect(
      read.warnings == ["keys: Q is given to toggle-pause and checkpoint; it does toggle-pause"])
    #expect(KeyOverrides().conflicts.isEmpty)
  }

  @Test("Every action of a table has a name of its own, every key a name that is read back")
  func names() {
    for table in KeyOverrides.tables {
      let names = table.bindings.map(\.name)
      #expect(Set(names).count == names.count, "\(table.title): \(names)")
      for key in table.bindings.flatMap(\.keys) { #expect(Key(named: key.name) == key) }
    }
  }

  @Test("Letters in order find a name, the nearest first")
  func fuzzy() {
    let names = ["checkpoint", "chart", "compare", "blocks.1", "blocks.15", "freeze"]
    #expect(names.fitting("chk", by: \.self) == ["checkpoint"])
    #expect(names.fitting("b15", by: \.self) == ["blocks.15"])
    #expect(names.fitting("cp", by: \.self).first == "compare")
    #expect(names.fitting("blocks.1", by: \.self) == ["blocks.1", "blocks.15"])
    #expect(names.fitting("", by: \.self) == names)
    #expect(FuzzyMatch("CHART", in: "chart") != nil)
    #expect(FuzzyMatch("xyz", in: "chart") == nil)
  }

  @Test("Help is searched as it is typed")
  mutating func help() {
    tester.press("?", "/")
    tester.type("logarithmic")
    guard case .help(let open) = tester.state.overlay else {
      Issue.record("no help")
      return
    }
    #expect(open.search.text == "logarithmic")
    let found = HelpText.lines(for: tester.state, matching: "LOGARITHMIC")
    #expect(found.first?.keys.plainText == "Live")
    #expect(found.filter(\.isHeading).count < found.count)
    #expect(found.allSatisfy { $0.isHeading || $0.help.plainText.contains("logarithmic") })
    tester.press(.enter, .escape)
    #expect(tester.state.overlay == .help(HelpState()))
    tester.press(.escape)
    #expect(tester.state.overlay == nil)
  }

  @Test("A command that can't be done now stays in the list, with the reason")
  mutating func disabled() {
    tester.send(.eventArrived(sequence: 101, .phase(.finished, step: 4_690, reason: nil)))
    let pause = tester.state.completions(of: "pau").first
    #expect(pause?.refusal == "the run is finished")
    #expect(tester.state.completions(of: "them").first?.refusal == nil)
    #expect(tester.state.usage(of: "freeze ")?.refusal == "the run is finished")
    #expect(tester.state.usage(of: "freeze") == nil)
  }
}
