import Foundation

/// Smooths a curve by an exponential moving average over the x axis.
///
/// Each value is the mean of all before it, weighted by `weight` to the power of how many units of
/// x they lie back, so it doesn't depend on how densely a curve was sampled. The average is
/// corrected for its start, and values that are not finite have no weight. A longer curve has the
/// same beginning, whatever follows.
///
/// - Parameters:
///   - points: By ascending x.
///   - weight: What a value keeps of its weight over one unit of x, in 0..<1; 0 changes nothing.
///   - unit: How much of x makes one unit, above 0: 1 for steps.
/// - Returns: One point for each, with the average as its `low`, `high` and `mid`; NaN before the
///   first finite value.
public func smoothed(_ points: [PlotPoint], weight: Double, unit: Double = 1) -> [PlotPoint] {
  guard weight > 0, weight < 1, unit > 0 else {
    return points.map { PlotPoint(x: $0.x, low: $0.mid, high: $0.mid, mid: $0.mid) }
  }
  let decay = log(weight) / unit
  var sum = 0.0
  var mass = 0.0
  var last: Double?
  // Most curves have one distance between their points.
  var (distance, share) = (0.0, 1.0)
  return points.map { point in
    if let last, point.x - last != distance {
      distance = point.x - last
      share = exp(decay * max(0, distance))
    }
    let kept = last == nil ? 0 : share
    last = point.x
    sum *= kept
    mass *= kept
    if point.mid.isFinite {
      sum += point.mid
      mass += 1
    }
    let mean = mass > 0 ? sum / mass : .nan
    return PlotPoint(x: point.x, low: mean, high: mean, mid: mean)
  }
}
