import Testing
import ThawCanvas

@Suite("Columns of a character")
struct CharacterWidthTests {
  @Test(
    "Terminals and the canvas agree",
    arguments: [
      ("a", 1), ("é", 1), ("e\u{301}", 1), ("漢", 2), ("한", 2), ("ｱ", 1), ("Ａ", 2), ("🧊", 2),
      ("❄", 1), ("❄\u{FE0F}", 2), ("☀", 1), ("●", 1), ("◐", 1), ("⠿", 1), ("█", 1), ("…", 1),
      ("👩‍🔬", 2), ("🇩🇪", 2), ("\u{301}", 0), ("\t", 0), ("\u{200B}", 0), ("⚡", 2), ("✓", 1),
      ("\u{1100}\u{1161}", 2),
    ] as [(Character, Int)])
  func columns(character: Character, columns: Int) {
    #expect(character.columns == columns)
  }

  @Test("A text is as wide as its characters")
  func text() {
    #expect("a漢🧊e\u{301}".columns == 6)
  }

  @Test("Every glyph takes one column", arguments: [Glyphs.unicode, .ascii])
  func glyphs(glyphs: Glyphs) {
    let all = Mirror(reflecting: glyphs).children.flatMap { child -> [Character] in
      (child.value as? [Character]) ?? (child.value as? Character).map { [$0] } ?? []
    }
    #expect(all.count > 40)
    #expect(all.allSatisfy { $0.columns == 1 })
  }

  @Test("ASCII glyphs are ASCII")
  func ascii() {
    for child in Mirror(reflecting: Glyphs.ascii).children {
      let all = (child.value as? [Character]) ?? (child.value as? Character).map { [$0] } ?? []
      #expect(all.allSatisfy { $0.isASCII }, "\(child.label ?? "")")
    }
  }
}
