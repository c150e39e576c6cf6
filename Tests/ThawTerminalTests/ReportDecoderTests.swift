import Testing
import ThawCanvas

@testable import ThawTerminal

@Suite("The terminal's answer about its background")
struct BackgroundAnswerTests {
  private var answer = BackgroundAnswer(isAwaited: true)

  /// Feeds text; gives what was typed in between, and the colour.
  private mutating func feed(_ text: String) -> (keys: String, color: Color?) {
    var keys: [UInt32] = []
    var color: Color?
    for scalar in text.unicodeScalars {
      switch answer.take(scalar.value) {
      case .keys(let typed): keys += typed
      case .held: break
      case .background(let found): color = found
      }
    }
    let scalars = keys.compactMap { Unicode.Scalar($0) }
    return (String(String.UnicodeScalarView(scalars)), color)
  }

  @Test(
    "It is found among keys, however it is written",
    arguments: [
      ("a\u{1B}]11;rgb:ffff/8080/0000\u{1B}\\b", Color.rgb(255, 128, 0)),
      ("ab\u{1B}]11;rgb:1e/1e/2e\u{07}", .rgb(0x1E, 0x1E, 0x2E)),
      ("\u{1B}]11;rgba:0000/0000/0000/ffff\u{07}ab", .rgb(0, 0, 0)),
      ("\u{1B}]11;rgb:f/f/f\u{07}ab", .rgb(255, 255, 255)),
    ])
  mutating func found(text: String, wanted: Color) {
    let result = feed(text)
    #expect(result.keys == "ab")
    #expect(result.color == wanted)
    #expect(!answer.isAwaited)
  }

  @Test("An escape on its own is a key, as soon as nothing follows")
  mutating func escape() {
    #expect(answer.take(0x1B) == .held)
    #expect(answer.pause() == [0x1B])
    #expect(feed("\u{1B}x").keys == "\u{1B}x")
    #expect(feed("\u{1B}]x").keys == "\u{1B}]x")
  }

  @Test("An answer in two pieces is one answer")
  mutating func pieces() {
    #expect(feed("\u{1B}]11;rgb:ff").keys.isEmpty)
    #expect(answer.pause() == [])
    #expect(feed("ff/ffff/ffff\u{07}").color == .rgb(255, 255, 255))
  }

  @Test("What names no color is swallowed, and nothing is waited for afterwards")
  mutating func nonsense() {
    #expect(feed("\u{1B}]11;what\u{07}q").keys == "q")
    #expect(feed("\u{1B}]11;rgb:0/0/0\u{07}").keys == "\u{1B}]11;rgb:0/0/0\u{07}")
  }

  @Test("An answer without an end doesn't swallow keys for ever")
  mutating func endless() {
    _ = feed("\u{1B}]11;" + String(repeating: "r", count: 50))
    #expect(feed("q").keys == "q")
  }
}
