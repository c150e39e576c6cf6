public import ThawProtocol

/// How a comparison is shown, whichever sessions it is of.
public struct CompareChoices: Codable, Equatable, Sendable {
  /// The metric that is plotted.
  public var metric = MetricName.validationLoss
  /// What the x-axis counts.
  public var axis = PlotAxis.step
  /// The weight of the past in smoothed curves, in 0..<1.
  public var smoothing = 0.9
  /// Whether the y-axis is logarithmic.
  public var isLogarithmic = false
  /// The moment that x is counted from; nil for the sessions' beginnings.
  public var alignment: AlignmentMark?
  /// What makes groups that are shown as their means; nil for none.
  public var grouping: Grouping?

  /// Validation loss by step.
  public init() {}
}
