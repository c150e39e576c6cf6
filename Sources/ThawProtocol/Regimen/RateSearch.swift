import Foundation

/// What a range test of the learning rate found (Smith 2017, "Cyclical learning rates", arXiv 1506.01186).
public struct RateSearch: Codable, Equatable, Sendable {
  /// One step of the test.
  public struct Point: Codable, Equatable, Sendable {
    /// The learning rate it was taken at.
    public var rate: Double
    /// Its training loss.
    public var loss: Double
    /// The exponential mean of the losses up to it, with a bias correction; weight 0.98 as in fastai.
    public var smoothedLoss: Double

    /// Makes a point.
    public init(rate: Double, loss: Double, smoothedLoss: Double) {
      self.rate = rate
      self.loss = loss
      self.smoothedLoss = smoothedLoss
    }
  }

  /// The steps, by rising rate.
  public private(set) var points: [Point] = []
  /// Whether the loss left its best four times behind, or was no number, before the highest rate.
  public private(set) var hasDiverged = false
  private var sum = 0.0
  private var best = Double.infinity
  private static let weight = 0.98

  private enum CodingKeys: String, CodingKey {
    case points
    case hasDiverged
  }

  /// Starts a test.
  public init() {}

  /// The rates of a test: exponentially spaced, both ends included.
  public static func rates(from low: Double, to high: Double, count: Int) -> [Double] {
    (0..<count).map { low * pow(high / low, Double($0) / Double(max(count - 1, 1))) }
  }

  /// Takes the loss of a step; false where the test is over.
  public mutating func add(_ loss: Double, at rate: Double) -> Bool {
    guard loss.isFinite else {
      hasDiverged = true
      return false
    }
    sum = Self.weight * sum + (1 - Self.weight) * loss
    let smoothed = sum / (1 - pow(Self.weight, Double(points.count + 1)))
    points.append(Point(rate: rate, loss: loss, smoothedLoss: smoothed))
    best = min(best, smoothed)
    hasDiverged = smoothed > 4 * best
    return !hasDiverged
  }

  /// The rate to train with: fastai's rule, half-way down the longest descent of the smoothed loss.
  ///
  /// The first tenth of the steps and the last five are left out. Of the longest falling subsequence that ends at a point, the rate
  /// is that of the point in the middle of its second third. Nil where the loss never falls.
  public var suggestion: Double? {
    let kept = Array(points.dropFirst(points.count / 10).dropLast(5))
    guard kept.count > 1 else { return nil }
    var lengths = [Int](repeating: 1, count: kept.count)
    for end in kept.indices {
      for start in 0..<end where kept[end].smoothedLoss < kept[start].smoothedLoss {
        lengths[end] = max(lengths[end], lengths[start] + 1)
      }
    }
    guard let longest = lengths.max(), longest > 1, let end = lengths.firstIndex(of: longest) else {
      return nil
    }
    let start = max(0, end - longest)
    let third = Double(end - start) / 3
    return kept[start + Int(third) + Int(third / 2)].rate
  }
}
