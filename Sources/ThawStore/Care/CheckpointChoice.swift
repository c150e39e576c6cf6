public import ThawProtocol

/// Which of a session's checkpoints is meant.
public enum CheckpointChoice: Equatable, Sendable {
  case newest
  /// The one with the best validation accuracy measured up to it; without any, the least validation loss.
  case best
  /// The one after so many steps.
  case step(Int)

  /// Reads `newest`, `best`, or a step; nil for anything else.
  public init?(_ text: String) {
    switch text {
    case "newest": self = .newest
    case "best": self = .best
    default:
      guard let step = Int(text), step >= 0 else { return nil }
      self = .step(step)
    }
  }
}

extension SessionReader {
  /// The checkpoint that is meant, which is on the disk.
  ///
  /// - Throws: ``StoreError``; ``StoreError/noCheckpoint(session:_:kept:)`` where there is none.
  public func checkpoint(_ choice: CheckpointChoice) throws(StoreError) -> CheckpointInfo {
    let kept = try checkpoints()
    let found =
      switch choice {
      case .newest: kept.last
      case .best: try best(of: kept)
      case .step(let step): kept.last { $0.step == step }
      }
    guard let found else {
      throw .noCheckpoint(session: folder.name, choice, kept: kept.map(\.step))
    }
    return found
  }

  /// What a session measured up to a checkpoint, and the best that it measured at all.
  public struct Standing: Equatable, Sendable {
    /// What tells it.
    public var metric: String
    /// The last value up to the checkpoint, and the best of the session.
    public var measured, best: MetricPoint
  }

  /// By validation accuracy, or else validation loss; nil where neither was measured by then.
  ///
  /// - Throws: ``StoreError``.
  public func standing(of checkpoint: CheckpointInfo) throws(StoreError) -> Standing? {
    for metric in MetricName.telling {
      let points = try points(of: metric).filter { $0.value.isFinite }
      guard let measured = points.last(where: { $0.step <= checkpoint.step }) else { continue }
      let isHigher = MetricDefinition(named: metric).direction == .higherIsBetter
      let best = points.reduce(measured) { best, point in
        (isHigher ? point.value > best.value : point.value < best.value) ? point : best
      }
      return Standing(metric: metric, measured: measured, best: best)
    }
    return nil
  }

  private func best(of kept: [CheckpointInfo]) throws(StoreError) -> CheckpointInfo? {
    for metric in MetricName.telling {
      var rule = CheckpointRule()
      rule.best = 1
      let lines =
        CheckpointPruning(kept, points: try points(of: metric), of: metric, rule: rule).lines
      if let line = lines.first(where: { $0.reasons.contains("best") }) { return line.checkpoint }
    }
    return nil
  }
}

extension MetricName {
  /// What tells the better of two checkpoints: the first of these that was measured.
  static var telling: [String] { [validationAccuracy, validationLoss] }
}
