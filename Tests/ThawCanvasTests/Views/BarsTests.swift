import Testing
import ThawCanvas

@Suite("Bars and sparklines")
struct BarsTests {
  @Test(
    "A thin bar fills by halves of a cell",
    arguments: [
      (0, "────"), (0.25, "━───"), (0.375, "━╸──"), (1, "━━━━"), (7, "━━━━"), (-1, "────"),
      (.nan, "────"),
    ])
  func line(fraction: Double, picture wanted: String) {
    #expect(picture(Gauge(fraction), 4, 1) == wanted)
  }

  @Test("Bars in ASCII")
  func ascii() {
    #expect(picture(Gauge(0.375), 4, 1, ability: .ascii()) == "#-..")
  }

  @Test(
    "A sparkline spans its values; gaps are values that aren't numbers",
    arguments: [
      ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"), ([1, .nan, 2], "▁ █"), ([], ""), ([3, 3], "▅▅"),
      ([.nan], " "), ([-.infinity, 0, 1], " ▁█"),
    ] as [([Double], String)])
  func sparkline(values: [Double], picture wanted: String) {
    #expect(Sparkline(values).text(columns: 8, glyphs: .unicode) == wanted)
  }

  @Test("A spike among more values than columns stays")
  func spike() {
    var values = [Double](repeating: 0, count: 1000)
    values[567] = 1
    #expect(Sparkline(values).text(columns: 10, glyphs: .unicode) == "▁▁▁▁▁█▁▁▁▁")
  }
}
