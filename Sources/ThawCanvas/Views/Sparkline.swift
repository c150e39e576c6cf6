/// A curve of one row, in eighths of a cell.
///
/// Where there are more values than columns, each column shows the largest of its values, so a
/// spike stays. A column without a finite value is a gap.
public struct Sparkline: Equatable, Sendable {
  /// The values, oldest first.
  public var values: [Double]

  /// Makes a sparkline that spans its values.
  public init(_ values: [Double]) { self.values = values }

  /// The line as text, for a table's cell.
  ///
  /// - Parameters:
  ///   - columns: The most columns to take.
  ///   - glyphs: The signs to draw with.
  /// - Returns: One character for each value or bucket of values.
  public func text(columns: Int, glyphs: Glyphs) -> String {
    let buckets = buckets(columns)
    let finite = buckets.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    let levels = glyphs.levels
    return String(
      buckets.map { value -> Character in
        guard value.isFinite else { return " " }
        // Half before subtracting: the span of any two finite values stays finite.
        let share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5
        return levels[Int((share * Double(levels.count - 1)).rounded())]
      })
  }

  private func buckets(_ columns: Int) -> [Double] {
    guard columns > 0 else { return [] }
    guard values.count > columns else { return values }
    return (0..<columns).map { column in
      let bucket = values[
        (column * values.count / columns)..<((column + 1) * values.count / columns)]
      return bucket.filter(\.isFinite).max() ?? .nan
    }
  }
}
