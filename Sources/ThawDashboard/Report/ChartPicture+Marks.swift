public import ThawCanvas
public import ThawProtocol

extension ChartPicture {
  /// The marks that the screen has too, of what was done to a run and not undone.
  ///
  /// - Parameters:
  ///   - journal: What was done.
  ///   - buckets: The stretches of a curve of the run, which say where a step lies.
  ///   - axis: What the x-axis counts.
  /// - Returns: The marks, each at its place on the axis.
  public static func marks(
    of journal: [JournalEntry], along buckets: [MetricBucket], on axis: PlotAxis
  ) -> [PlotMark] {
    let curve = Curve(buckets, limit: 512)
    return plotMarks(journal: journal) { curve.place(ofStep: $0, on: axis) }
  }

  /// Two metrics that measure different things, so that no y-axis shows both; nil where there are none.
  ///
  /// Metrics of other tools whose names do not tell what they measure go with any.
  public static func unlike(_ metrics: [String]) -> (String, String)? {
    let known = metrics.compactMap { name in quantity(of: name).map { (name, $0) } }
    guard let first = known.first, let other = known.first(where: { $0.1 != first.1 }) else {
      return nil
    }
    return (first.0, other.0)
  }

  private static func quantity(of metric: String) -> String? {
    switch MetricDefinition(named: metric).direction {
    case .lowerIsBetter: return "loss"
    case .higherIsBetter: return "accuracy"
    case .neutral:
      let isOurs = ["train/", "val/", "row/"].contains { metric.hasPrefix($0) }
      return isOurs ? metric.split(separator: "/").last.map(String.init) : nil
    }
  }
}
