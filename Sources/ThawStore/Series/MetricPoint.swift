import ThawProtocol

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

extension MetricBucket {
  /// A fold of points in order; nil for none.
  init?(folding points: some Collection<MetricPoint>) {
    guard let first = points.first else { return nil }
    self.init(step: first.step, epoch: first.epoch, time: first.time, value: .nan)
    var sum = 0.0
    var finite = 0
    count = 0
    for point in points {
      count += 1
      lastStep = point.step
      guard point.value.isFinite else { continue }
      minimum = finite == 0 ? point.value : min(minimum, point.value)
      maximum = finite == 0 ? point.value : max(maximum, point.value)
      sum += point.value
      finite += 1
    }
    nonFinite = count - finite
    if finite > 0 { mean = meanOf(sum, finite, points) }
  }

  /// The mean; values near the greatest double would overflow their sum.
  private func meanOf(
    _ sum: Double, _ finite: Int, _ points: some Collection<MetricPoint>
  )
    -> Double
  {
    guard !sum.isFinite else { return sum / Double(finite) }
    return points.reduce(0) { $1.value.isFinite ? $0 + $1.value / Double(finite) : $0 }
  }
}
