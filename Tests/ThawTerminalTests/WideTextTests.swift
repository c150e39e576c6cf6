import Glibc
import Testing
import ThawCanvas

@testable import ThawTerminal

@Suite("What ncurses puts into a cell")
struct WideTextTests {
  @Test(
    "One spacing character with its marks, and never more columns than the cell has",
    arguments: [
      ("a", [0x61], 1), ("漢", [0x6F22], 2), ("e\u{301}", [0x65, 0x301], 1),
      ("❄\u{FE0F}", [0x2744], 1), ("👩‍🔬", [0x1F469], 2), ("⠿", [0x283F], 1),
      ("a\u{301}\u{302}\u{303}\u{304}\u{305}", [0x61, 0x301, 0x302, 0x303, 0x304], 1),
    ] as [(Character, [Int32], Int)])
  func text(character: Character, scalars: [Int32], columns: Int) throws {
    // How wide the C library takes a character for depends on the locale.
    setlocale(LC_CTYPE, "C.UTF-8")
    var buffer = Buffer(size: Size(width: 2, height: 1))
    buffer.put(character, x: 0, y: 0)
    let cell = try #require(buffer[0, 0])
    let result = cell.terminalText
    #expect(result.text == scalars + [0])
    #expect(result.columns == columns)
  }
}
