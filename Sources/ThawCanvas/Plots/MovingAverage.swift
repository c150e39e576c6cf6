import Foundation

/// An exponential moving average over the x axis, taken value by value.
///
/// Each average is the mean of all values before it, weighted by `weight` to the power of how many units of
/// x they lie back, so it doesn't depend on how densely a curve was sampled. It is corrected for its start,
/// and values that are not finite have no weight. A longer curve has the same beginning, whatever follows.
public struct MovingAverage: Equatable, Sendable {
  private let decay: Double
  private var sum = 0.0
  private var mass = 0.0
  private var last: Double?
  // Most curves have one distance between their points.
  private var distance = 0.0
  private var share = 1.0

  /// Begins an average.
  ///
  /// - Parameters:
  ///   - weight: What a value keeps of its weight over one unit of x, between 0 and 1.
  ///   - unit: How much of x makes one unit, above 0: 1 for steps.
  public init(weight: Double, unit: Double = 1) { decay = log(weight) / unit }

  /// Takes the next value, at an x that is not before the last one's, and gives the average there; NaN before the first
  /// finite value.
  public mutating func take(_ value: Double, at x: Double) -> Double {
    if let last {
      if x - last != distance {
        distance = x - last
        share = exp(decay * max(0, distance))
      }
      sum *= share
      mass *= share
    }
    last = x
    if value.isFinite {
      sum += value
      mass += 1
    }
    return mass > 0 ? sum / mass : .nan
  }
}
