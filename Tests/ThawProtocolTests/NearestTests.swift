import Testing

@testable import ThawProtocol

@Suite("The nearest name")
struct NearestTests {
  @Test(
    "Edit distance counts insertions, deletions and replacements",
    arguments: [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("flaw", "lawn", 2)])
  func distance(first: String, second: String, wanted: Int) {
    #expect(editDistance(first, second) == wanted)
    #expect(editDistance(second, first) == wanted)
  }

  @Test("Is the one meant, or none where all are far")
  func nearest() {
    let names = ["refresh", "mouse", "theme"]
    #expect(ThawProtocol.nearest(to: "refersh", among: names) == "refresh")
    #expect(ThawProtocol.nearest(to: "temperature", among: names) == nil)
    #expect(ThawProtocol.nearest(to: "mouse", among: []) == nil)
  }
}
