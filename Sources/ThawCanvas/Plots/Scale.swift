import Foundation

/// Maps values to 0…1 along an axis.
public struct Scale: Equatable, Sendable {
  /// How distances grow.
  public enum Kind: Sendable {
    /// Equal differences take equal space.
    case linear
    /// Equal ratios take equal space; values of 0 and below have no place.
    case logarithmic
  }

  /// How distances grow.
  public let kind: Kind
  /// The values at 0 and 1; the second is the larger.
  public let range: ClosedRange<Double>
  private let low: Double
  private let span: Double

  /// A scale over a range; an empty range is widened so that its value lies in the middle.
  ///
  /// A logarithmic scale over a range that reaches 0 or below starts at a millionth of its end;
  /// over a range without positive values it is linear.
  public init(_ kind: Kind, over wanted: ClosedRange<Double>) {
    var range = wanted.lowerBound.isFinite && wanted.upperBound.isFinite ? wanted : 0...1
    let kind = range.upperBound > 0 ? kind : .linear
    if kind == .logarithmic, range.lowerBound <= 0 {
      range = (range.upperBound * 1e-6)...range.upperBound
    }
    self.kind = kind
    self.range = Scale.widened(range, kind)
    low = Scale.mapped(self.range.lowerBound, kind)
    // Halved before subtracting, so that the span of ±1e308 is finite.
    span = Scale.mapped(self.range.upperBound, kind) / 2 - low / 2
  }

  /// The place of a value: 0 at the range's start, 1 at its end, beyond those outside; nil where it
  /// has none.
  public func position(of value: Double) -> Double? {
    guard hasPlace(for: value) else { return nil }
    return (Scale.mapped(value, kind) / 2 - low / 2) / span
  }

  /// Whether a value has a place, inside the range or outside.
  func hasPlace(for value: Double) -> Bool { value.isFinite && (kind == .linear || value > 0) }

  /// The value at a place.
  public func value(at position: Double) -> Double {
    let mapped = low + 2 * span * position
    return kind == .linear ? mapped : pow(10, mapped)
  }

  private static func mapped(_ value: Double, _ kind: Kind) -> Double {
    kind == .linear ? value : log10(value)
  }

  private static func widened(_ range: ClosedRange<Double>, _ kind: Kind) -> ClosedRange<Double> {
    let (low, high) = (range.lowerBound, range.upperBound)
    // Narrower than this the arithmetic of positions has no digits left.
    guard high / 2 - low / 2 <= max(abs(low), abs(high)) * 1e-12 else { return range }
    if kind == .logarithmic {
      return max(low / 2, .leastNonzeroMagnitude)...min(high * 2, .greatestFiniteMagnitude)
    }
    let margin = low == 0 ? 1 : abs(low) * 0.1
    return max(
      low - margin, -.greatestFiniteMagnitude)...min(high + margin, .greatestFiniteMagnitude)
  }
}
