import Foundation

/// A number in few characters: `0.213`, `12.4`, `1.24k`, `3.1e-4`, `NaN`.
///
/// - Parameters:
///   - value: Any value.
///   - digits: How many significant digits at most; zeros at the end are dropped.
/// - Returns: At most `digits` + 5 characters.
public func compactNumber(_ value: Double, digits: Int = 3) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "-inf" : "inf" }
  if value == 0 { return "0" }
  let digits = max(1, digits)
  // Read off the rounded digits, because rounding may carry to the next power of ten: 999.6 is 1k.
  let rounded = String(format: "%.\(digits - 1)e", value)
  let exponent = rounded.split(separator: "e").last.flatMap { Int($0) } ?? 0
  if exponent < -3 || exponent >= 15 { return scientific(value, decimals: digits - 1) }
  if exponent >= 3 {
    let unit = exponent / 3 * 3
    let shown = value / pow(10, Double(unit))
    return trimmed(shown, decimals: max(0, digits - 1 - (exponent - unit))) + thousands(unit)
  }
  return trimmed(value, decimals: max(0, digits - 1 - exponent))
}

/// Seconds in few characters: `0.4s`, `42s`, `1m30s`, `2h05m`, `3d04h`.
public func compactDuration(_ seconds: Double) -> String {
  guard seconds.isFinite, abs(seconds) < 1e12 else { return "?" }
  if seconds < 0 { return "-" + compactDuration(-seconds) }
  if seconds < 10, seconds != seconds.rounded() { return trimmed(seconds, decimals: 1) + "s" }
  let total = Int(seconds.rounded())
  let (days, hours) = (total / 86_400, total / 3600 % 24)
  let (minutes, rest) = (total / 60 % 60, total % 60)
  if days > 0 { return joined(days, "d", hours, "h") }
  if hours > 0 { return joined(hours, "h", minutes, "m") }
  if minutes > 0 { return joined(minutes, "m", rest, "s") }
  return "\(rest)s"

  func joined(_ large: Int, _ unit: String, _ small: Int, _ smallUnit: String) -> String {
    small == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(small < 10 ? "0" : "")\(small)\(smallUnit)"
  }
}

/// A tick's value, exact for its axis: as many decimals as the step needs.
func axisNumber(_ value: Double, step: Double) -> String {
  let size = max(abs(value), 0)
  if size < abs(step) * 1e-6 { return "0" }
  let stepExponent = Int((log10(abs(step)) + 1e-9).rounded(.down))
  let exponent = Int((log10(size) + 1e-9).rounded(.down))
  if exponent < -3 || exponent >= 15 || (stepExponent < -4 && exponent < 1) {
    return scientific(value, decimals: min(12, max(0, exponent - stepExponent)))
  }
  if exponent >= 3, stepExponent >= 1 {
    let unit = exponent / 3 * 3
    let shown = value / pow(10, Double(unit))
    return trimmed(shown, decimals: max(0, unit - stepExponent)) + thousands(unit)
  }
  return String(format: "%.\(min(12, max(0, -stepExponent)))f", value)
}

/// The letter for a power of ten: 3, 6, 9 or 12.
private func thousands(_ exponent: Int) -> String {
  [3: "k", 6: "M", 9: "G", 12: "T"][exponent] ?? ""
}

private func scientific(_ value: Double, decimals: Int) -> String {
  let parts = String(format: "%.\(decimals)e", value).split(separator: "e")
  guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(value)" }
  return withoutZeros(String(parts[0])) + "e\(exponent)"
}

private func trimmed(_ value: Double, decimals: Int) -> String {
  withoutZeros(String(format: "%.\(decimals)f", value))
}

private func withoutZeros(_ text: String) -> String {
  guard text.contains(".") else { return text }
  var text = text
  while text.last == "0" { text.removeLast() }
  if text.last == "." { text.removeLast() }
  return text == "-0" ? "0" : text
}
