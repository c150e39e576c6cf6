import Foundation

/// What was measured, how often, and what it should be.
struct Measurement {
  /// Which of the values stands for all of them.
  enum Statistic: String {
    case median
    case percentile99 = "99th percentile"
    case maximum
  }

  var what: String
  var unit: String
  var values: [Double]
  var statistic = Statistic.median
  var goal: Goal?
  /// Under what conditions, to be said below the table.
  var notes: [String] = []

  /// The value that stands for all; NaN where nothing was measured.
  var figure: Double {
    let sorted = values.sorted()
    guard let last = sorted.last else { return .nan }
    switch statistic {
    case .median: return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    case .percentile99: return sorted[Int((0.99 * Double(sorted.count - 1)).rounded(.up))]
    case .maximum: return last
    }
  }

  /// Whether the goal is reached; nil where there is none.
  var isMet: Bool? { goal.map { $0.isMet(by: figure) } }
}

/// What a figure should be.
enum Goal {
  case below(Double)
  case atMost(Double)
  case atLeast(Double)

  func isMet(by figure: Double) -> Bool {
    switch self {
    case .below(let limit): figure < limit
    case .atMost(let limit): figure <= limit
    case .atLeast(let limit): figure >= limit
    }
  }

  var text: String {
    switch self {
    case .below(let limit): "< \(printed(limit))"
    case .atMost(let limit): "≤ \(printed(limit))"
    case .atLeast(let limit): "≥ \(printed(limit))"
    }
  }
}

/// A number with three digits or more, thousands grouped.
func printed(_ value: Double) -> String {
  if value == value.rounded(), abs(value) < 1_000 { return String(Int(value)) }
  switch abs(value) {
  case ..<10: return String(format: "%.2f", value)
  case ..<100: return String(format: "%.1f", value)
  case ..<1_000: return String(format: "%.0f", value)
  default: return grouped(value)
  }
}

private func grouped(_ value: Double) -> String {
  guard value.isFinite else { return "\(value)" }
  let digits = Array(String(format: "%.0f", abs(value)))
  let groups = digits.indices.map { index in
    index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digits[index])" : "\(digits[index])"
  }
  return (value < 0 ? "-" : "") + groups.joined()
}
