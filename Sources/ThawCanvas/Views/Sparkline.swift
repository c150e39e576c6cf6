/// A curve of one row, in eighths of a cell.
///
/// Where there are more values than columns, each column shows the largest of its values, so a
/// spike stays. A column without a finite value is a gap.
public struct Sparkline: Equatable, Sendable, View {
  /// The values, oldest first.
  public var values: [Double]
  /// The values at the bottom and the top; what the values span when nil.
  public var range: ClosedRange<Double>?
  /// Its colour.
  public var role: Role

  /// Makes a sparkline.
  public init(_ values: [Double], range: ClosedRange<Double>? = nil, role: Role = .plot) {
    self.values = values
    self.range = range
    self.role = role
  }

  /// Draws the line in the first row, against the right edge where there are few values.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let area = area.row(0)
    let text = text(columns: area.width, glyphs: context.glyphs)
    Line([Span(text, role)], alignment: .trailing)
      .render(in: area, into: &buffer, context: context)
  }

  /// The line as text, for a table's cell.
  ///
  /// - Parameters:
  ///   - columns: The most columns to take.
  ///   - glyphs: The signs to draw with.
  /// - Returns: One character for each value or bucket of values.
  public func text(columns: Int, glyphs: Glyphs) -> String {
    let buckets = buckets(columns)
    let finite = buckets.filter(\.isFinite)
    let low = range?.lowerBound ?? finite.min() ?? 0
    let high = range?.upperBound ?? finite.max() ?? 1
    let levels = glyphs.levels
    return String(
      buckets.map { value -> Character in
        guard value.isFinite else { return " " }
        // Half before subtracting: the span of any two finite values stays finite.
        let share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5
        let level = (min(1, max(0, share)) * Double(levels.count - 1)).rounded()
        return levels[Int(level)]
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
