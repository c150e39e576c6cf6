import ThawCanvas

/// A chart's shapes at their places, whichever kind of file they end up in.
struct ChartDrawing {
  /// What a shape is coloured as.
  enum Ink: Equatable {
    case ink
    case soft
    case rule
    /// A curve, by the place of its colour in the palette.
    case series(Int)
  }

  /// Which end of a text is at its place.
  enum Anchor {
    case start
    case middle
    case end
  }

  /// How a text is set.
  enum Lettering {
    case title
    case tick
    case name
  }

  enum Shape {
    /// A straight line; a dashed one says something where it is pointed at.
    case rule(from: PixelPoint, to: PixelPoint, Ink, said: String?)
    /// A curve with its name.
    case curve([PixelPoint], color: Int, name: String)
    /// The area between two edges.
    case band([PixelPoint], color: Int)
    case text(String, at: PixelPoint, Lettering, Anchor, Ink)
  }

  /// The shapes from back to front; a title alone where there is nothing to draw.
  private(set) var shapes: [Shape] = []

  private let chart: ChartPicture
  private let horizontal: Scale
  private let vertical: Scale
  private let left = 60.0
  private let right: Double
  private let top = 36.0
  private let bottom: Double

  init(_ chart: ChartPicture) {
    let points = chart.series.flatMap { $0.points + $0.band }
    let values = points.flatMap { [$0.low, $0.high, $0.mid] }.filter(\.isFinite)
    let span = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 1)
    self.chart = chart
    horizontal = Scale(.linear, over: span.0...span.1)
    vertical = Scale(.linear, over: (values.min() ?? 0)...(values.max() ?? 1))
    let longest = chart.series.map(\.name.count).max() ?? 0
    right = Double(chart.size.width) - min(190, Double(longest) * 7 + 24)
    bottom = Double(chart.size.height) - 44
    guard !values.isEmpty else {
      let text = "\(chart.title): nothing to draw"
      shapes = [.text(text, at: PixelPoint(x: 16, y: 28), .title, .start, .ink)]
      return
    }
    shapes = title + grid + marks + chart.series.flatMap(curve) + names
  }

  private func x(_ value: Double) -> Double? {
    horizontal.position(of: value).map { left + $0 * (right - left) }
  }

  private func y(_ value: Double) -> Double? {
    vertical.position(of: value).map { bottom - $0 * (bottom - top) }
  }

  private func point(_ x: Double, _ y: Double) -> PixelPoint? {
    guard let x = self.x(x), let y = self.y(y) else { return nil }
    return PixelPoint(x: x, y: y)
  }

  private var title: [Shape] {
    let below = PixelPoint(x: (left + right) / 2, y: bottom + 38)
    return [
      .text(chart.title, at: PixelPoint(x: left, y: 20), .title, .start, .ink),
      .text(chart.xTitle, at: below, .tick, .middle, .soft),
    ]
  }

  private var grid: [Shape] {
    let rows = vertical.ticks(6, format: chart.yFormat).flatMap { tick -> [Shape] in
      guard let y = y(tick.value) else { return [] }
      return [
        .rule(
          from: PixelPoint(x: left, y: y), to: PixelPoint(x: right, y: y), .rule, said: nil),
        .text(tick.label, at: PixelPoint(x: left - 8, y: y + 4), .tick, .end, .soft),
      ]
    }
    let columns = horizontal.ticks(8, format: chart.xFormat).compactMap { tick -> Shape? in
      x(tick.value).map {
        .text(tick.label, at: PixelPoint(x: $0, y: bottom + 18), .tick, .middle, .soft)
      }
    }
    let axis = Shape.rule(
      from: PixelPoint(x: left, y: bottom), to: PixelPoint(x: right, y: bottom), .soft, said: nil)
    return rows + [axis] + columns
  }

  private var marks: [Shape] {
    let placed = chart.marks.compactMap { mark -> (mark: PlotMark, x: Double)? in
      guard let share = horizontal.position(of: mark.x), (0...1).contains(share) else { return nil }
      return x(mark.x).map { (mark, $0) }
    }
    let rules = placed.map { mark, x in
      Shape.rule(
        from: PixelPoint(x: x, y: top), to: PixelPoint(x: x, y: bottom), .soft, said: mark.said)
    }
    // What a letter of a tick's size takes at most on average.
    let letter = 6.5
    let labels = MarkLabels(
      placed.map { ($0.mark, Int($0.x / letter)) },
      in: Int(left / letter)..<Int(Double(chart.size.width) / letter), ellipsis: "…")
    let signs = labels.placed.flatMap { label -> [Shape] in
      let (mark, x) = placed[label.index]
      let isBehind = label.start > Int(x / letter)
      let text = Shape.text(
        label.text, at: PixelPoint(x: isBehind ? x + 8 : x - 8, y: top - 4), .tick,
        isBehind ? .start : .end, .soft)
      return [.text("\(mark.sign)", at: PixelPoint(x: x, y: top - 4), .tick, .middle, .soft)]
        + (label.text.isEmpty ? [] : [text])
    }
    return rules + signs
  }

  private func curve(_ series: ChartPicture.Series) -> [Shape] {
    let bands = runs(series.band).filter { $0.contains { $0.high > $0.low } }.map { run in
      Shape.band(
        run.compactMap { point($0.x, $0.high) } + run.reversed().compactMap { point($0.x, $0.low) },
        color: series.color)
    }
    let lines = runs(series.points).map { run in
      Shape.curve(
        run.compactMap { point($0.x, $0.mid) }, color: series.color, name: series.name)
    }
    return bands + lines
  }

  /// A value that is no number ends a line; what follows begins another.
  private func runs(_ points: [PlotPoint]) -> [[PlotPoint]] {
    points.split { !$0.mid.isFinite }.map(Array.init)
  }

  /// The names at the curves' ends, moved apart where they lie close.
  private var names: [Shape] {
    let ends = chart.series.compactMap { series -> (series: ChartPicture.Series, y: Double)? in
      guard let last = series.points.last(where: \.mid.isFinite), let y = y(last.mid) else {
        return nil
      }
      return (series, y)
    }.sorted { $0.y < $1.y }
    let distance = min(15, (bottom - top) / Double(max(1, ends.count)))
    var free = top
    return ends.enumerated().map { place, end in
      let rest = Double(ends.count - place - 1) * distance
      let y = min(max(end.y, free), bottom - rest)
      free = y + distance
      return .text(
        end.series.name, at: PixelPoint(x: right + 8, y: y + 4), .name, .start,
        .series(end.series.color))
    }
  }
}
