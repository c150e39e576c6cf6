import Foundation
import Testing
import ThawCanvas

@Suite("SVG pictures")
struct SVGPictureTests {
  private let ground = Style(foreground: .rgb(200, 200, 200), background: .rgb(16, 16, 16))

  private func buffer(_ text: String, style: Style = .plain) -> Buffer {
    var buffer = Buffer(size: Size(width: 12, height: 2))
    buffer.write(text, x: 0, y: 0, style: style)
    return buffer
  }

  private func picture(_ buffer: Buffer) -> String { SVGPicture(buffer, ground: ground).text }

  @Test("The picture is as large as the grid, on the theme's ground")
  func frame() {
    let text = picture(buffer(""))
    #expect(text.contains("width=\"108\" height=\"36\""))
    #expect(text.contains("fill=\"#101010\""))
    #expect(!text.contains("<text") && !text.contains("<path"))
  }

  @Test("Words of one look are set in one piece, and markup is escaped")
  func words() {
    let text = picture(buffer("a <b> & c"))
    #expect(text.contains(">a &lt;b&gt; &amp; c</text>"))
    #expect(text.contains("textLength=\"81\""))
    #expect(text.components(separatedBy: "<text").count == 2)
  }

  @Test("Dots, lines and blocks are shapes, one path for each kind")
  func shapes() {
    let text = picture(buffer("⠁⢀──█▄╭"))
    #expect(!text.contains("<text"))
    #expect(text.components(separatedBy: "<path").count == 4)
    // Dot 1 is at the top left of its cell, dot 8 at the bottom right.
    #expect(text.contains("M2.25 2.25h.01M15.75 15.75h.01"))
    // The half block begins in the middle of its cell.
    #expect(text.contains("M36 0h9v18h-9zM45 9h9v9h-9z"))
  }

  @Test("Reversed cells swap ink and ground; a wide character takes two cells")
  func looks() {
    let reversed = picture(buffer("x", style: Style(attributes: [.reverse, .bold])))
    #expect(reversed.contains("<rect x=\"0\" y=\"0\" width=\"9\" height=\"18\" fill=\"#c8c8c8\"/>"))
    #expect(reversed.contains("fill=\"#101010\" font-weight=\"bold\">x<"))
    #expect(picture(buffer("漢")).contains("textLength=\"18\""))
  }

  @Test("Every sign has a place of its own, and markup stays closed")
  func signs() {
    let all = (0x20..<0x7F).compactMap(Unicode.Scalar.init).map { String(Character($0)) }.joined()
    var buffer = Buffer(size: Size(width: 100, height: 2))
    buffer.write(all, x: 0, y: 0, style: Style(attributes: [.underline, .dim, .italic]))
    buffer.write("❄●◐☀◆▲✗·▸▪░", x: 0, y: 1)
    let text = picture(buffer)
    let opened = text.matches(of: /<text [^>]*>([^<]*)<\/text>/)
    #expect(opened.count == text.components(separatedBy: "<text").count - 1)
    #expect(opened.count { !$0.output.1.allSatisfy(\.isASCII) } == 11)
    #expect(text.matches(of: /&(?!amp;|lt;|gt;)/).isEmpty)
  }
}
