public import ThawCanvas
public import ThawProtocol

/// A chart as a picture for pages and papers: SVG or pixels, in colours that look well on light and dark.
///
/// Every stretch's extremes are drawn as a band behind its line, so that no spike is lost.
public struct ChartPicture {
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
}
