/// How much of the space a part of a layout wants.
public enum Constraint: Hashable, Sendable {
  /// Exactly so many cells, fewer only where there are no more.
  case length(Int)
  /// A share of what is left over, by weight.
  case fill(Int)
}

extension Rect {
  /// Splits into parts from top to bottom.
  ///
  /// - Parameters:
  ///   - constraints: One for each part.
  ///   - spacing: Rows left free between parts.
  /// - Returns: As many rectangles as constraints, all inside this one; empty ones where space ran
  ///   out.
  public func rows(_ constraints: [Constraint], spacing: Int = 0) -> [Rect] {
    let spans = divide(height, among: constraints, spacing: spacing)
    return spans.map { span in
      Rect(x: x, y: y + span.lowerBound, width: width, height: span.count)
    }
  }

  /// Splits into parts from left to right.
  ///
  /// - Parameters:
  ///   - constraints: One for each part.
  ///   - spacing: Columns left free between parts.
  /// - Returns: As many rectangles as constraints, all inside this one; empty ones where space ran
  ///   out.
  public func columns(_ constraints: [Constraint], spacing: Int = 0) -> [Rect] {
    let spans = divide(width, among: constraints, spacing: spacing)
    return spans.map { span in
      Rect(x: x + span.lowerBound, y: y, width: span.count, height: height)
    }
  }
}

/// Shares a length among constraints.
///
/// Lengths are served first, in order; what is left goes to fills by weight, without a cell lost to rounding.
///
/// - Returns: One range for each constraint, in order, without overlaps, all inside `0..<total`.
public func divide(_ total: Int, among constraints: [Constraint], spacing: Int = 0) -> [Range<Int>]
{
  let gaps = max(0, spacing) * max(0, constraints.count - 1)
  let whole = max(0, total - gaps)
  var free = whole
  var lengths = constraints.map { constraint in
    let wanted =
      switch constraint {
      case .length(let length): length
      case .fill: 0
      }
    let granted = min(max(0, wanted), free)
    free -= granted
    return granted
  }
  let weights = constraints.map { constraint in
    switch constraint {
    case .fill(let weight): max(0, weight)
    case .length: 0
    }
  }
  var weightLeft = weights.reduce(0, +)
  for index in lengths.indices where weights[index] > 0 {
    let share = free * weights[index] / weightLeft
    lengths[index] += share
    free -= share
    weightLeft -= weights[index]
  }
  var start = 0
  return lengths.map { length in
    let lower = min(start, max(0, total))
    let upper = min(lower + length, max(0, total))
    start = upper + max(0, spacing)
    return lower..<upper
  }
}
