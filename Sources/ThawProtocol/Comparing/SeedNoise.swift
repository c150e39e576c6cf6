/// How far results lie apart where only the seed differs, and which differences exceed that.
///
/// The groups are those of ``Grouping/seeds``. Groups of three or more tell the noise of a metric: `s` is the pooled sample
/// standard deviation of their best values, with `ν = Σ(nᵢ − 1)` degrees of freedom. A group's mean exceeds
/// the noise where it differs from the mean of the baseline's group by more than
///
///     t(0.975, ν) · s · √(1/n + 1/m)
///
/// for groups of n and m sessions, t being Student's: what less than one in twenty pairs of equal
/// groups would show by chance.
public struct SeedNoise: Encodable, Equatable, Sendable {
  /// Sessions of which only the seeds differ.
  public struct Group: Encodable, Equatable, Sendable {
    /// Their places among the compared sessions.
    public var sessions: [Int]
  }

  /// A group's results of a metric against those of the baseline's group.
  public struct Verdict: Encodable, Equatable, Sendable {
    /// The mean of its best values.
    public var mean: Double
    /// Their sample standard deviation; nil for fewer than two.
    public var deviation: Double?
    /// The mean less the mean of the baseline's group.
    public var difference: Double
    /// The difference that chance may make.
    public var threshold: Double
    /// Whether the difference is greater than that; nil for the baseline's own group.
    public var exceeds: Bool?
  }

  /// A metric's noise.
  public struct MetricLine: Encodable, Equatable, Sendable {
    /// The metric's name.
    public var metric: String
    /// The pooled sample standard deviation.
    public var deviation: Double
    /// A verdict for each group; nil where a session of it has no best value.
    public var verdicts: [Verdict?]
  }

  /// All groups, those of single sessions too.
  public var groups: [Group]
  /// The metrics with a better and a worse, by name.
  public var metrics: [MetricLine]

  /// Groups sessions; nil where no group has three.
  public init?(_ sessions: [SessionDetail], baseline: Int) {
    let groups = Grouping.seeds.groups(sessions)
    guard groups.contains(where: { $0.count >= 3 }) else { return nil }
    self.groups = groups.map { Group(sessions: $0) }
    let names = Set(sessions.flatMap(\.summary.metrics.keys)).sorted()
    metrics = []
    metrics = names.compactMap { name in
      line(of: name, sessions.map { $0.summary.metrics[name]?.best }, baseline: baseline)
    }
  }

  /// What a metric's results of the group of a session come to; nil where that is not known.
  public func verdict(of metric: String, session: Int) -> Verdict? {
    guard let line = metrics.first(where: { $0.metric == metric }),
      let group = groups.firstIndex(where: { $0.sessions.contains(session) })
    else { return nil }
    return line.verdicts[group]
  }

  private func line(of metric: String, _ bests: [Double?], baseline: Int) -> MetricLine? {
    let samples = groups.map { group in
      let values = group.sessions.compactMap { bests[$0] }
      return values.count == group.sessions.count ? SessionArrangement.Spread(values) : nil
    }
    let telling = samples.compactMap(\.self).filter { $0.count >= 3 }
    let freedom = telling.reduce(0) { $0 + $1.count - 1 }
    guard freedom > 0 else { return nil }
    let squares = telling.reduce(0) { $0 + $1.squares }
    let deviation = (squares / Double(freedom)).squareRoot()
    guard let own = groups.firstIndex(where: { $0.sessions.contains(baseline) }),
      let reference = samples[own]
    else { return nil }
    let verdicts = samples.enumerated().map { place, sample -> Verdict? in
      guard let sample else { return nil }
      let spread = (1 / Double(sample.count) + 1 / Double(reference.count)).squareRoot()
      let threshold = studentQuantile(freedom) * deviation * spread
      let difference = sample.mean - reference.mean
      return Verdict(
        mean: sample.mean, deviation: sample.deviation, difference: difference,
        threshold: threshold, exceeds: place == own ? nil : abs(difference) > threshold)
    }
    return MetricLine(metric: metric, deviation: deviation, verdicts: verdicts)
  }
}

/// The 0.975 quantile of Student's t for so many degrees of freedom, to 1e-3 up to 30, then to 1e-2.
func studentQuantile(_ freedom: Int) -> Double {
  let table = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042,
  ]
  guard freedom > table.count else { return table[max(freedom, 1) - 1] }
  return 1.960 + 2.4 / Double(freedom)
}
