import Foundation
import Testing
import ThawCanvas
import ThawTestSupport

@Suite("Line chart")
struct ChartTests {
  private func series(
    _ values: [Double], role: Role = .plot, isBackdrop: Bool = false, bead: Character? = nil
  ) -> PlotSeries {
    PlotSeries(
      name: "loss", role: role,
      points: values.enumerated().map { PlotPoint(x: Double($0.offset), y: $0.element) },
      isBackdrop: isBackdrop, bead: bead)
  }

  private let falling = (0...100).map { 2 / (1 + Double($0) / 10) }

  @Test("A falling curve", arguments: Raster.allCases)
  func falling(raster: Raster) {
    let ability = Ability(raster: raster, glyphs: raster == .ascii ? .ascii : .unicode)
    let chart = LineChart(
      series: [series(falling)],
      marks: [
        PlotMark(x: 30, kind: .freeze, label: "head only"), PlotMark(x: 60, kind: .thaw),
        PlotMark(x: 62, kind: .checkpoint, label: "best so far"),
      ])
    expectSnapshot(picture(chart, 60, 14, ability: ability), named: "falling-\(raster.rawValue)")
  }

  @Test("One spike among 100,000 points shows at its full height", arguments: Raster.allCases)
  func spike(raster: Raster) {
    var values = [Double](repeating: 1, count: 100_000)
    values[61_803] = 100
    let chart = LineChart(series: [series(values)])
    let buffer = drawn(chart, 60, 12, ability: Ability(raster: raster, glyphs: .ascii))
    let column = (0..<60).first { x in
      (0..<9).allSatisfy { y in
        let character = buffer[x, y]?.character
        return character != "·" && character != "|" || raster == .ascii && character == "|"
      } && x > 5
    }
    #expect(column.map { abs($0 - (6 + 53 * 618 / 1000)) <= 2 } == true)
  }

  @Test("A series out of scale leaves the y axis as it is, but where it is alone")
  func outOfScale() {
    var diverged = series([1, 1_000, 90_000])
    diverged.isInScale = false
    let usual = drawn(LineChart(series: [series(falling)]), 60, 12)
    let both = drawn(LineChart(series: [diverged, series(falling)]), 60, 12)
    let labels = { (buffer: Buffer) in buffer.rows.map { String($0.prefix(5)) } }
    #expect(labels(both) == labels(usual))
    #expect(both != usual)
    #expect(drawn(LineChart(series: [diverged]), 60, 12).text.contains("80k"))
  }

  @Test("The extremes of a block of samples show, not only its middle")
  func envelope() {
    let points = (0..<50).map { x in
      PlotPoint(x: Double(x), low: x == 20 ? 0 : 5, high: x == 20 ? 10 : 5, mid: 5)
    }
    let chart = LineChart(series: [PlotSeries(name: "a", role: .plot, points: points)])
    let rows = drawn(chart, 56, 12).rows
    #expect(rows[0].contains { ("\u{2801}"..."\u{28FF}").contains($0) })
    #expect(rows[9].contains { ("\u{2801}"..."\u{28FF}").contains($0) })
  }

  @Test(
    "Any data draws",
    arguments: [
      [], [3], [3, 3, 3], [.nan], [.nan, .nan, .infinity], [0, 0], [1e308, -1e308], [1e-300, 0],
      [.nan, 1, .nan, 2, .nan],
    ] as [[Double]], [Scale.Kind.linear, .logarithmic])
  func degenerate(values: [Double], scale: Scale.Kind) {
    let chart = LineChart(series: [series(values)], yScale: scale)
    for (width, height) in [(1, 1), (12, 3), (40, 10)] {
      #expect(drawn(chart, width, height).size.width == width)
    }
  }

  @Test("A single point shows")
  func single() {
    let rows = drawn(LineChart(series: [series([3])]), 30, 8).rows
    let dots = rows.joined().unicodeScalars.filter { (0x2801...0x28FF).contains($0.value) }
    // More than one dot, which nobody would see.
    #expect(dots.map { ($0.value - 0x2800).nonzeroBitCount } == [4])
  }

  @Test("Values that are no numbers break the line and leave a cross on the bottom row")
  func nonFinite() {
    let values = (0..<40).map { $0 == 20 ? Double.nan : 1 }
    let rows = drawn(LineChart(series: [series(values)], yRange: 0...2), 48, 9).rows
    #expect(rows[6].filter { $0 == "✗" }.count == 1)
    let curve = rows.filter { $0.contains("⠒") || $0.contains("⠤") || $0.contains("⠉") }
    #expect(curve.count == 1)
  }

  @Test("A line hides what stands behind it only where both are")
  func order() {
    let back = series([1, 1, 1, 1], role: .plotTrainRaw, isBackdrop: true)
    let front = series([1, 1], role: .plotTrain)
    let chart = LineChart(series: [back, front], xRange: 0...3, yRange: 0...2)
    let buffer = drawn(chart, 40, 9)
    let looks = (0..<40).compactMap { x -> Style? in
      (0..<7).compactMap { y in buffer[x, y] }
        .first { ("\u{2801}"..."\u{28FF}").contains($0.character) }?.style
    }
    #expect(Set(looks.map(\.foreground)).count == 2)
    #expect(looks.first?.foreground == Theme.builtIn[.plotTrain].foreground)
    #expect(looks.last?.foreground == Theme.builtIn[.plotTrainRaw].foreground)
  }

  @Test("Where curves share a cell no dot has another's colour", arguments: Raster.allCases)
  func sharedCells(raster: Raster) {
    let waves = [3.0, 7.0].map { width in (0..<60).map { sin(Double($0) / width) } }
    let all = zip(waves, [Role.plotTrain, .plotValidation]).map { series($0, role: $1) }
    func cells(_ shown: [PlotSeries]) -> Buffer {
      let chart = LineChart(series: shown, xRange: 0...59, yRange: -1...1)
      return drawn(chart, 40, 12, ability: Ability(raster: raster))
    }
    let colors = all.map { Theme.builtIn[$0.role].foreground }
    let (alone, both) = (all.map { cells([$0]) }, cells(all))
    var halves = 0
    for y in 0..<12 {
      for x in 0..<40 {
        let cell = both[x, y]
        let owners = [0, 1].filter { alone[$0][x, y]?.style.foreground == colors[$0] }
        guard let owner = owners.first(where: { cell?.style.foreground == colors[$0] }) else {
          #expect(owners.isEmpty && cell == alone[0][x, y])
          continue
        }
        #expect(cell?.character == alone[owner][x, y]?.character)
        let sees = cell?.style.background == colors[1 - owner]
        halves += sees ? 1 : 0
        #expect(!sees || owners.count == 2 && raster == .block)
      }
    }
    #expect(halves > 0 || raster != .block)
  }

  @Test(
    "Of lines that run in the same cells each is seen again and again, the one in front most",
    arguments: 2...6)
  func turns(count: Int) {
    let values = [Double](repeating: 1, count: 100)
    let lines = (0..<count).map { series(values, role: .plotSeries($0)) }
    let buffer = drawn(LineChart(series: lines, yRange: 0...2), 110, 9)
    let seen = (0..<110).compactMap { x in
      (0..<7).compactMap { buffer[x, $0] }
        .first { ("\u{2801}"..."\u{28FF}").contains($0.character) }?.style.foreground
    }
    let colors = lines.map { Theme.builtIn[$0.role].foreground }
    let shares = colors.map { color in seen.filter { $0 == color }.count }
    #expect(shares.dropLast().allSatisfy { $0 > 0 && $0 <= (shares.last ?? 0) })
    let rest = shares.dropLast()
    #expect((rest.max() ?? 0) - (rest.min() ?? 0) <= 3)
  }

  @Test(
    "Without colours what stands behind is thinned out but keeps its spikes",
    arguments: Raster.allCases)
  func thinned(raster: Raster) {
    let ability = Ability(
      colors: .none, raster: raster, glyphs: raster == .ascii ? .ascii : .unicode)
    var values = (0..<400).map { 1 + 0.3 * sin(Double($0)) }
    values[123] = 9
    func cells(_ isBackdrop: Bool) -> [[Character]] {
      drawn(LineChart(series: [series(values, isBackdrop: isBackdrop)]), 60, 12, ability: ability)
        .rows.prefix(10).map { Array($0) }
    }
    func ink(_ rows: [[Character]]) -> Int {
      rows.joined().reduce(0) { sum, character in
        switch character {
        case "\u{2801}"..."\u{28FF}":
          sum + Int((character.unicodeScalars.first?.value ?? 0) - 0x2800).nonzeroBitCount
        case "█", ":", "!", "|": sum + 3
        case "▀", "▄", "-", "'": sum + 2
        case "░", ".": sum + 1
        default: sum
        }
      }
    }
    let (solid, thin) = (cells(false), cells(true))
    #expect(ink(thin) < ink(solid))
    // The spike reaches the top in its column.
    let column = (6..<60).first {
      solid[1][$0] != "·" && solid[1][$0] != " " && solid[1][$0] != "┈"
    }
    #expect(column.map { thin[1][$0] != "·" && thin[1][$0] != " " } == true)
  }

  @Test("Beads tell lines apart where colours cannot, and only there")
  func beads() {
    let line = series([1, 1, 1, 1], bead: "o")
    func count(_ ability: Ability) -> Int {
      drawn(LineChart(series: [line], yRange: 0...2), 60, 9, ability: ability).text
        .filter { $0 == "o" }.count
    }
    #expect(count(Ability()) == 0)
    #expect(count(Ability(colors: .none)) > 10)
    #expect(count(.ascii()) > 10)
  }

  @Test("Two kinds of signs in one column of the axis have a sign of their own")
  func sharedSigns() {
    var chart = LineChart(series: [series(falling)])
    chart.axisSigns = [
      AxisSigns(at: [10, 50], glyph: "▪", role: .plotValidation),
      AxisSigns(at: [50, 90], glyph: "◆", role: .success),
    ]
    let axis = drawn(chart, 60, 12).rows[10].filter { "▪◆◈".contains($0) }
    #expect(axis == "▪◈◆")
  }

  @Test("Bands tint the ground and leave lines as they are; without colours they are dots")
  func bands() {
    func band(_ middle: Double, _ role: Role) -> PlotSeries {
      let points = (0..<60).map {
        PlotPoint(x: Double($0), low: middle - 1, high: middle + 1, mid: middle)
      }
      return PlotSeries(name: "", role: role, points: points, shape: .band)
    }
    let bands = [band(2, .plotSeries(0)), band(2.5, .plotSeries(1))]
    let line = series((0..<60).map { 2 + sin(Double($0) / 5) })
    func cells(_ shown: [PlotSeries], _ ability: Ability = Ability()) -> Buffer {
      drawn(LineChart(series: shown, xRange: 0...59, yRange: 0...4), 40, 12, ability: ability)
    }
    let (with, without) = (cells(bands + [line]), cells([line]))
    #expect(with.text == without.text)
    let grounds = Set((0..<10).compactMap { with[30, $0]?.style.background })
    // The ground itself in neither, each of the two alone, and both.
    #expect(grounds.count == 3)
    let ability = Ability(colors: .none)
    #expect(cells(bands + [line], ability).text != cells([line], ability).text)
  }

  @Test("A range shows only its part, with lines that run out of it")
  func zoom() {
    let values = (0..<100).map { Double($0) }
    let chart = LineChart(series: [series(values)], xRange: 40.25...40.75)
    let rows = drawn(chart, 30, 8).rows
    #expect(rows.contains { row in row.contains { ("\u{2801}"..."\u{28FF}").contains($0) } })
  }

  @Test("A column gives its x")
  func cursor() throws {
    let chart = LineChart(series: [series([5, 6, 7, 8])])
    let area = Rect(x: 0, y: 0, width: 40, height: 9)
    #expect(chart.x(atColumn: 0, in: area) == nil)
    let x = try #require(chart.x(atColumn: 39, in: area))
    #expect(abs(x - 3) < 1e-9)
  }

  @Test("The cursor's line leaves the curve and the numbers alone")
  func cursorLine() {
    var chart = LineChart(series: [series(falling)])
    let without = drawn(chart, 40, 9)
    chart.cursor = 50
    let with = drawn(chart, 40, 9)
    let changed = (0..<9).flatMap { y in
      (0..<40).filter { with[$0, y]?.character != without[$0, y]?.character }
    }
    #expect(Set(changed).count == 1)
    #expect(changed.count >= 4)
  }

  @Test("Labels of marks never overlap and never leave the chart")
  func crowdedMarks() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let marks = (0..<Int.random(in: 1...12, using: &random)).map { index in
        PlotMark(
          x: Double.random(in: 0...100, using: &random), kind: .note, label: "label\(index)")
      }
      let chart = LineChart(series: [series(falling)], marks: marks)
      let row = drawn(chart, 60, 12).rows[0]
      let words = row.split { $0 == "·" || $0 == "▸" || $0 == " " }
      #expect(
        words.allSatisfy { word in
          marks.contains {
            $0.label == word || word.last == "…" && $0.label.hasPrefix(word.dropLast())
          }
        }, "\(row)")
    }
  }

  private func labels(_ marks: [PlotMark], width: Int = 60) -> String {
    let chart = LineChart(
      series: [series(falling)], marks: marks, yFormat: .percent)
    return String(drawn(chart, width, 12).rows[0].replacing("·", with: " ").drop { $0 == " " })
  }

  @Test("A thaw or a freeze has the room of a rate beside it, and its label is cut before it goes")
  func weights() {
    let thaw = PlotMark(x: 20, kind: .thaw, label: "blocks.13-15 final")
    let rate = PlotMark(x: 21, kind: .note, label: "lr 0.001")
    #expect(labels([thaw, rate]).contains("☀ blocks.13-15 final"))
    #expect(!labels([thaw, rate]).contains("▸"))
    let later = PlotMark(x: 50, kind: .freeze, label: "head")
    let cut = labels([rate, thaw, later])
    #expect(cut.contains("☀ blocks.13-15…"), "\(cut)")
    #expect(cut.contains("❄ head"))
    let before = PlotMark(x: 19, kind: .note, label: "lr 0.1")
    #expect(labels([before, thaw]).contains("▸☀ blocks.13-15 final"))
  }

  @Test("The last label stands before its sign where there is more room")
  func lastLabel() {
    let marks = [
      PlotMark(x: 5, kind: .freeze, label: "stem"),
      PlotMark(x: 97, kind: .thaw, label: "blocks.9-12"),
    ]
    #expect(labels(marks).contains("❄ stem"))
    #expect(labels(marks).contains("blocks.9-12 ☀"))
  }
}
