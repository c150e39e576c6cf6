import Testing
import ThawCanvas
import ThawTerminal

@Suite("What the environment says")
struct AbilityTests {
  @Test(
    "NO_COLOR takes colors away, unless it is empty",
    arguments: [("1", ColorDepth.none), ("", .full)])
  func noColor(value: String, colors: ColorDepth) {
    #expect(Ability(environment: ["NO_COLOR": value], colors: .full).colors == colors)
  }

  @Test(
    "Only a locale that names another charset gives ASCII",
    arguments: [
      (["LANG": "de_DE.UTF-8"], false), (["LANG": "de_DE.utf8@euro"], false), ([:], false),
      (["LANG": "C"], false), (["LANG": "en_US.ISO-8859-1"], true),
      (["LC_ALL": "C.UTF-8", "LANG": "en_US.ISO-8859-1"], false),
      (["LC_ALL": "", "LC_CTYPE": "ja_JP.eucJP"], true),
    ])
  func charset(environment: [String: String], isASCII: Bool) {
    let ability = Ability(environment: environment, colors: .indexed)
    #expect((ability.glyphs == .ascii) == isASCII)
    #expect((ability.raster == .ascii) == isASCII)
  }

  @Test("The Linux console gets blocks")
  func console() {
    #expect(Ability(environment: ["TERM": "linux"], colors: .sixteen).raster == .block)
    #expect(Ability(environment: ["TERM": "xterm"], colors: .sixteen).raster == .braille)
  }
}
