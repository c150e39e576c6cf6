import ThawCanvas
import ThawProtocol

extension Curve {
  /// A stretch's place on an axis.
  func place(of bucket: MetricBucket, on axis: PlotAxis) -> Double {
    switch axis {
    case .step: Double(bucket.step)
    case .epoch: bucket.epoch
    case .time: bucket.time
    case .samples: Double(bucket.step) * (samplesPerStep ?? 1)
    case .flops: work?.operations(after: bucket.step) ?? Double(bucket.step)
    }
  }

  /// Its points on an axis.
  func points(on axis: PlotAxis) -> [PlotPoint] {
    buckets.map { bucket in
      PlotPoint(
        x: place(of: bucket, on: axis), low: bucket.minimum, high: bucket.maximum, mid: bucket.mean,
        isNonFinite: bucket.nonFinite > 0)
    }
  }

  /// Where a step lies on an axis, between the stretches that were logged around it.
  func place(ofStep step: Int, on axis: PlotAxis) -> Double? {
    if axis == .step { return Double(step) }
    if axis == .samples { return Double(step) * (samplesPerStep ?? 1) }
    if axis == .flops { return work?.operations(after: step) ?? Double(step) }
    guard let first = buckets.first, let last = buckets.last else { return nil }
    let after = buckets.partitionIndex { $0.step >= step }
    guard after < buckets.count else { return place(of: last, on: axis) }
    guard after > 0 else { return place(of: first, on: axis) }
    let (left, right) = (buckets[after - 1], buckets[after])
    let share = Double(step - left.step) / Double(right.step - left.step)
    let (start, end) = (place(of: left, on: axis), place(of: right, on: axis))
    return start + share * (end - start)
  }

  /// Where a step that may lie beyond the newest will be on an axis, at the pace of the steps so far.
  func place(ofFutureStep step: Int, on axis: PlotAxis) -> Double? {
    guard let first = buckets.first, let last = buckets.last, step > last.lastStep,
      axis == .epoch || axis == .time
    else { return place(ofStep: step, on: axis) }
    guard last.step > first.step else { return nil }
    let (start, end) = (place(of: first, on: axis), place(of: last, on: axis))
    return end + (end - start) / Double(last.step - first.step) * Double(step - last.step)
  }

  /// The step whose stretch lies nearest to a place on an axis; nil for an empty curve.
  func step(nearest place: Double, on axis: PlotAxis) -> Int? {
    guard let first = buckets.first, let last = buckets.last else { return nil }
    guard axis != .step else {
      return min(max(Int(exactly: place.rounded()) ?? last.lastStep, first.step), last.lastStep)
    }
    let after = buckets.partitionIndex { self.place(of: $0, on: axis) >= place }
    let nearest = [after - 1, after].filter(buckets.indices.contains).min { left, right in
      abs(self.place(of: buckets[left], on: axis) - place)
        < abs(self.place(of: buckets[right], on: axis) - place)
    }
    return nearest.map { buckets[$0].step }
  }

  /// The index of the stretch that holds a step, or of the last before it; nil before the first.
  func index(ofStep step: Int) -> Int? {
    let after = buckets.partitionIndex { $0.step > step }
    return after > 0 ? after - 1 : nil
  }

  /// What its stretches span on an axis; nil for an empty curve.
  func span(on axis: PlotAxis) -> ClosedRange<Double>? {
    guard let first = buckets.first, let last = buckets.last else { return nil }
    let (low, high) = (place(of: first, on: axis), place(of: last, on: axis))
    return low.isFinite && high.isFinite ? low...max(low, high) : nil
  }
}

extension PlotAxis {
  var format: AxisFormat {
    switch self {
    case .step, .samples: .count
    case .epoch, .flops: .number
    case .time: .duration
    }
  }
}

extension PlotState {
  /// The part of a range that the zoom shows.
  ///
  /// While a run grows and is followed, the axis reaches up to an eighth beyond the newest place, and
  /// moves on only once that is full: a step then changes a few cells, not every curve.
  func view(of whole: ClosedRange<Double>, isGrowing: Bool = false) -> ClosedRange<Double> {
    let span = whole.upperBound - whole.lowerBound
    let low = whole.lowerBound + window.lowerBound * span
    let view = low...max(low, whole.lowerBound + window.upperBound * span)
    let width = view.upperBound - view.lowerBound
    guard isGrowing, isFollowing, width > 0, width.isFinite else { return view }
    let stride = width.binade / 8
    return (view.lowerBound / stride).rounded(.down) * stride...(view.upperBound / stride).rounded(
      .up) * stride
  }
}

/// What all series together span on the x-axis; nil without a point.
func span(of series: [PlotSeries]) -> ClosedRange<Double>? {
  let ends = series.flatMap { [$0.points.first?.x, $0.points.last?.x] }.compactMap(\.self)
    .filter(\.isFinite)
  guard let low = ends.min(), let high = ends.max() else { return nil }
  return low...high
}
