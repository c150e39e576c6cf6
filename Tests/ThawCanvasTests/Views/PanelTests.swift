import Testing
import ThawCanvas

@Suite("Panel")
struct PanelTests {
  @Test("Has a border, titles, and an inside that it leaves alone")
  func border() {
    #expect(
      picture(Panel("loss", detail: "train", footer: "2/9"), 24, 4) == """
        ╭─ loss ─────── train ─╮
        │······················│
        │······················│
        ╰──────────────── 2/9 ─╯
        """)
  }

  @Test("Leaves the detail out before it cuts the title")
  func narrow() {
    #expect(
      picture(Panel("gradient", detail: "train"), 16, 2) == """
        ╭─ gradient ───╮
        ╰──────────────╯
        """)
    #expect(
      picture(Panel("gradient"), 10, 2)
        == """
        ╭─ gra… ─╮
        ╰────────╯
        """)
  }

  @Test("In ASCII")
  func ascii() {
    #expect(picture(Panel("a"), 9, 3, ability: .ascii()) == "+- a ---+\n|·······|\n+-------+")
  }

  @Test("Shows where the keys go")
  func focus() {
    #expect(drawn(Panel(isFocused: true), 3, 3)[0, 0]?.style == Theme.builtIn[.borderFocus])
    #expect(drawn(Panel(), 3, 3)[0, 0]?.style == Theme.builtIn[.border])
  }

  @Test("A popup clears what lies beneath")
  func popup() {
    let popup = Popup("help", size: Size(width: 12, height: 3), content: Line("abc"))
    #expect(
      picture(popup, 14, 5) == """
        ··············
        ·╭─ help ───╮·
        ·│ abc      │·
        ·╰──────────╯·
        ··············
        """)
    #expect(
      popup.contentArea(in: Rect(x: 0, y: 0, width: 14, height: 5))
        == Rect(x: 3, y: 2, width: 8, height: 1))
  }
}
