import ThawCanvas
import ThawProtocol

/// The moving average of a curve's means over its steps, kept while the curve grows.
struct CurveAverage: Equatable {
  /// The weight of the past over one stretch, in 0..<1; 0 keeps no average.
  ///
  /// Not over one step: over a hundred, folded into one stretch or logged so far apart, hardly any would be left.
  let weight: Double
  /// The average at each stretch; empty without weight.
  private(set) var means: [Double] = []
  /// What the last one was taken from: all stretches but the last, which may still grow.
  private var before: MovingAverage

  /// Averages these stretches.
  init(of buckets: [MetricBucket] = [], weight: Double = 0) {
    self.weight = weight
    // The first two say how far apart values come.
    let stretch = buckets.count > 1 ? buckets[1].step - buckets[0].step : 1
    var average = MovingAverage(weight: weight, unit: Double(max(1, stretch)))
    before = average
    guard weight > 0 else { return }
    means.reserveCapacity(buckets.count)
    for bucket in buckets {
      before = average
      means.append(average.take(bucket.mean, at: Double(bucket.step)))
    }
  }

  /// Takes in that the last stretch grew, or is new.
  mutating func follow(_ buckets: [MetricBucket]) {
    guard weight > 0, let last = buckets.last else { return }
    guard buckets.count > 2 else {
      self = CurveAverage(of: buckets, weight: weight)
      return
    }
    if means.count < buckets.count {
      let previous = buckets[buckets.count - 2]
      _ = before.take(previous.mean, at: Double(previous.step))
    } else {
      means.removeLast()
    }
    var average = before
    means.append(average.take(last.mean, at: Double(last.step)))
  }
}

extension Curve {
  /// With fewer stretches a curve is drawn as it is: there is no trend in it that noise could hide.
  private static let fewest = 24

  /// Whether its average is drawn before its values.
  var isSmoothed: Bool { smoothing > 0 && buckets.count >= Self.fewest }

  /// Its points averaged over steps, whatever the axis; the means themselves where the weight is 0.
  func smoothedPoints(on axis: PlotAxis, weight: Double) -> [PlotPoint] {
    let average = weight == smoothing ? average : CurveAverage(of: buckets, weight: weight)
    let means = weight > 0 ? average.means : buckets.map(\.mean)
    return buckets.indices.map { index in
      let mean = means[index]
      return PlotPoint(x: place(of: buckets[index], on: axis), low: mean, high: mean, mid: mean)
    }
  }
}
