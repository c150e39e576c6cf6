import Testing
import ThawProtocol

@testable import ThawTransport

@Suite("Pace")
struct PaceTests {
  private let turns = Turns()

  @Test("Viewers that take turns wait the longer the more there are, 4 s at most")
  func turn() {
    let paces = (0..<5).map { _ in Pace(among: turns) }
    var intervals: [Duration] = []
    for pace in paces {
      pace.take(NewsPace(seconds: 1, isShared: true))
      intervals.append(paces[0].interval)
    }
    #expect(intervals == [.seconds(1), .seconds(2), .seconds(3), .seconds(4), .seconds(4)])
    paces[0].take(NewsPace(seconds: 0.18))
    #expect(paces[0].interval == .seconds(0.18))
    #expect(turns.count == 4)
  }

  @Test("Who leaves gives the turn to the others")
  func leave() {
    let stays = Pace(among: turns)
    stays.take(NewsPace(seconds: 1, isShared: true))
    do {
      let leaves = Pace(among: turns)
      leaves.take(NewsPace(seconds: 1, isShared: true))
      leaves.take(NewsPace(seconds: 0.5, isShared: true))
      #expect(stays.interval == .seconds(2))
    }
    #expect(stays.interval == .seconds(1))
  }

  @Test("A pace that makes no sense is none", arguments: [-1, .nan, .infinity])
  func nonsense(seconds: Double) {
    let pace = Pace(among: turns)
    pace.take(NewsPace(seconds: seconds))
    #expect(pace.interval == .zero)
  }

  @Test(
    "A wait ends when the viewer wants news sooner, or something happens that people should see",
    .timeLimit(.minutes(1)))
  func shortened() async throws {
    let pace = Pace(among: turns, limit: .seconds(10_000))
    for end in [{ pace.take(NewsPace(seconds: 0.01)) }, { pace.hurry() }] {
      pace.take(NewsPace(seconds: 10_000))
      async let waited = pace.wait(since: .now)
      end()
      #expect(try await waited)
    }
    #expect(pace.interval == .seconds(10_000))
  }
}
