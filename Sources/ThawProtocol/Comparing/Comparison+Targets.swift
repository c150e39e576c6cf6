import Foundation

extension Comparison {
  /// Where a session first reached a value, and what it had cost by then; where a curve is folded, at the latest.
  public struct Reach: Encodable, Equatable, Sendable {
    /// Steps completed.
    public var step: Int
    /// Passes over the training split.
    public var epoch: Double
    /// Seconds since the session began, evaluations and pauses included.
    public var time: Double
    /// Samples trained; nil where the batch size is not known.
    public var samples: Double?
    /// Floating-point operations of its training, by ``SpentWork``; nil where that is not known.
    public var operations: Double?
    /// The baseline's time over this session's: 3.1 for 3.1 times sooner; nil where either is not there,
    /// or took no time, as in files that tell none.
    public var sooner: Double?
  }

  /// What it cost each session to reach a value of a metric.
  public struct TargetLine: Encodable, Equatable, Sendable {
    /// The metric's name.
    public var metric: String
    /// The value to reach: at least, or at most where less is better.
    public var target: Double
    /// Where each session reached it; nil where it never did.
    public var reaches: [Reach?]
  }

  /// The value of a metric that is worth asking for where none was given: the best that the
  /// baseline and another session both reached, with two digits, rounded to what is easier.
  ///
  /// Nil for metrics without a better and a worse, and where fewer than two sessions logged one.
  public static func target(
    of metric: String, in histories: [SessionHistory], baseline: Int
  ) -> Double? {
    let direction = MetricDefinition(named: metric).direction
    let bests = histories.map { $0.detail.summary.metrics[metric]?.best }
    guard direction != .neutral, bests.indices.contains(baseline), let own = bests[baseline] else {
      return nil
    }
    let others = bests.enumerated().filter { $0.offset != baseline }.compactMap(\.element)
    guard let other = direction == .higherIsBetter ? others.max() : others.min() else { return nil }
    let isHigher = direction == .higherIsBetter
    return rounded(isHigher ? min(own, other) : max(own, other), up: !isHigher)
  }

  /// Whether it means something that a metric reaches a value: a single batch's reaches any by luck.
  public static func canBeReached(_ metric: String) -> Bool { !metric.hasPrefix("train/") }

  static func targets(
    of histories: [SessionHistory], baseline: Int, wanted: [String: Double]
  ) -> [TargetLine] {
    let logged = Set(histories.flatMap(\.detail.summary.metrics.keys))
    return logged.filter(canBeReached).sorted().compactMap { metric in
      let usual = target(of: metric, in: histories, baseline: baseline)
      guard let target = wanted[metric] ?? usual else { return nil }
      var reaches = histories.map { reach(target, of: metric, in: $0) }
      let reference = reaches.indices.contains(baseline) ? reaches[baseline]?.time : nil
      for index in reaches.indices {
        guard let reference, reference > 0, let time = reaches[index]?.time, time > 0 else {
          continue
        }
        reaches[index]?.sooner = reference / time
      }
      return TargetLine(metric: metric, target: target, reaches: reaches)
    }
  }

  private static func reach(
    _ target: Double, of metric: String, in history: SessionHistory
  ) -> Reach? {
    let isHigher = MetricDefinition(named: metric).direction == .higherIsBetter
    guard let curve = history.curves[metric],
      let place = curve.firstIndex(where: { bucket in
        isHigher ? bucket.maximum >= target : bucket.minimum <= target
      })
    else { return nil }
    let found = curve[place]
    // A stretch of several points tells that it was reached within: by its end, before the next.
    let end = found.count > 1 && place + 1 < curve.count ? curve[place + 1] : found
    let step = found.lastStep
    return Reach(
      step: step, epoch: end.epoch, time: end.time,
      samples: history.detail.samplesPerStep.map { $0 * Double(step) },
      operations: SpentWork(history.detail)?.operations(after: step))
  }

  /// With two significant digits.
  private static func rounded(_ value: Double, up: Bool) -> Double {
    guard value != 0, value.isFinite else { return value }
    let unit = pow(10, log10(abs(value)).rounded(.down) - 1)
    let whole = value / unit
    // What has two digits already stays, whatever the last bit says.
    let near = whole.rounded()
    let count = abs(whole - near) < 1e-9 ? near : whole.rounded(up ? .up : .down)
    // Dividing by a whole power gives 0.29, where multiplying gives 0.29000000000000004.
    return unit < 1 ? count / (1 / unit).rounded() : count * unit
  }
}
