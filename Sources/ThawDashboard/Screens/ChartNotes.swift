import ThawCanvas
import ThawProtocol

/// What a chart says in words because it can't be drawn: values that are no numbers, or far above.
struct ChartNotes {
  /// Values in view that are NaN or infinite.
  let nonFinite: Int
  /// What is left out above, where that is wanted.
  let outliers: Outliers?
  /// Whether a point in view stands for several values, so that more than the counted ones may be above.
  private let isFolded: Bool

  /// Looks at the curves of a chart between two places.
  init(
    _ curves: [Curve], on axis: PlotAxis, in view: ClosedRange<Double>, scale: Scale.Kind,
    isClipping: Bool
  ) {
    var (highs, lost, folded) = ([Double](), 0, false)
    for curve in curves {
      for bucket in curve.buckets where view.contains(curve.place(of: bucket, on: axis)) {
        lost += bucket.nonFinite
        guard isClipping, !bucket.isEmpty else { continue }
        highs.append(bucket.maximum)
        folded = folded || bucket.count > 1
      }
    }
    nonFinite = lost
    outliers = isClipping ? Outliers(in: highs, scale: scale) : nil
    isFolded = folded
  }

  func spans(_ glyphs: Glyphs) -> [Span] {
    var spans: [Span] = []
    if nonFinite > 0 {
      spans.append(Span("\(glyphs.nonFinite) \(grouped(nonFinite)) not finite", .error))
    }
    if let outliers {
      let points = outliers.count == 1 ? "point" : "points"
      let least = isFolded ? "at least " : ""
      spans.append(
        Span("\(glyphs.up) \(least)\(grouped(outliers.count)) \(points) above", .warning))
    }
    return spans
  }
}
