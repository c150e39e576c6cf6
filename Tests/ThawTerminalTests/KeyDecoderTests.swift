import Testing

@testable import ThawTerminal

@Suite("Keys")
struct KeyDecoderTests {
  @Test(
    "Characters and controls",
    arguments: [
      (0x61, .character("a")), (0x20, .character(" ")), (0xE9, .character("é")),
      (0x6F22, .character("漢")), (3, .control("c")), (26, .control("z")), (0, .control("@")),
      (28, .control("\\")), (9, .tab), (10, .enter), (13, .enter), (8, .backspace),
      (127, .backspace), (27, .escape), (0xD800, nil), (0x11_0000, nil),
    ] as [(UInt32, TerminalKey?)])
  func characters(code: UInt32, key: TerminalKey?) {
    #expect(KeyDecoder.key(character: code) == key)
  }

  @Test(
    "ncurses' key codes",
    arguments: [
      (0o403, .up), (0o402, .down), (0o404, .left), (0o405, .right), (0o406, .home),
      (0o550, .end), (0o523, .pageUp), (0o522, .pageDown), (0o541, .backTab), (0o512, .delete),
      (0o411, .function(1)), (0o424, .function(12)), (0o410, nil), (0o632, nil),
    ] as [(Int32, TerminalKey?)])
  func codes(code: Int32, key: TerminalKey?) {
    #expect(KeyDecoder.key(code: code) == key)
  }
}
