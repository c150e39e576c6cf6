import ThawCanvas

/// A whole number with a space between thousands: `4 690`.
public func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(" ") }
    text.append(digit)
  }
  return number < 0 ? "-" + text : text
}

/// A share as a percentage: `26 %`.
func percentage(_ share: Double) -> String {
  share.isFinite ? fixed(share * 100, decimals: 0) + " %" : compactNumber(share)
}

/// A metric's value in print: accuracies as percentages, all else with four digits.
///
/// Zeros at the end stay, so that values below each other line up.
func printed(_ value: Double, of metric: String) -> String {
  guard value.isFinite else { return compactNumber(value) }
  if metric.hasSuffix("accuracy") { return fixed(value * 100, decimals: 1) + " %" }
  switch abs(value) {
  case 0: return "0"
  case 0.001..<1: return fixed(value, decimals: 4)
  case 1..<10: return fixed(value, decimals: 3)
  case 10..<100: return fixed(value, decimals: 2)
  case 100..<1_000: return fixed(value, decimals: 1)
  default: return compactNumber(value, digits: 4)
  }
}

/// A metric's difference in print, with a sign; of accuracies in percentage points.
func printedDifference(_ value: Double, of metric: String) -> String {
  guard value.isFinite else { return compactNumber(value) }
  let size =
    metric.hasSuffix("accuracy")
    ? fixed(abs(value) * 100, decimals: 1) + " pp" : compactNumber(abs(value), digits: 2)
  return value == 0 ? "" : (value < 0 ? "-" : "+") + size
}

/// A metric's standard deviation in print; of accuracies in per cent, as the mean before it says.
func printedDeviation(_ value: Double, of metric: String) -> String {
  metric.hasSuffix("accuracy")
    ? fixed(value * 100, decimals: 1) : compactNumber(value, digits: 2)
}

/// A size on disk: `41 MB`.
public func printedBytes(_ bytes: Int) -> String {
  switch bytes {
  case ..<1_000: "\(bytes) B"
  case ..<1_000_000: "\(bytes / 1_000) kB"
  case ..<1_000_000_000: "\(bytes / 1_000_000) MB"
  default: fixed(Double(bytes) / 1e9, decimals: 1) + " GB"
  }
}
