import Testing
import ThawCanvas

@Suite("Text")
struct TextTests {
  @Test(
    "A line that is too long ends in an ellipsis",
    arguments: [
      (0, ""), (1, "…"), (4, "abc…"), (6, "abcdef"), (8, "abcdef··"),
    ])
  func truncation(width: Int, picture wanted: String) {
    #expect(picture(Line("abcdef"), width, 1) == wanted)
  }

  @Test("An ellipsis replaces a wide character as a whole")
  func wideTruncation() {
    #expect(picture(Line("漢字漢"), 5, 1) == "漢字…")
    #expect(picture(Line("漢字漢"), 4, 1) == "漢…·")
  }

  @Test("ASCII terminals get an ASCII ellipsis")
  func ascii() {
    #expect(picture(Line("abcdef"), 4, 1, ability: .ascii()) == "abc~")
  }

  @Test(
    "Lines stand where they are told",
    arguments: [(Alignment.leading, "ab···"), (.center, "·ab··"), (.trailing, "···ab")])
  func alignment(alignment: Alignment, picture wanted: String) {
    #expect(picture(Line("ab", alignment: alignment), 5, 1) == wanted)
  }

  @Test("Each span has its role's look")
  func roles() {
    let buffer = drawn([Span("a", .error), Span("b")] as Line, 2, 1)
    #expect(buffer[0, 0]?.style == Theme.builtIn[.error])
    #expect(buffer[1, 0]?.style == .plain)
  }

  @Test("Text scrolls, and stops at the area's end")
  func scrolling() {
    let lines: [Line] = ["one", "two", "three"]
    #expect(picture(Text(lines, offset: 1), 5, 2) == "two··\nthree")
    #expect(picture(Text(lines, offset: 9), 5, 1) == "·····")
  }

  @Test(
    "Wrapping breaks at spaces, and long words anywhere",
    arguments: [
      ("the cat sat", 7, ["the cat", "sat"]), ("the cat sat", 6, ["the", "cat", "sat"]),
      ("abcdefgh", 3, ["abc", "def", "gh"]), ("a bcdefgh", 4, ["a", "bcde", "fgh"]),
      ("", 3, [""]), ("漢字漢", 4, ["漢字", "漢"]), ("it is 38 % now", 8, ["it is", "38 % now"]),
    ])
  func wrapping(text: String, width: Int, lines: [String]) {
    #expect(Line(text).wrapped(to: width).map(\.plainText) == lines)
  }

  @Test("Wrapping keeps roles")
  func wrappedRoles() {
    let line: Line = [Span("ab ", .muted), Span("cd", .error)]
    #expect(line.wrapped(to: 3) == [[Span("ab", .muted)], [Span("cd", .error)]])
  }
}
