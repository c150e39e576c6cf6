import Testing
import ThawCanvas

@Suite("Scales and ticks")
struct ScaleTests {
  @Test("A linear scale maps its ends to 0 and 1, and back")
  func linear() {
    let scale = Scale(.linear, over: -2...6)
    #expect(scale.position(of: -2) == 0)
    #expect(scale.position(of: 6) == 1)
    #expect(scale.value(at: 0.5) == 2)
    #expect(scale.position(of: .nan) == nil)
  }

  @Test("A logarithmic scale maps decades to equal distances and has no place for 0")
  func logarithmic() throws {
    let scale = Scale(.logarithmic, over: 0.01...100)
    #expect(abs(try #require(scale.position(of: 1)) - 0.5) < 1e-12)
    #expect(scale.position(of: 0) == nil)
    #expect(Scale(.logarithmic, over: -3...(-1)).kind == .linear)
    #expect(Scale(.logarithmic, over: 0...1).range.lowerBound > 0)
  }

  @Test(
    "A constant value lies in the middle, wherever it is",
    arguments: [0, 5, -3, 1e300, 1e-300, .greatestFiniteMagnitude, 123_456_789.125],
    [Scale.Kind.linear, .logarithmic])
  func constant(value: Double, kind: Scale.Kind) throws {
    let position = try #require(Scale(kind, over: value...value).position(of: value))
    #expect(position.isFinite && position >= 0 && position <= 1)
  }

  @Test("The widest range there is has finite positions")
  func extremes() throws {
    let largest = Double.greatestFiniteMagnitude
    let scale = Scale(.linear, over: -largest...largest)
    #expect(scale.position(of: 0) == 0.5)
    #expect(scale.position(of: largest) == 1)
  }

  @Test(
    "Ticks are round and labelled alike",
    arguments: [
      (0.0...1.0, 5, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0...4690, 5, ["0", "1k", "2k", "3k", "4k"]),
      (0...2000, 4, ["0", "500", "1k", "1.5k", "2k"]),
      (0...3e-4, 3, ["0", "1e-4", "2e-4", "3e-4"]),
      (0...0.002, 4, ["0", "0.0005", "0.0010", "0.0015", "0.0020"]),
      (0.213...0.287, 4, ["0.22", "0.24", "0.26", "0.28"]),
      (-1...1, 2, ["-1", "0", "1"]),
      (1_200_000...1_800_000, 3, ["1.2M", "1.4M", "1.6M", "1.8M"]),
      (99...101, 4, ["99.0", "99.5", "100.0", "100.5", "101.0"]),
      (0...1, 0, []),
    ] as [(ClosedRange<Double>, Int, [String])])
  func ticks(range: ClosedRange<Double>, count: Int, labels: [String]) {
    #expect(Scale(.linear, over: range).ticks(count).map(\.label) == labels)
  }

  @Test(
    "Logarithmic ticks are decades, finer ones where there are few",
    arguments: [
      (0.001...10.0, 5, ["0.001", "0.01", "0.1", "1", "10"]),
      (0.1...3, 6, ["0.1", "0.2", "0.5", "1", "2"]),
      (1e-12...1, 4, ["1e-12", "1e-8", "1e-4", "1"]),
    ] as [(ClosedRange<Double>, Int, [String])])
  func logarithmicTicks(range: ClosedRange<Double>, count: Int, labels: [String]) {
    let found = Scale(.logarithmic, over: range).ticks(count).map(\.label)
    #expect(found == labels)
  }

  @Test("Steps have whole ticks only, shares percents, times minutes")
  func formats() {
    #expect(Scale(.linear, over: 0...2).ticks(9, format: .count).map(\.label) == ["0", "1", "2"])
    #expect(
      Scale(.linear, over: 0.8...0.9).ticks(2, format: .percent).map(\.label)
        == ["80%", "85%", "90%"])
    #expect(
      Scale(.linear, over: 0...150).ticks(3, format: .duration).map(\.label)
        == ["0s", "1m", "2m"])
  }

  @Test("Ticks lie inside the range and ascend, for any range")
  func property() {
    for exponent in -300...300 {
      let size = Double(sign: .plus, exponent: exponent, significand: 1.37)
      for range in [0...size, -size...size, size...(size * 1.001)] {
        for kind in [Scale.Kind.linear, .logarithmic] {
          let scale = Scale(kind, over: range)
          let values = scale.ticks(6).map(\.value)
          #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
          #expect(values.allSatisfy { (-1e-6...1.000_001).contains(scale.position(of: $0) ?? -1) })
        }
      }
    }
  }
}
