import ThawCanvas

/// A whole number with a space between thousands: `4 690`.
func grouped(_ number: Int) -> String {
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
  guard share.isFinite else { return compactNumber(share) }
  return "\(Int((share * 100).rounded())) %"
}

/// A metric's value in print: accuracies as percentages, all else with three or four digits.
func printed(_ value: Double, of metric: String) -> String {
  guard metric.hasSuffix("accuracy"), value.isFinite else { return compactNumber(value, digits: 4) }
  return fixed(value * 100, decimals: 1) + " %"
}

/// A metric's difference in print, always with a sign.
func printedDifference(_ value: Double, of metric: String) -> String {
  let text = printed(abs(value), of: metric)
  return value == 0 ? "=" : value.isNaN ? text : (value < 0 ? "-" : "+") + text
}

/// A number with exactly so many decimals.
func fixed(_ value: Double, decimals: Int) -> String {
  let factor = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
  let scaled = (abs(value) * factor).rounded()
  guard scaled < 1e15 else { return compactNumber(value) }
  let whole = Int(scaled)
  let sign = value < 0 && whole > 0 ? "-" : ""
  guard decimals > 0 else { return "\(sign)\(whole)" }
  let digits = String(whole)
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
}
