import Testing
import ThawCanvas

@testable import ThawTerminal

@Suite("What the terminal tells by itself")
struct ReportDecoderTests {
  private var decoder = ReportDecoder()

  init() { (decoder.awaitsBackground, decoder.hasMouse) = (true, true) }

  /// Feeds text; gives what was typed in between, the colour, and what the mouse did.
  private mutating func feed(
    _ text: String
  ) -> (keys: String, color: Color?, mouse: [ReportDecoder.Outcome]) {
    var keys: [UInt32] = []
    var color: Color?
    var mouse: [ReportDecoder.Outcome] = []
    for scalar in text.unicodeScalars {
      let outcome = decoder.take(scalar.value)
      switch outcome {
      case .keys(let typed): keys += typed
      case .held: break
      case .background(let found): color = found
      case .mouse: mouse.append(outcome)
      }
    }
    let scalars = keys.compactMap { Unicode.Scalar($0) }
    return (String(String.UnicodeScalarView(scalars)), color, mouse)
  }

  @Test("A press, a move and a release in one piece are all told, in their order")
  mutating func drag() {
    let told = feed("a\u{1B}[<0;96;20M\u{1B}[<32;80;21M\u{1B}[<0;80;21mb")
    #expect(told.keys == "ab")
    #expect(
      told.mouse == [
        .mouse(.press(1), x: 95, y: 19), .mouse(.drag, x: 79, y: 20),
        .mouse(.release(1), x: 79, y: 20),
      ])
  }

  @Test(
    "Buttons, wheel and keys that are held are told apart",
    arguments: [
      ("0;1;1M", TerminalMouse.press(1)), ("1;1;1M", .press(2)), ("2;1;1m", .release(3)),
      ("64;1;1M", .wheelUp), ("65;1;1M", .wheelDown), ("69;1;1M", .wheelDown),
      ("16;1;1M", .press(1)),
      ("34;1;1M", .drag),
    ])
  mutating func buttons(report: String, happened: TerminalMouse) {
    #expect(feed("\u{1B}[<\(report)").mouse == [.mouse(happened, x: 0, y: 0)])
  }

  @Test(
    "What the mouse does that means nothing is swallowed",
    arguments: ["66;1;1M", "35;1;1M", "0;1M", "99999999999999999999;1;1M", ";;M"])
  mutating func meaningless(report: String) {
    let told = feed("\u{1B}[<\(report)q")
    #expect(told.keys == "q" && told.mouse.isEmpty)
  }

  @Test(
    "Keys and reports that mean nothing here, and those cut short, are dropped and not typed",
    arguments: [
      "[1;5C", "[I", "[200~", "[<0;1;2", "[<x", "OM", "]52;c;YQ==\u{07}", "]4;1;?\u{1B}\\", "[x",
    ], [true, false])
  mutating func dropped(sequence: String, isListening: Bool) {
    (decoder.awaitsBackground, decoder.hasMouse) = (isListening, isListening)
    let told = feed("a\u{1B}\(sequence)" + (sequence.hasSuffix("2") ? "\u{1B}[Ib" : "b"))
    #expect(told.keys == "ab" && told.mouse.isEmpty)
  }

  @Test("An escape before a sequence is a key, a bracket right after one and nothing else is not")
  mutating func escapes() {
    #expect(feed("\u{1B}\u{1B}[Ib").keys == "\u{1B}b")
    #expect(feed("\u{1B}[<0;1").keys.isEmpty)
    decoder.interrupt()
    #expect(feed("b\u{1B}[").keys == "b")
    #expect(decoder.pause().isEmpty)
    #expect(feed("b").keys == "b")
    #expect(feed("\u{1B}[<" + String(repeating: "1", count: 50) + "b").keys.suffix(1) == "b")
  }

  @Test("A report in two pieces is one")
  mutating func halves() {
    #expect(feed("\u{1B}[<0;1").keys.isEmpty)
    #expect(decoder.pause() == [])
    #expect(feed("2;3M").mouse == [.mouse(.press(1), x: 11, y: 2)])
  }

  @Test(
    "The background is found among keys, however it is written",
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
    #expect(!decoder.awaitsBackground)
  }

  @Test("An escape on its own is a key, as soon as nothing follows")
  mutating func escape() {
    #expect(decoder.take(0x1B) == .held)
    #expect(decoder.pause() == [0x1B])
    #expect(feed("\u{1B}x").keys == "\u{1B}x")
  }

  @Test("An answer in two pieces is one answer")
  mutating func pieces() {
    #expect(feed("\u{1B}]11;rgb:ff").keys.isEmpty)
    #expect(decoder.pause() == [])
    #expect(feed("ff/ffff/ffff\u{07}").color == .rgb(255, 255, 255))
  }

  @Test("What names no color is swallowed, and nothing is waited for afterwards")
  mutating func nonsense() {
    #expect(feed("\u{1B}]11;what\u{07}q").keys == "q")
    let late = feed("\u{1B}]11;rgb:0/0/0\u{07}q")
    #expect(late.keys == "q" && late.color == nil)
  }

  @Test("An answer without an end doesn't swallow keys for ever")
  mutating func endless() {
    _ = feed("\u{1B}]11;" + String(repeating: "r", count: 50))
    #expect(feed("q").keys == "q")
  }
}
