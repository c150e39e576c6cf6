/// A session as its store holds it: what it is, and all its curves at a bounded resolution.
public struct SessionHistory: Equatable, Sendable {
  /// Its state, rows, journal, checkpoints and recipe.
  public var detail: SessionDetail
  /// The stretches of each metric's curve, rows' metrics included; a few thousand are plenty.
  public var curves: [String: [MetricBucket]]
  /// What was logged and later taken back, a branch each, by metric; rows' metrics left out.
  public var abandoned: [String: [[MetricBucket]]]

  /// How its engine ended; nil unless it died or failed.
  public var ending: EngineEnding?

  /// Describes a stored session.
  public init(
    detail: SessionDetail, curves: [String: [MetricBucket]],
    abandoned: [String: [[MetricBucket]]] = [:], ending: EngineEnding? = nil
  ) {
    self.ending = ending
    self.detail = detail
    self.curves = curves
    self.abandoned = abandoned
  }
}

extension SessionDetail {
  /// How many samples a step trains, by the recipe; nil where it does not say.
  public var samplesPerStep: Double? { recipe["run.batch"].flatMap(Double.init) }
}
