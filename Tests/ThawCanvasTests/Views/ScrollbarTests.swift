import Testing
import ThawCanvas

@Suite("Scrollbars")
struct ScrollbarTests {
  @Test(
    "A bar is as long as what is shown, and touches an end only where the list does",
    arguments: [
      (0, 5, 5, "     "), (0, 5, 10, "┃┃   "), (1, 5, 10, " ┃┃  "), (4, 5, 10, "  ┃┃ "),
      (5, 5, 10, "   ┃┃"), (0, 5, 1_000, "┃    "), (995, 5, 1_000, "    ┃"), (0, 0, 9, "     "),
    ])
  func bar(first: Int, shown: Int, count: Int, wanted: String) {
    let drawn = picture(Scrollbar(first: first, shown: shown, count: count), 1, 5)
    #expect(drawn.filter { $0 != "\n" }.map { $0 == "·" ? " " : $0 } == Array(wanted))
  }
}
