import Testing
import ThawCanvas
import ThawTestSupport

@Suite("Moving average")
struct MovingAverageTests {
  private func averaged(
    _ values: [Double], step: Double = 1, weight: Double, unit: Double = 1
  ) -> [Double] {
    var average = MovingAverage(weight: weight, unit: unit)
    return values.enumerated().map { average.take($0.element, at: Double($0.offset) * step) }
  }

  @Test("Values are weighted by age, corrected for the start")
  func formula() {
    let smooth = averaged([1, 3, 2], weight: 0.5)
    #expect(smooth[0] == 1)
    #expect(abs(smooth[1] - (0.5 * 1 + 3) / 1.5) < 1e-12)
    #expect(abs(smooth[2] - (0.25 * 1 + 0.5 * 3 + 2) / 1.75) < 1e-12)
  }

  @Test("A constant stays as it is from its first value")
  func constant() {
    let smooth = averaged(Array(repeating: 4.25, count: 50), weight: 0.99)
    #expect(smooth.allSatisfy { abs($0 - 4.25) < 1e-12 })
  }

  @Test("A value that is no number has no weight, and the curve goes on")
  func nonFinite() {
    let smooth = averaged([.nan, 2, .infinity, 4], weight: 0.5)
    #expect(smooth[0].isNaN)
    #expect(smooth[1] == 2)
    #expect(smooth[2] == 2)
    #expect(abs(smooth[3] - (0.25 * 2 + 4) / 1.25) < 1e-12)
  }

  @Test("What comes later doesn't change the beginning")
  func prefix() {
    var random = SeededGenerator(seed: 8)
    let all = (0..<200).map { _ in Double.random(in: 0...1, using: &random) }
    let whole = averaged(all, weight: 0.9)
    for count in [1, 7, 60, 199] {
      #expect(averaged(Array(all.prefix(count)), weight: 0.9) == Array(whole.prefix(count)))
    }
  }

  @Test("Weights by distance, not by how many values there are")
  func density() {
    let sparse = averaged([0, 1], step: 10, weight: 0.9)
    let units = averaged([0, 1], weight: 0.9, unit: 0.1)
    #expect(abs(sparse[1] - units[1]) < 1e-12)
  }
}
