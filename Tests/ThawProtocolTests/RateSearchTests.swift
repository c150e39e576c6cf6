import Foundation
import Testing
import ThawProtocol

@Suite("Rate search") struct RateSearchTests {
  private func search(_ losses: [Double]) -> RateSearch {
    var search = RateSearch()
    for (rate, loss) in zip(RateSearch.rates(from: 1e-7, to: 10, count: losses.count), losses) {
      guard search.add(loss, at: rate) else { break }
    }
    return search
  }

  @Test("Rates rise exponentially from end to end")
  func rates() {
    let rates = RateSearch.rates(from: 1e-7, to: 10, count: 9)

    #expect(rates.first == 1e-7)
    #expect(zip(rates, rates.dropFirst()).allSatisfy { abs($1 / $0 - 10) < 1e-9 })
  }

  @Test("The suggestion lies half-way down the descent")
  func suggestion() throws {
    // Flat, then down from step 40 to 70, then up again.
    let losses: [Double] = (0..<100).map { (step: Int) -> Double in
      if step < 40 { return 2 }
      return step < 70 ? 2 - Double(step - 40) * 0.05 : 0.5 + Double(step - 70) * 0.2
    }
    let found = search(losses)
    let rates = found.points.map(\.rate)

    // The smoothed loss follows late: it falls from step 40 until the losses pass it on their way up.
    let smoothed = found.points.map(\.smoothedLoss)
    let least = try #require(smoothed.min())
    let lowest = try #require(smoothed.firstIndex(of: least))
    let suggestion = try #require(found.suggestion)
    let place = try #require(rates.firstIndex(of: suggestion))
    #expect((40..<lowest).contains(place))
    #expect(abs(place - (40 + lowest) / 2) <= 4)
  }

  @Test("The test ends where the smoothed loss is four times its best, or a loss is no number")
  func divergence() {
    let exploding = search(
      (0..<100).map { (step: Int) -> Double in step < 50 ? 1 : pow(2, Double(step - 50)) })
    #expect(exploding.hasDiverged && (55..<70).contains(exploding.points.count))
    let last = exploding.points.suffix(2).map(\.smoothedLoss)
    #expect(last[0] <= 4 && last[1] > 4)

    let broken = search([1, 1, .nan, 1])
    #expect(broken.hasDiverged && broken.points.count == 2)
    #expect(!search([1, 0.9, 0.8]).hasDiverged)
  }

  @Test("A loss that never falls gives no suggestion")
  func nothing() {
    #expect(search((0..<50).map { 1 + Double($0) / 100 }).suggestion == nil)
    #expect(search([]).suggestion == nil)
  }
}
