/// What distinguishes two or more sessions: results against a baseline, what was done and set, and what it cost.
public struct Comparison: Encodable, Equatable, Sendable {
  /// One session's value of a metric, and how far it is from the baseline's.
  public struct Cell: Encodable, Equatable, Sendable {
    /// The newest value, or nil where the session did not log the metric.
    public var last: Double?
    /// The best value by the metric's direction.
    public var best: Double?
    /// `last` minus the baseline's.
    public var lastDifference: Double?
    /// `best` minus the baseline's.
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

  /// The sessions' names in order.
  public var sessions: [String]
  /// The place of the session that the others are measured against.
  public var baseline: Int
  /// All metrics that any session logged, by name; rows' metrics left out.
  public var metrics: [MetricLine]
  /// The recipe keys that differ, by name.
  public var differences: [RecipeLine]
  /// The rows that were not frozen at the same steps everywhere.
  public var freezing: [FreezeLine]
  /// What it cost to reach a value, for metrics of a measured split that two sessions or more logged.
  public var targets: [TargetLine] = []
  /// How far each row moved from the weights it started from, newest values; rows without any left out.
  public var drift: [DriftLine] = []
  /// Operations that each session's training spent, by ``SpentWork``; nil where that is not known.
  public var operations: [Double?] = []
  /// The sessions that share their first steps with another.
  public var forks: [Fork] = []
  /// Where each session's steps are counted from; nil for their beginnings.
  public var alignment: AlignmentLine?
  /// The groups that were asked for, those of single sessions too.
  public var groups: [Group] = []
  /// Each session's strip.
  public var timelines: [Timeline]
  /// How far results lie apart where only the seed differs; nil with fewer than three such sessions.
  public var noise: SeedNoise?

  /// Compares sessions without their curves: targets, drift, operations, forks, groups and noise stay empty.
  ///
  /// - Parameters:
  ///   - sessions: Two or more.
  ///   - baseline: The place of the one that differences are counted from.
  public init(of sessions: [SessionDetail], baseline: Int = 0) {
    self.sessions = sessions.map(\.summary.name)
    self.baseline = baseline
    let names = Set(sessions.flatMap(\.summary.metrics.keys)).sorted()
    metrics = names.map { name in
      let found = sessions.map { $0.summary.metrics[name] }
      let baseline = found.indices.contains(baseline) ? found[baseline] : nil
      let cells = found.map { summary in
        Cell(
          last: summary?.last, best: summary?.best,
          lastDifference: difference(summary?.last, baseline?.last),
          bestDifference: difference(summary?.best, baseline?.best))
      }
      return MetricLine(metric: name, cells: cells)
    }
    // What a session is called is no setting of its training.
    let keys = Set(sessions.flatMap(\.recipe.keys)).subtracting(["name"]).sorted()
    differences = keys.compactMap { key in
      let values = sessions.map { $0.recipe[key] }
      return Set(values).count > 1 ? RecipeLine(key: key, values: values) : nil
    }
    timelines = sessions.map(Timeline.init)
    freezing = Self.freezing(sessions.map(FreezeTimeline.init))
  }
}

private func difference(_ value: Double?, _ baseline: Double?) -> Double? {
  guard let value, let baseline else { return nil }
  return value - baseline
}
