import Testing
import ThawCanvas

@Suite("Outliers")
struct OutlierTests {
  @Test("What lies three spans of the middle half above it is counted, and the axis ends below")
  func spikes() throws {
    let values = (1...20).map(Double.init) + [500, 900, 700]
    let found = try #require(Outliers(in: values))
    #expect(found.count == 3)
    #expect(found.limit == 20)
  }

  @Test("Values that only grow have none, and neither have few")
  func none() {
    #expect(Outliers(in: (1...100).map(Double.init)) == nil)
    #expect(Outliers(in: [1, 1, 1, 900]) == nil)
    #expect(Outliers(in: []) == nil)
  }

  @Test("On a logarithmic axis distances are those of logarithms")
  func logarithmic() throws {
    let values = (0...20).map { i in Double(1 << i) }
    #expect(Outliers(in: values)?.count == 4)
    #expect(Outliers(in: values, scale: .logarithmic) == nil)
    let spike = try #require(Outliers(in: values + [1e40], scale: .logarithmic))
    #expect(spike.count == 1)
    #expect(spike.limit == Double(1 << 20))
  }

  @Test("A clipped chart ends at the limit, never below its own values, and draws what is left")
  func clipping() {
    let points = (0..<50).map { PlotPoint(x: Double($0), y: $0 == 25 ? 1_000 : 1 + Double($0 % 5)) }
    var chart = LineChart(series: [PlotSeries(name: "s", role: .plot, points: points)])
    chart.clip(above: 5)
    #expect(chart.yRange == 1...5)
    chart.clip(above: 0.5)
    #expect(chart.yRange == 1...5)
    let text = picture(chart, 40, 10)
    #expect(!text.contains("1000") && !text.contains("1k"))
  }
}
