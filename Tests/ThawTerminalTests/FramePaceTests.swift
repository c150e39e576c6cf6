import Testing
import ThawTerminal

@Suite("Pace of pictures")
struct FramePaceTests {
  private let start = ContinuousClock.now
  private var pace = FramePace()

  private func at(_ milliseconds: Int) -> ContinuousClock.Instant {
    start + .milliseconds(milliseconds)
  }

  /// Paints whenever news are due, for some time; gives when.
  private mutating func watch(
    from first: Int, to last: Int, every interval: Int = 1, painting: Int
  ) -> [Int] {
    var painted: [Int] = []
    for millisecond in stride(from: first, to: last, by: interval)
    where pace.due(for: .news, at: at(millisecond)) <= at(millisecond) {
      pace.paint(for: .news, from: at(millisecond - painting), to: at(millisecond))
      painted.append(millisecond)
    }
    return painted
  }

  /// Two tasks run on two cores for half a minute.
  private mutating func occupy() { for _ in 0..<60 { pace.look(running: 2, cores: 2) } }

  @Test("A key right after a picture is answered at once, news wait")
  mutating func key() {
    #expect(pace.due(for: .news, at: start) == start)
    pace.paint(for: .news, from: start, to: start)
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
      pace.paint(for: .input, from: at(millisecond), to: at(millisecond))
      painted += 1
    }
    #expect((60...65).contains(painted))
  }

  @Test("After a rest a burst is free again")
  mutating func rest() {
    for _ in 0..<4 { pace.paint(for: .input, from: start, to: start) }
    #expect(pace.due(for: .input, at: start) > start)
    #expect(pace.due(for: .input, at: at(200)) == at(200))
    pace.paint(for: .input, from: at(200), to: at(200))
    #expect(pace.due(for: .input, at: at(201)) == at(201))
  }

  @Test("Where all cores train and nobody looks, time alone is shown only when no news come")
  mutating func time() {
    pace.paint(for: .news, from: start, to: start)
    #expect(pace.due(for: .time, at: at(1)) == at(90))
    occupy()
    #expect(pace.due(for: .time, at: at(1)) == at(4_500))
    #expect(pace.due(for: .news, at: at(1)) == at(90))
    pace.paint(for: .input, from: at(2), to: at(2))
    #expect(pace.due(for: .time, at: at(3)) < at(200))
  }

  @Test("Where a core is free, news are shown as often as is wished")
  mutating func free() {
    pace.paint(for: .opening, from: start, to: start)
    #expect(watch(from: 1, to: 9_000, painting: 3).count == 99)
  }

  @Test("Half a core is enough to be free, and a moment's work is none")
  mutating func load() {
    for turn in 0..<60 { pace.look(running: turn.isMultiple(of: 4) ? 2 : 1, cores: 2) }
    for _ in 0..<2 { pace.look(running: 9, cores: 2) }
    pace.paint(for: .opening, from: start, to: start)
    #expect(watch(from: 1, to: 9_000, painting: 3).count == 99)
  }

  @Test("Over a slow line there are two pictures a second")
  mutating func slowLine() {
    pace.paint(for: .opening, from: start, to: start)
    #expect((19...20).contains(watch(from: 1, to: 10_000, painting: 50).count))
  }

  @Test("On a busy machine news come from farther apart, but not for who does something")
  mutating func deliveries() {
    let often = pace.deliveryInterval(at: start)
    #expect(!pace.isUnattended(at: start))
    occupy()
    #expect(pace.isUnattended(at: start))
    #expect(pace.deliveryInterval(at: start) > often * 5)
    pace.paint(for: .input, from: start, to: start)
    #expect(pace.deliveryInterval(at: at(1_900)) == often)
    #expect(pace.deliveryInterval(at: at(2_100)) > often * 5)
    #expect(pace.isUnattended(at: at(2_100)))
  }

  @Test("Who does something sees all news for a while")
  mutating func input() {
    occupy()
    pace.paint(for: .opening, from: start, to: start)
    _ = watch(from: 1, to: 10_000, painting: 2)
    pace.paint(for: .input, from: at(10_000), to: at(10_000))
    #expect(watch(from: 10_001, to: 11_000, painting: 2).count >= 10)
  }
}
