/// One value of a metric.
public struct MetricPoint: Equatable, Sendable {
  /// Optimizer steps completed.
  public var step: Int
  /// Passes over the training split completed, as a fraction.
  public var epoch: Double
  /// Seconds since the session began.
  public var time: Double
  /// The value; may be NaN or infinite.
  public var value: Double

  /// Makes a point.
  public init(step: Int, epoch: Double, time: Double, value: Double) {
    self.step = step
    self.epoch = epoch
    self.time = time
    self.value = value
  }
}
