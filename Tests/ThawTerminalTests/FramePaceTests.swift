import Testing
import ThawTerminal

@Suite("Pace of pictures")
struct FramePaceTests {
  private let start = ContinuousClock.now
  private var pace = FramePace()

  private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
    start + .milliseconds(milliseconds)
  }

  @Test("A key right after a picture is answered at once, news wait")
  mutating func key() {
    #expect(pace.due(for: .news, at: start) == start)
    pace.paint(at: start)
    #expect(pace.due(for: .input, at: at(1)) == at(1))
    #expect(pace.due(for: .opening, at: at(1)) == at(1))
    #expect(pace.due(for: .news, at: at(1)) == at(90))
    #expect(pace.due(for: .news, at: at(200)) == at(200))
  }

  @Test("However fast keys come, there are at most 30 pictures in a second and a few more")
  mutating func rate() {
    var painted = 0
    for millisecond in 0..<2_000
    where pace.due(for: .input, at: at(millisecond)) <= at(millisecond) {
      pace.paint(at: at(millisecond))
      painted += 1
    }
    #expect((60...65).contains(painted))
  }

  @Test("After a rest a burst is free again")
  mutating func rest() {
    for _ in 0..<4 { pace.paint(at: start) }
    #expect(pace.due(for: .input, at: start) > start)
    #expect(pace.due(for: .input, at: at(200)) == at(200))
    pace.paint(at: at(200))
    #expect(pace.due(for: .input, at: at(201)) == at(201))
  }
}
