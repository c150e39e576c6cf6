import Testing
import ThawCanvas

@Suite("Colors")
struct ColorTests {
  @Test(
    "Are read from what theme files say",
    arguments: [
      ("#0102ff", Color.rgb(1, 2, 255)), ("default", .terminalDefault), ("red", .ansi(1)),
      ("bright-white", .ansi(15)), ("208", .indexed(208)), ("#12345", nil), ("#12345g", nil),
      ("#+12345", nil), ("256", nil), ("crimson", nil), ("", nil),
    ] as [(String, Color?)])
  func reading(text: String, color: Color?) {
    #expect(Color(text) == color)
  }

  @Test(
    "Become the nearest of fewer",
    arguments: [
      (Color.rgb(255, 0, 0), ColorDepth.indexed, Color.indexed(196)),
      (.rgb(95, 135, 175), .indexed, .indexed(67)), (.rgb(9, 8, 9), .indexed, .indexed(232)),
      (.rgb(250, 10, 10), .sixteen, .ansi(9)), (.rgb(0, 0, 0), .sixteen, .ansi(0)),
      (.indexed(231), .sixteen, .ansi(15)), (.indexed(3), .sixteen, .ansi(3)),
      (.ansi(3), .indexed, .ansi(3)), (.terminalDefault, .sixteen, .terminalDefault),
      (.rgb(1, 2, 3), .full, .rgb(1, 2, 3)), (.ansi(3), .none, .terminalDefault),
    ])
  func reduced(color: Color, depth: ColorDepth, result: Color) {
    #expect(color.reduced(to: depth) == result)
  }

  @Test("Contrast is WCAG's")
  func contrast() throws {
    let black = Color.rgb(0, 0, 0)
    #expect(try #require(black.contrast(with: .rgb(255, 255, 255))) == 21)
    let grey = try #require(Color.rgb(255, 255, 255).contrast(with: .rgb(0x77, 0x77, 0x77)))
    #expect(abs(grey - 4.478) < 0.001)
    #expect(black.contrast(with: .terminalDefault) == nil)
  }

  @Test("Text that would vanish among fewer colors stays visible")
  func vanishing() {
    let border = Style(foreground: .rgb(0x2C, 0x42, 0x58), background: .rgb(0x0D, 0x15, 0x1F))
    #expect(border.reduced(to: .sixteen).foreground == .ansi(8))
    let text = Style(foreground: .rgb(0x60, 0x60, 0x60), background: .rgb(0, 0, 0))
    #expect(text.reduced(to: .sixteen).foreground != .ansi(0))
    // What is hidden on purpose stays hidden.
    let hidden = Style(foreground: .rgb(1, 1, 1), background: .rgb(0, 0, 0))
    #expect(hidden.reduced(to: .sixteen).foreground == .ansi(0))
  }
}
