import Testing

@testable import ThawCanvas

@Suite("Axes of small charts")
struct SmallAxisTests {
  @Test(
    "Few rows have two round ticks",
    arguments: [
      (0.075...3.3, Scale.Kind.linear, 4, ["1", "3"]),
      (0.075...3.3, .logarithmic, 4, ["0.1", "1"]),
      (0.0721...0.0934, .linear, 3, ["0.075", "0.090"]), (0...1, .linear, 3, ["0", "1"]),
    ] as [(ClosedRange<Double>, Scale.Kind, Int, [String])])
  func pair(range: ClosedRange<Double>, kind: Scale.Kind, rows: Int, labels: [String]) {
    let ticks = Scale(kind, over: range).ticks(overRows: rows, format: .number)
    #expect(ticks.map(\.label) == labels)
  }

  @Test("Two ticks never share a row")
  func rows() {
    for rows in 2...12 {
      for low in stride(from: 0.013, to: 1, by: 0.0371) {
        let scale = Scale(.linear, over: low...(low * 2.7))
        let ticks = scale.ticks(overRows: rows, format: .number)
        let places = ticks.compactMap { scale.position(of: $0.value) }.map {
          ((1 - $0) * Double(rows - 1)).rounded()
        }
        #expect(ticks.count >= 2 && Set(places).count == ticks.count, "\(rows) rows from \(low)")
      }
    }
  }
}
