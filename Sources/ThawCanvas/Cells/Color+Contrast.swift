import Foundation

extension Color {
  /// How well this colour stands out from another: 1 (the same) to 21 (black on white), as WCAG 2
  /// defines it.
  ///
  /// Nil where one of them is the terminal's own, which is unknown.
  public func contrast(with other: Color) -> Double? {
    guard let first = luminance, let second = other.luminance else { return nil }
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  private var luminance: Double? {
    guard let components else { return nil }
    func linear(_ part: Int) -> Double {
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(components.red) + 0.7152 * linear(components.green)
      + 0.0722 * linear(components.blue)
  }
}
