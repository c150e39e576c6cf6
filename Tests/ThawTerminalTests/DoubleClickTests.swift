import Testing

@testable import ThawTerminal

@Suite("Double clicks")
struct DoubleClickTests {
  @Test(
    "Two quick presses on a cell are one; a third begins anew, so do another cell and a later time")
  func double() {
    let start = ContinuousClock().now
    var clicks = DoubleClick()
    let presses = [(5, 0), (5, 100), (5, 200), (6, 300), (6, 800), (6, 1_200)]
    let seconds = presses.map { x, milliseconds in
      clicks.isSecond(x: x, y: 2, at: start + .milliseconds(milliseconds))
    }
    #expect(seconds == [false, true, false, false, false, true])
  }
}
