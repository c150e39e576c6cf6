/// What lies far above the rest of a chart.
public struct Outliers: Equatable, Sendable {
  /// The largest value that is none.
  public let limit: Double
  /// How many points lie above it; a point that stands for many samples counts once.
  public let count: Int

  /// Finds the values beyond Tukey's outer fence: three times the middle half's span above it.
  ///
  /// Nil where nothing lies that far out, or with fewer than 8 values.
  ///
  /// Source: J. W. Tukey, Exploratory Data Analysis, 1977, §2D.
  ///
  /// - Parameters:
  ///   - values: Finite values, in any order.
  ///   - scale: How distances are measured: of logarithms where the axis is logarithmic.
  public init?(in values: [Double], scale: Scale.Kind = .linear) {
    let logarithm = Scale(.logarithmic, over: 1...10)
    func mapped(_ value: Double) -> Double? {
      scale == .linear ? value : logarithm.position(of: value)
    }
    let sorted = values.compactMap { value in mapped(value).map { (value, $0) } }
      .sorted { $0.1 < $1.1 }
    guard sorted.count >= 8 else { return nil }
    let (low, high) = (sorted[sorted.count / 4].1, sorted[sorted.count * 3 / 4].1)
    let fence = high + 3 * (high - low)
    guard let first = sorted.firstIndex(where: { $0.1 > fence }) else { return nil }
    limit = sorted[first - 1].0
    count = sorted.count - first
  }
}
