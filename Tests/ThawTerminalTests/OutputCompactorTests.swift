import Testing
import ThawTestSupport

@testable import ThawTerminal

@Suite("Shorter output")
struct OutputCompactorTests {
  private var compactor = OutputCompactor()

  private mutating func compacted(_ text: String) -> String {
    String(
      decoding: compactor.compacted(Array(text.replacing("^", with: "\u{1B}[").utf8)),
      as: UTF8.self
    ).replacing("\u{1B}[", with: "^")
  }

  @Test(
    "Only what is shown is set",
    arguments: [
      // The ground is set already.
      ("^38;5;1m^48;5;9mA^38;5;2m^48;5;9mB^m", "^38;5;1;48;5;9mA^38;5;2mB^39;49m"),
      ("^38:2::1:2:3m^48:2::4:5:6mA^m", "^38:2::1:2:3;48:2::4:5:6mA^39;49m"),
      // A blank has no colour but its ground, unless it is reversed or underlined.
      ("^31mA^32m ^31mB^m", "^31mA B^39m"),
      ("^31mA^42m B^m", "^31mA^42m B^39;49m"),
      ("^0;7;31m ^32m ^m", "^7;31m ^32m ^0m"),
      // Attributes go only by a reset.
      ("^1;31mA^0;31mB^m", "^1;31mA^0;31mB^39m"),
      ("^31mA^0;1;31mB^m", "^31mA^1mB^0m"),
      // Moving needs no colour, erasing does.
      ("^31m^5;5H^32mA^m", "^5;5H^32mA^39m"),
      ("^41m^K^m", "^41m^K^49m"),
      ("^91;104mA^39;49mB^m", "^91;104mA^39;49mB"),
    ])
  mutating func table(sent: String, wanted: String) {
    _ = compacted("^0m")
    #expect(compacted(sent) == wanted)
  }

  @Test("Before the first reset, and after others wrote, everything is passed on")
  mutating func unknown() {
    #expect(compacted("^31m^31mA") == "^31m^31mA")
    #expect(compacted("^0m^31mA^31mB^m") == "^0m^31mAB^39m")
    compactor.forget()
    #expect(compacted("^31mA^31mB") == "^31mA^31mB")
  }

  @Test("Other sequences pass untouched, whole or cut off")
  mutating func others() {
    let text = "\u{1B}(B\u{1B}]11;?\u{07}\u{1B}7^?25l^1;1H^12X\u{1B}P$q\u{1B}\\^3"
    #expect(compacted("^0m" + text) == "^0m" + text)
  }

  @Test("A terminal shows the same, whatever was sent")
  mutating func property() {
    var random = SeededGenerator(seed: 9)
    let pieces = [
      "A", " ", "é", "^m", "^0;1m", "^1m", "^4m", "^7m", "^31m", "^42m", "^39m", "^49m",
      "^38;5;9m", "^48;2;1;2;3m", "^38:2::1:2:3m", "^39;49m", "^0;7;31m", "^1;1H", "^K",
    ]
    for round in 0..<300 {
      let text =
        "^0m"
        + (0..<20).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
      compactor = OutputCompactor()
      let short = compacted(text)
      #expect(shown(short) == shown(text), "round \(round): \(text) became \(short)")
      #expect(short.count <= text.count + 3)
    }
  }

  /// What a terminal shows: each character and erasure with what can be seen of its look.
  private func shown(_ text: String) -> [String] {
    var result: [String] = []
    var (attributes, foreground, background) = (Set<String>(), "", "")
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "^" else {
        let isBlank = character == " " && attributes.isDisjoint(with: ["4", "7"])
        let look = (isBlank ? "" : foreground) + "|" + background
        result.append("\(character)|\(look)|\(isBlank ? [] : attributes.sorted())")
        continue
      }
      let parameters = rest.prefix { !$0.isLetter }
      let final = rest.dropFirst(parameters.count).first
      rest = rest.dropFirst(parameters.count + 1)
      guard final == "m" else {
        result.append(final == "K" ? "K|\(background)" : "\(parameters)H")
        continue
      }
      var fields = parameters.split(separator: ";", omittingEmptySubsequences: false)
        .map(String.init)[...]
      while let field = fields.popFirst() {
        var field = field
        if field == "38" || field == "48" {
          let count = fields.first == "5" ? 2 : 4
          field += fields.prefix(count).map { ";" + $0 }.joined()
          fields = fields.dropFirst(count)
        }
        switch field.prefix(2) {
        case "", "0": (attributes, foreground, background) = ([], "", "")
        case "31", "38": foreground = field
        case "42", "48": background = field
        case "39": foreground = ""
        case "49": background = ""
        default: attributes.insert(field)
        }
      }
    }
    return result
  }
}
