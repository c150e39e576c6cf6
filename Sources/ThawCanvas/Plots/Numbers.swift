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
  let exponent = exponent(of: value, digits: digits)
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

/// A number with exactly so many decimals.
public func fixed(_ value: Double, decimals: Int) -> String {
  let scaled = (abs(value) * pow(10, Double(decimals))).rounded()
  guard scaled < 1e15 else { return compactNumber(value) }
  let whole = Int(scaled)
  let sign = value < 0 && whole > 0 ? "-" : ""
  guard decimals > 0 else { return "\(sign)\(whole)" }
  let digits = String(whole)
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
}

/// A tick's value, exact for its axis: as many decimals as the step needs.
///
/// `size` is the axis' largest value: beside 0.001 no tick is 5e-4.
func axisNumber(_ value: Double, step: Double, size: Double) -> String {
  if abs(value) < abs(step) * 1e-6 { return "0" }
  let stepExponent = Int((log10(abs(step)) + 1e-9).rounded(.down))
  let exponent = Int((log10(abs(value)) + 1e-9).rounded(.down))
  let isSmall = exponent < -3 && size < 0.000_999 || stepExponent < -4 && exponent < 1
  if isSmall || exponent >= 15 {
    return scientific(value, decimals: min(12, max(0, exponent - stepExponent)))
  }
  if exponent >= 3, stepExponent >= 1 {
    let unit = exponent / 3 * 3
    let shown = value / pow(10, Double(unit))
    return trimmed(shown, decimals: max(0, unit - stepExponent)) + thousands(unit)
  }
  return fixed(value, decimals: min(12, max(0, -stepExponent)))
}

/// The letter for a power of ten: 3, 6, 9 or 12.
private func thousands(_ exponent: Int) -> String {
  [3: "k", 6: "M", 9: "G", 12: "T"][exponent] ?? ""
}

/// The power of ten of a number's first digit once it is rounded to so many: rounding may carry,
/// 999.6 is 1k.
private func exponent(of value: Double, digits: Int) -> Int {
  let size = abs(value)
  let exponent = Int(log10(size).rounded(.down))
  let rounded = (divided(size, exponent) * pow(10, Double(digits - 1))).rounded()
  if rounded >= pow(10, Double(digits)) { return exponent + 1 }
  return rounded < pow(10, Double(digits - 1)) ? exponent - 1 : exponent
}

/// A number divided by a power of ten, in two steps, neither of which leaves what a Double can hold.
private func divided(_ value: Double, _ exponent: Int) -> Double {
  value / pow(10, Double(exponent / 2)) / pow(10, Double(exponent - exponent / 2))
}

private func scientific(_ value: Double, decimals: Int) -> String {
  let exponent = exponent(of: value, digits: decimals + 1)
  return trimmed(divided(value, exponent), decimals: decimals) + "e\(exponent)"
}

private func trimmed(_ value: Double, decimals: Int) -> String {
  withoutZeros(fixed(value, decimals: decimals))
}

private func withoutZeros(_ text: String) -> String {
  guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
  var text = text
  while text.last == "0" { text.removeLast() }
  if text.last == "." { text.removeLast() }
  return text == "-0" ? "0" : text
}
