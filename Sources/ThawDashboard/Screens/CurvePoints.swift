import ThawCanvas
import ThawProtocol

extension MetricBucket {
  /// Its place on an axis.
  func place(on axis: PlotAxis) -> Double {
    switch axis {
    case .step: Double(step)
    case .epoch: epoch
    case .time: time
    }
  }
}

extension Curve {
  /// Its points on an axis.
  func points(on axis: PlotAxis) -> [PlotPoint] {
    buckets.map { bucket in
      PlotPoint(
        x: bucket.place(on: axis), low: bucket.minimum, high: bucket.maximum, mid: bucket.mean,
        isNonFinite: bucket.nonFinite > 0)
    }
  }

  /// Its points smoothed over steps, whatever the axis.
  func smoothedPoints(on axis: PlotAxis, weight: Double) -> [PlotPoint] {
    zip(smoothed(points(on: .step), weight: weight), buckets).map { point, bucket in
      var point = point
      point.x = bucket.place(on: axis)
      return point
    }
  }

  /// Where a step lies on an axis, between the stretches that were logged around it.
  func place(ofStep step: Int, on axis: PlotAxis) -> Double? {
    if axis == .step { return Double(step) }
    guard let first = buckets.first, let last = buckets.last else { return nil }
    guard let after = buckets.firstIndex(where: { $0.step >= step }) else {
      return last.place(on: axis)
    }
    guard after > 0 else { return first.place(on: axis) }
    let (left, right) = (buckets[after - 1], buckets[after])
    let share = Double(step - left.step) / Double(right.step - left.step)
    return left.place(on: axis) + share * (right.place(on: axis) - left.place(on: axis))
  }
}

extension PlotAxis {
  var format: AxisFormat {
    switch self {
    case .step: .count
    case .epoch: .number
    case .time: .duration
    }
  }
}

extension PlotState {
  /// The part of a range that the zoom shows.
  func view(of whole: ClosedRange<Double>) -> ClosedRange<Double> {
    let span = whole.upperBound - whole.lowerBound
    let low = whole.lowerBound + window.lowerBound * span
    return low...max(low, whole.lowerBound + window.upperBound * span)
  }
}

/// What all series together span on the x-axis; nil without a point.
func span(of series: [PlotSeries]) -> ClosedRange<Double>? {
  let ends = series.flatMap { [$0.points.first?.x, $0.points.last?.x] }.compactMap(\.self)
  guard let low = ends.min(), let high = ends.max() else { return nil }
  return low...high
}
