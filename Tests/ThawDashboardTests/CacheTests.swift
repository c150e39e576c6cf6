import Testing
import ThawCanvas
import ThawProtocol
import ThawTestSupport

@testable import ThawDashboard

@Suite("Activation cache on the screen") struct CacheTests {
  private func layers(_ cache: CacheStatus?, width: Int = 160) -> DashboardState {
    var state = Fixture.live(width: width, height: 50)
    var snapshot = Fixture.snapshot(sequence: 200)
    let boundary = snapshot.rows.firstIndex { $0.state == .trainable } ?? 0
    snapshot.progress.cache = cache.map {
      var cache = $0
      cache.rows = boundary
      return cache
    }
    _ = reduce(&state, .connected(snapshot))
    _ = reduce(&state, .keyPressed("2"))
    return state
  }

  private let filling = CacheStatus(
    stage: .keeping, rows: 0, kept: 2_600, total: 6_000, bytes: 30_720_000, place: .memory,
    compute: 0.0423, write: 0.00021, read: 0.00007, payback: 0.005)

  @Test("The Layers screen says what is kept, where, and whether that pays")
  func layersScreen() {
    expectSnapshot(picture(of: layers(filling)).text + "\n", named: "layers-caching")
    var complete = filling
    complete.kept = 6_000
    let text = picture(of: layers(complete)).text
    #expect(text.contains("read, not computed"))
    #expect(text.contains(", cached"))
  }

  @Test("Why it was declined is told in words")
  func declined() {
    let cache = CacheStatus(
      stage: .declined, rows: 0, total: 6_000, compute: 0.001,
      reason: "it would pay after 4.2 passes over the data, and 2.5 are left")
    let text = picture(of: layers(cache)).text

    #expect(text.contains("computed every time"))
    #expect(text.contains("it would pay after 4.2 passes over the data, and 2.5 are left"))
    #expect(!text.contains("cached"))
  }

  @Test("Without a cache nothing is said of one")
  func none() {
    #expect(!picture(of: layers(nil)).text.contains("cache"))
  }

  @Test("Rows whose output is kept cost nothing, and thawing one costs what computing them does")
  func costs() throws {
    var complete = filling
    complete.kept = 6_000
    let (plain, cached) = (layers(nil), layers(complete))
    let boundary = try #require(cached.run?.board.boundary)

    let shares = try #require(cached.run?.board.costShares)
    #expect(shares[..<boundary].allSatisfy { $0 == 0 })
    #expect(plain.run?.board.costShares?[0] != 0)
    var (plainBoard, cachedBoard) = (
      try #require(plain.run?.board), try #require(cached.run?.board)
    )
    plainBoard.select(0)
    cachedBoard.select(0)
    let more = try #require(cachedBoard.forecast(toggling: .trainable)).change
    #expect(more > (try #require(plainBoard.forecast(toggling: .trainable)).change))
  }
}
