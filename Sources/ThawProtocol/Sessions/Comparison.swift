/// What distinguishes two or more sessions: results against the first, and recipe keys that differ.
public struct Comparison: Encodable, Equatable, Sendable {
  /// One session's value of a metric, and how far it is from the first session's.
  public struct Cell: Encodable, Equatable, Sendable {
    /// The newest value, or nil where the session did not log the metric.
    public var last: Double?
    /// The best value by the metric's direction.
    public var best: Double?
    /// `last` minus the first session's.
    public var lastDifference: Double?
    /// `best` minus the first session's.
    public var bestDifference: Double?

    private enum CodingKeys: String, CodingKey {
      case last
      case best
      case lastDifference = "last_difference"
      case bestDifference = "best_difference"
    }
  }

  /// A metric with a cell for each session.
  public struct MetricLine: Encodable, Equatable, Sendable {
    /// The metric's name.
    public var metric: String
    /// A cell for each session, in their order.
    public var cells: [Cell]
  }

  /// A recipe key whose value is not the same everywhere.
  public struct RecipeLine: Encodable, Equatable, Sendable {
    /// The dotted key.
    public var key: String
    /// The value in each session, or nil where it is not set.
    public var values: [String?]
  }

  /// The sessions' names, the first being the baseline.
  public var sessions: [String]
  /// All metrics that any session logged, by name; rows' metrics left out.
  public var metrics: [MetricLine]
  /// The recipe keys that differ, by name.
  public var differences: [RecipeLine]

  /// Compares sessions with the first of them.
  public init(of sessions: [SessionDetail]) {
    self.sessions = sessions.map(\.summary.name)
    let names = Set(sessions.flatMap(\.summary.metrics.keys)).sorted()
    metrics = names.map { name in
      let found = sessions.map { $0.summary.metrics[name] }
      let baseline = found.first ?? nil
      let cells = found.map { summary in
        Cell(
          last: summary?.last, best: summary?.best,
          lastDifference: difference(summary?.last, baseline?.last),
          bestDifference: difference(summary?.best, baseline?.best))
      }
      return MetricLine(metric: name, cells: cells)
    }
    let keys = Set(sessions.flatMap(\.recipe.keys)).sorted()
    differences = keys.compactMap { key in
      let values = sessions.map { $0.recipe[key] }
      return Set(values).count > 1 ? RecipeLine(key: key, values: values) : nil
    }
  }
}

private func difference(_ value: Double?, _ baseline: Double?) -> Double? {
  guard let value, let baseline else { return nil }
  return value - baseline
}
