import Testing
import ThawCanvas
import ThawTestSupport

@Suite("Smoothing")
struct SmoothingTests {
  private func points(_ values: [Double], step: Double = 1) -> [PlotPoint] {
    values.enumerated().map { PlotPoint(x: Double($0.offset) * step, y: $0.element) }
  }

  @Test("Is the average weighted by age, corrected for the start")
  func formula() {
    let smooth = smoothed(points([1, 3, 2]), weight: 0.5).map(\.mid)
    #expect(smooth[0] == 1)
    #expect(abs(smooth[1] - (0.5 * 1 + 3) / 1.5) < 1e-12)
    #expect(abs(smooth[2] - (0.25 * 1 + 0.5 * 3 + 2) / 1.75) < 1e-12)
  }

  @Test("A constant stays as it is from its first value")
  func constant() {
    let smooth = smoothed(points(Array(repeating: 4.25, count: 50)), weight: 0.99)
    #expect(smooth.allSatisfy { abs($0.mid - 4.25) < 1e-12 })
  }

  @Test("A value that is no number has no weight, and the curve goes on")
  func nonFinite() {
    let smooth = smoothed(points([.nan, 2, .infinity, 4]), weight: 0.5)
    #expect(smooth[0].mid.isNaN)
    #expect(smooth[1].mid == 2)
    #expect(smooth[2].mid == 2)
    #expect(abs(smooth[3].mid - (0.25 * 2 + 4) / 1.25) < 1e-12)
    #expect(smooth.allSatisfy { !$0.isNonFinite })
  }

  @Test("What comes later doesn't change the beginning")
  func prefix() {
    var random = SeededGenerator(seed: 8)
    let all = points((0..<200).map { _ in Double.random(in: 0...1, using: &random) })
    let whole = smoothed(all, weight: 0.9)
    for count in [1, 7, 60, 199] {
      #expect(smoothed(Array(all.prefix(count)), weight: 0.9) == Array(whole.prefix(count)))
    }
  }

  @Test("Weights by distance, not by how many values there are")
  func density() {
    let sparse = smoothed(points([0, 1], step: 10), weight: 0.9)
    let units = smoothed(points([0, 1]), weight: 0.9, unit: 0.1)
    #expect(abs(sparse[1].mid - units[1].mid) < 1e-12)
  }

  @Test("A weight of 0 changes nothing", arguments: [0, -1, 1, 2, .nan])
  func off(weight: Double) {
    let all = points([3, 1, 2])
    #expect(smoothed(all, weight: weight) == all)
  }
}
