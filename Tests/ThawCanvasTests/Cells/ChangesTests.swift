import Testing
import ThawCanvas
import ThawTestSupport

@Suite("Changes")
struct ChangesTests {
  @Test("The screen before plus the changes is the screen after")
  func property() {
    var random = SeededGenerator(seed: 3)
    for round in 0..<3000 {
      let size = Size(
        width: Int.random(in: 0...7, using: &random), height: Int.random(in: 0...3, using: &random))
      let before = scribble(size, &random)
      let after = scribble(size, &random)
      var screen = before
      screen.apply(after.changes(from: before))
      #expect(screen == after, "round \(round)")
    }
  }

  @Test("Equal buffers have no changes")
  func idle() {
    var random = SeededGenerator(seed: 4)
    let buffer = scribble(Size(width: 20, height: 5), &random)
    #expect(buffer.changes(from: buffer).isEmpty)
  }

  @Test(
    "A wide character is one change",
    arguments: [
      ("ab", "漢", ["0漢"]), ("漢", "ab", ["0a", "1b"]), ("a漢", "漢b", ["0漢", "2b"]),
      ("漢b", "a漢", ["0a", "1漢"]), ("漢", "字", ["0字"]), ("漢漢", "漢字", ["2字"]),
    ])
  func pairs(before: String, after: String, changes: [String]) {
    let found = line(after).changes(from: line(before)).filter { $0.x < 3 || $0.cell != .blank }
    #expect(found.map { "\($0.x)\($0.cell.character)" } == changes)
  }

  @Test("A buffer of another size is painted whole")
  func resized() {
    let large = Buffer(size: Size(width: 3, height: 2))
    #expect(large.changes(from: Buffer(size: Size(width: 2, height: 3))).count == 6)
  }

  private func line(_ text: String) -> Buffer {
    var buffer = Buffer(size: Size(width: 4, height: 1))
    buffer.write(text, x: 0, y: 0)
    return buffer
  }

  private func scribble(_ size: Size, _ random: inout SeededGenerator) -> Buffer {
    let characters: [Character] = ["a", "b", "漢", "🧊", "e\u{301}", " "]
    let styles = [Style.plain, Style(background: .ansi(1)), Style(attributes: .bold)]
    var buffer = Buffer(size: size)
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let x = Int.random(in: -1...8, using: &random)
      let y = Int.random(in: -1...3, using: &random)
      let style = styles[Int.random(in: 0...2, using: &random)]
      switch Int.random(in: 0...9, using: &random) {
      case 0: buffer.fill(Rect(x: x, y: y, width: 3, height: 2), style: style)
      case 1: buffer.restyle(Rect(x: x, y: y, width: 3, height: 2), with: style)
      default:
        buffer.put(
          characters[Int.random(in: 0...5, using: &random)], x: x, y: y, style: style)
      }
    }
    return buffer
  }
}
