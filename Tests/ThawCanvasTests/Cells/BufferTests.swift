import Testing
import ThawCanvas

@Suite("Buffer")
struct BufferTests {
  @Test("Writing is clipped on every side")
  func clipping() {
    var buffer = Buffer(size: Size(width: 5, height: 2), filledWith: Cell("·"))
    buffer.write("abcdefgh", x: -2, y: 0)
    buffer.write("xyz", x: 4, y: 1)
    buffer.write("no", x: 0, y: 2)
    buffer.write("no", x: 0, y: -1)
    #expect(buffer.rows == ["cdefg", "····x"])
  }

  @Test("A clip keeps a view's text from its neighbour")
  func clipToArea() {
    var buffer = Buffer(size: Size(width: 6, height: 1), filledWith: Cell("·"))
    let end = buffer.write(
      "abcdef", x: 1, y: 0, clip: Rect(x: 2, y: 0, width: 2, height: 1))
    #expect(buffer.rows == ["··bc··"])
    #expect(end == 7)
  }

  @Test("A wide character takes two cells, and none where only one is left")
  func wide() {
    var buffer = Buffer(size: Size(width: 5, height: 1), filledWith: Cell("·"))
    buffer.write("漢字漢", x: 0, y: 0)
    #expect(buffer.rows == ["漢字 "])
    #expect(buffer[0, 0]?.width == 2)
    #expect(buffer[1, 0]?.isContinuation == true)
    #expect(buffer[4, 0]?.character == " ")
  }

  @Test(
    "A cell keeps a grapheme of up to six scalars, and of a longer one the first",
    arguments: [
      ("a", "a"), ("é", "é"), ("e\u{301}", "e\u{301}"), ("漢", "漢"), ("🇩🇪", "🇩🇪"), ("👩‍🚀", "👩‍🚀"),
      ("👨‍👩‍👧‍👦", "👨‍👩‍👧"),
    ] as [(Character, Character)])
  func graphemes(written: Character, kept: Character) {
    #expect(Cell(written).character == kept)
    #expect(Cell(written) == Cell(kept))
  }

  @Test("Writing over half of a wide character blanks the other half", arguments: [0, 1])
  func breaking(x: Int) {
    var buffer = Buffer(size: Size(width: 2, height: 1))
    buffer.write("漢", x: 0, y: 0)
    buffer.put("a", x: x, y: 0)
    #expect(buffer.rows == [x == 0 ? "a " : " a"])
    #expect(buffer[0, 0]?.width == 1)
    #expect(buffer[1, 0]?.width == 1)
  }

  @Test("Text keeps the background that lies beneath it")
  func styles() {
    var buffer = Buffer(size: Size(width: 1, height: 1))
    buffer.fill(buffer.bounds, style: Style(background: .ansi(4)))
    buffer.put("x", x: 0, y: 0, style: Style(foreground: .ansi(1), attributes: .bold))
    #expect(
      buffer[0, 0]?.style
        == Style(foreground: .ansi(1), background: .ansi(4), attributes: .bold))
  }

  @Test("Filling replaces style and text")
  func filling() {
    var buffer = Buffer(size: Size(width: 3, height: 1))
    buffer.write("漢x", x: 0, y: 0, style: Style(attributes: .bold))
    buffer.fill(Rect(x: 1, y: 0, width: 9, height: 9), with: "-")
    #expect(buffer.rows == [" --"])
    #expect(buffer[1, 0]?.style == .plain)
  }

  @Test("Controls and lone combining marks become spaces; combined ones stay whole")
  func controls() {
    var buffer = Buffer(size: Size(width: 5, height: 1), filledWith: Cell("·"))
    buffer.write("a\tb\u{7}e\u{301}", x: 0, y: 0)
    #expect(buffer.rows == ["a b e\u{301}"])
  }
}
