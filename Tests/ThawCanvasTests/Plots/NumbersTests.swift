import Testing
import ThawCanvas

@Suite("Numbers in print")
struct NumbersTests {
  @Test(
    "Are short and keep three digits",
    arguments: [
      (0, "0"), (0.2134, "0.213"), (12.44, "12.4"), (123.4, "123"), (1240, "1.24k"),
      (999.6, "1k"), (3_400_000, "3.4M"), (2.5e9, "2.5G"), (0.00031, "3.1e-4"), (0.001, "0.001"),
      (-0.5, "-0.5"), (1, "1"), (1e20, "1e20"), (.nan, "NaN"), (.infinity, "inf"),
      (-.infinity, "-inf"), (100, "100"), (12_345, "12.3k"), (999_999, "1M"),
    ] as [(Double, String)])
  func compact(value: Double, text: String) {
    #expect(compactNumber(value) == text)
  }

  @Test("As many digits as are asked for")
  func digits() {
    #expect(compactNumber(0.98765, digits: 4) == "0.9877")
    #expect(compactNumber(1234, digits: 1) == "1k")
    #expect(compactNumber(87, digits: 1) == "90" || compactNumber(87, digits: 1) == "87")
  }

  @Test(
    "Durations name two units",
    arguments: [
      (0, "0s"), (0.44, "0.4s"), (42, "42s"), (59.7, "1m"), (90, "1m30s"), (192, "3m12s"),
      (3600, "1h"), (7500, "2h05m"), (273_600, "3d04h"), (-90, "-1m30s"), (.nan, "?"),
      (.infinity, "?"),
    ] as [(Double, String)])
  func duration(seconds: Double, text: String) {
    #expect(compactDuration(seconds) == text)
  }
}
