extension LineChart {
  /// Ends the y axis at a value, if it would reach beyond; what lies above leaves the picture.
  public mutating func clip(above limit: Double) {
    let y = extent().y
    guard limit < y.upperBound, limit > y.lowerBound else { return }
    yRange = y.lowerBound...limit
  }

  /// What the axes span: the given ranges, or what the finite points in view need.
  func extent() -> (x: ClosedRange<Double>, y: ClosedRange<Double>) {
    let ends = series.flatMap { [$0.points.first?.x, $0.points.last?.x] }
    let x = xRange ?? spanned(ends.compactMap { $0 }) ?? 0...1
    if let yRange { return (x, yRange) }
    let inScale = series.filter(\.isInScale).compactMap { spanned($0, in: x) }
    let spans = inScale.isEmpty ? series.compactMap { spanned($0, in: x) } : inScale
    guard let low = spans.map(\.lowerBound).min(), let high = spans.map(\.upperBound).max() else {
      return (x, 0...1)
    }
    return (x, low...high)
  }

  private func spanned(_ series: PlotSeries, in range: ClosedRange<Double>) -> ClosedRange<Double>?
  {
    var low = Double.infinity
    var high = -Double.infinity
    let floor = yScale == .linear ? -Double.infinity : 0
    func take(_ value: Double) {
      guard value > floor, value < .infinity else { return }
      low = min(low, value)
      high = max(high, value)
    }
    for point in series.points[series.firstIndex(from: range.lowerBound)...] {
      if point.x > range.upperBound { break }
      // Most lie inside of what is spanned already.
      if point.low >= low, point.high <= high { continue }
      take(point.low)
      take(point.high)
      take(point.mid)
    }
    // A line that runs through the view has its height at the edges, too.
    if series.shape == .line {
      for edge in [range.lowerBound, range.upperBound] {
        series.interpolated(at: edge).map(take)
      }
    }
    return low <= high ? low...high : nil
  }

  private func spanned(_ values: [Double]) -> ClosedRange<Double>? {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return low...high
  }
}

extension PlotSeries {
  /// What the band between two points spans at a place; nil beyond the ends.
  func range(at x: Double) -> ClosedRange<Double>? {
    let after = firstIndex(from: x)
    guard after < points.count, after > 0 || points[0].x == x else { return nil }
    let (left, right) = (points[max(0, after - 1)], points[after])
    let share = right.x > left.x ? (x - left.x) / (right.x - left.x) : 1
    let low = left.low * (1 - share) + right.low * share
    let high = left.high * (1 - share) + right.high * share
    return low <= high ? low...high : nil
  }

  /// The height of the line between two points; nil beyond the ends.
  func interpolated(at x: Double) -> Double? {
    let after = firstIndex(from: x)
    guard after > 0, after < points.count else { return nil }
    let (left, right) = (points[after - 1], points[after])
    let share = (x - left.x) / (right.x - left.x)
    return left.mid * (1 - share) + right.mid * share
  }
}
