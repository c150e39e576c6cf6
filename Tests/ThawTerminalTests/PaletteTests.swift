import Testing
import ThawCanvas

@testable import ThawTerminal

@Suite("Palette")
struct PaletteTests {
  @Test(
    "Follows what the terminal counts",
    arguments: [
      (0, Palette.none), (2, .none), (8, .eight), (16, .sixteen), (88, .sixteen), (256, .indexed),
      (0x100_0000, .indexed),
    ])
  func kind(count: Int, palette: Palette) {
    #expect(Palette(count: count, isDirect: false) == palette)
    #expect(Palette(count: count, isDirect: true) == .direct)
  }

  @Test(
    "Numbers colors as the terminal does",
    arguments: [
      (Palette.eight, Color.ansi(3), 3), (.eight, .ansi(11), 3), (.eight, .ansi(8), 7),
      (.sixteen, .ansi(11), 11), (.indexed, .indexed(200), 200), (.indexed, .ansi(9), 9),
      (.direct, .rgb(1, 2, 3), 0x010203), (.direct, .ansi(5), 5), (.direct, .ansi(9), 0xFF0000),
      (.none, .ansi(1), -1), (.indexed, .terminalDefault, -1),
    ] as [(Palette, Color, Int32)])
  func numbers(palette: Palette, color: Color, number: Int32) {
    #expect(palette.number(color) == number)
  }

  @Test("Blacks with a tint are not mistaken for named colors")
  func directBlack() {
    #expect(Palette.direct.number(.rgb(0, 0, 3)) == 8)
  }

  @Test("Eight colors show the bright ones in bold")
  func bold() {
    #expect(Palette.eight.needsBold(.ansi(12)))
    #expect(!Palette.eight.needsBold(.ansi(4)))
    #expect(!Palette.sixteen.needsBold(.ansi(12)))
  }

  @Test(
    "True color is tried where the environment promises it",
    arguments: [
      ("xterm-256color", ["COLORTERM": "truecolor"], ["xterm-direct", "xterm-direct"]),
      ("alacritty", ["COLORTERM": "24bit"], ["alacritty-direct", "xterm-direct"]),
      ("screen-256color", ["COLORTERM": "truecolor"], []),
      (
        "screen-256color", ["COLORTERM": "truecolor", "TMUX": "x"],
        ["tmux-direct", "xterm-direct"]
      ),
      ("xterm-256color", [:], []),
    ] as [(String, [String: String], [String])])
  func direct(name: String, environment: [String: String], names: [String]) {
    #expect(Palette.directNames(of: name, environment) == names)
  }

  @Test("Every color of every theme has a number in every palette")
  func complete() {
    for palette in [Palette.eight, .sixteen, .indexed, .direct] {
      for style in Theme.builtIn.styles.values {
        for color in [style.foreground, style.background].compactMap({ $0 }) {
          #expect(palette.number(color.reduced(to: palette.depth)) >= 0)
        }
      }
    }
  }
}
