import Foundation
import ThawDashboard

/// Numbers as people read them.
enum Numbers {
  /// About four significant digits; small and large values with an exponent.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "+Inf" : "-Inf" }
    let size = abs(value)
    if value == 0 { return "0" }
    if size < 1e-3 || size >= 1e6 { return String(format: "%.2e", value) }
    if size >= 1000 { return String(format: "%.0f", value) }
    return String(format: size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.4f", value)
  }

  /// A duration: `1h02m`, `3m12s`, `8s`.
  static func duration(seconds: Double) -> String {
    guard abs(seconds) < 1e15 else { return "–" }
    let total = Int(seconds.rounded())
    if total >= 3600 { return String(format: "%dh%02dm", total / 3600, total % 3600 / 60) }
    return total >= 60 ? String(format: "%dm%02ds", total / 60, total % 60) : "\(total)s"
  }

  /// A number of things: `1 session`, `2 sessions`.
  static func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }

  /// A date and time of day here: `2026-03-14 15:09`.
  static func date(_ date: Date) -> String {
    printedDate(date, secondsFromGMT: TimeZone.current.secondsFromGMT(for: date))
  }
}
