public import ThawCanvas
public import ThawProtocol

/// A chart as a picture for pages and papers: SVG, in colours that look well on light and dark.
///
/// Every stretch's extremes are drawn as a band behind its line, so that no spike is lost.
public struct SVGChart {
  /// A curve with its name.
  public struct Series {
    var name: String
    var points: [PlotPoint]
    /// What the points are the mean of; of a single curve its own extremes.
    var band: [PlotPoint]
    /// The place of its colour in the palette.
    var color: Int

    /// Draws a curve.
    public init(name: String, points: [PlotPoint], band: [PlotPoint] = [], color: Int) {
      self.name = name
      self.points = points
      self.band = band.isEmpty ? points : band
      self.color = color
    }

    /// Draws a stored curve.
    ///
    /// - Parameters:
    ///   - name: What stands at its end.
    ///   - buckets: Its stretches.
    ///   - axis: What the x-axis counts: steps, epochs or time.
    ///   - smoothing: The weight of the past in 0..<1; 0 draws the values as they are.
    ///   - color: The place of its colour in the palette.
    public init(
      name: String, buckets: [MetricBucket], axis: PlotAxis = .step, smoothing: Double = 0,
      color: Int = 0
    ) {
      let curve = Curve(buckets, limit: 512)
      let points =
        smoothing > 0
        ? curve.smoothedPoints(on: axis, weight: smoothing) : curve.points(on: axis)
      self.init(name: name, points: points, color: color)
    }
  }

  /// What stands above it.
  public var title: String
  /// What the x-axis counts, in print.
  public var xTitle: String
  /// The curves, from back to front.
  public var series: [Series]
  /// What happened along the way.
  public var marks: [PlotMark] = []
  /// How x is printed.
  public var xFormat: AxisFormat
  /// How y is printed.
  public var yFormat: AxisFormat
  /// Pixels at the picture's own size.
  public var size = Size(width: 720, height: 320)

  /// Makes a chart of a metric.
  public init(metric: String, axis: PlotAxis, series: [Series], marks: [PlotMark] = []) {
    title = metric
    xTitle = axis.title
    self.series = series
    self.marks = marks
    xFormat = axis.format
    yFormat = metric.hasSuffix("accuracy") ? .percent : .number
  }

  /// The picture as a file of its own.
  public var document: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element(withStyle: true) + "\n"
  }

  /// The picture as part of a page that has ``SVGStyle/chart``.
  public var element: String { element(withStyle: false) }

  private func element(withStyle: Bool) -> String {
    let inside = SVGFrame(self)
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 \(size.width) \(size.height)" \
      width="\(size.width)" height="\(size.height)" role="img" aria-label="\(escaped(title)) by \
      \(escaped(xTitle))">
      """
    let style = withStyle ? "<style>\(SVGStyle.colors)\(SVGStyle.chart)</style>" : ""
    let ground = withStyle ? #"<rect class="ground" width="100%" height="100%"/>"# : ""
    guard let inside else {
      return head + style + ground
        + #"<text x="16" y="28" class="title">\#(escaped(title)): nothing to draw</text></svg>"#
    }
    return head + style + ground + inside.content + "</svg>"
  }
}

/// Scales and places of a chart with something to draw.
private struct SVGFrame {
  private let chart: SVGChart
  private let horizontal: Scale
  private let vertical: Scale
  private let left = 60.0
  private let right: Double
  private let top = 36.0
  private let bottom: Double

  init?(_ chart: SVGChart) {
    let points = chart.series.flatMap { $0.points + $0.band }
    let values = points.flatMap { [$0.low, $0.high, $0.mid] }.filter(\.isFinite)
    guard let first = points.map(\.x).min(), let last = points.map(\.x).max(),
      let low = values.min(), let high = values.max()
    else { return nil }
    self.chart = chart
    horizontal = Scale(.linear, over: first...last)
    vertical = Scale(.linear, over: low...high)
    let longest = chart.series.map(\.name.count).max() ?? 0
    right = Double(chart.size.width) - min(190, Double(longest) * 7 + 24)
    bottom = Double(chart.size.height) - 44
  }

  var content: String {
    ([title] + grid + marks + chart.series.flatMap(curve) + labels).joined(separator: "\n")
  }

  private func x(_ value: Double) -> Double? {
    horizontal.position(of: value).map { left + $0 * (right - left) }
  }

  private func y(_ value: Double) -> Double? {
    vertical.position(of: value).map { bottom - $0 * (bottom - top) }
  }

  private var title: String {
    let middle = decimal((left + right) / 2)
    return #"<text x="\#(decimal(left))" y="20" class="title">\#(escaped(chart.title))</text>"#
      + "\n"
      + #"<text x="\#(middle)" y="\#(decimal(bottom + 38))" class="tick middle">"#
      + "\(escaped(chart.xTitle))</text>"
  }

  private var grid: [String] {
    let rows = vertical.ticks(6, format: chart.yFormat).compactMap { tick -> String? in
      guard let y = y(tick.value) else { return nil }
      return #"<line x1="\#(decimal(left))" x2="\#(decimal(right))" y1="\#(decimal(y))" "#
        + #"y2="\#(decimal(y))" class="grid"/><text x="\#(decimal(left - 8))" "#
        + #"y="\#(decimal(y + 4))" class="tick end">\#(escaped(tick.label))</text>"#
    }
    let columns = horizontal.ticks(8, format: chart.xFormat).compactMap { tick -> String? in
      guard let x = x(tick.value) else { return nil }
      return #"<text x="\#(decimal(x))" y="\#(decimal(bottom + 18))" class="tick middle">"#
        + "\(escaped(tick.label))</text>"
    }
    let axis =
      #"<line x1="\#(decimal(left))" x2="\#(decimal(right))" y1="\#(decimal(bottom))" "#
      + #"y2="\#(decimal(bottom))" class="axis"/>"#
    return rows + [axis] + columns
  }

  private var marks: [String] {
    chart.marks.compactMap { mark in
      guard let share = horizontal.position(of: mark.x), (0...1).contains(share),
        let x = x(mark.x)
      else { return nil }
      return #"<line x1="\#(decimal(x))" x2="\#(decimal(x))" y1="\#(decimal(top))" "#
        + #"y2="\#(decimal(bottom))" class="mark"><title>\#(escaped(mark.said))</title></line>"#
        + #"<text x="\#(decimal(x))" y="\#(decimal(top - 4))" class="tick middle">"#
        + "\(mark.sign)</text>"
    }
  }

  private func curve(_ series: SVGChart.Series) -> [String] {
    // A value that is no number ends a line; what follows begins another.
    let bands = runs(series.band).filter { $0.contains { $0.high > $0.low } }.map { run in
      let edge =
        run.compactMap { pair($0.x, $0.high) } + run.reversed().compactMap { pair($0.x, $0.low) }
      return #"<path d="M\#(edge.joined(separator: "L"))Z" class="band b\#(series.color % 8)"/>"#
    }
    let lines = runs(series.points).map { run in
      let line = run.compactMap { pair($0.x, $0.mid) }
      let end = line.count == 1 ? "h0.01" : ""
      return
        #"<path d="M\#(line.joined(separator: "L"))\#(end)" class="line c\#(series.color % 8)">"#
        + "<title>\(escaped(series.name))</title></path>"
    }
    return bands + lines
  }

  private func runs(_ points: [PlotPoint]) -> [[PlotPoint]] {
    points.split { !$0.mid.isFinite }.map(Array.init)
  }

  private func pair(_ horizontal: Double, _ vertical: Double) -> String? {
    guard let x = x(horizontal), let y = y(vertical) else { return nil }
    return "\(decimal(x)) \(decimal(y))"
  }

  /// The names at the curves' ends, moved apart where they lie close.
  private var labels: [String] {
    let ends = chart.series.compactMap { series -> (series: SVGChart.Series, y: Double)? in
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
      return #"<text x="\#(decimal(right + 8))" y="\#(decimal(y + 4))" "#
        + #"class="name t\#(end.series.color % 8)">\#(escaped(end.series.name))</text>"#
    }
  }
}
