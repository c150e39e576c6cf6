import Foundation

/// A labelled place on an axis.
public struct Tick: Equatable, Sendable {
  /// The value there.
  public let value: Double
  /// The value in print.
  public let label: String
}

/// What an axis counts, for its labels.
public indirect enum AxisFormat: Equatable, Sendable {
  /// Plain numbers, with `k`, `M` and powers of ten.
  case number
  /// Shares of 1, printed as percentages.
  case percent
  /// Seconds, printed as `1m30s`.
  case duration
  /// Whole numbers only, such as steps.
  case count
  /// Powers of ten, of which the axis has the exponents.
  case powerOfTen
  /// Distances from a mark: what lies after it has a plus in front.
  case signed(AxisFormat)
}

extension Scale {
  /// Ticks at round values inside the range.
  ///
  /// - Parameters:
  ///   - count: About how many are wanted; 0 gives none.
  ///   - format: How they are printed.
  /// - Returns: Ascending ticks with labels of the same precision.
  public func ticks(_ count: Int, format: AxisFormat = .number) -> [Tick] {
    guard count > 0 else { return [] }
    if kind == .logarithmic, let values = decadeTicks(count) {
      return values.map { Tick(value: $0, label: label($0, step: $0, format)) }
    }
    let step = niceStep(about: count, format)
    guard step > 0, step.isFinite else { return [] }
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard first <= last, last - first < 1000 else { return [] }
    return (0...Int(last - first)).map { index in
      let value = (first + Double(index)) * step
      return Tick(value: value, label: label(value, step: step, format))
    }
  }

  /// Ticks for an axis of so many rows: as many as leave rows between them, or else two, round
  /// ones where they lie in different rows.
  func ticks(overRows rows: Int, format: AxisFormat) -> [Tick] {
    let distance = rows > 12 ? 3 : 2
    let ticks = densest(upTo: rows / distance + 1, format) { _, spacing in
      spacing * Double(rows - 1) >= Double(distance)
    }
    if ticks.count > 1 || rows < 2 { return ticks }
    if let pair = roundPair(overRows: rows, format) { return pair }
    return [range.lowerBound, range.upperBound].map { value in
      let step = (range.upperBound - range.lowerBound) / 10
      let label =
        switch format {
        case .number, .count: compactNumber(value, digits: 2)
        case .percent, .duration, .powerOfTen, .signed: label(value, step: step, format)
        }
      return Tick(value: value, label: label)
    }
  }

  /// The roundest two ticks that are half the axis or more apart.
  private func roundPair(overRows rows: Int, _ format: AxisFormat) -> [Tick]? {
    for count in 1...20 {
      let ticks = ticks(count, format: format)
      guard let first = ticks.first, let last = ticks.last,
        let low = position(of: first.value), let high = position(of: last.value),
        high - low >= 0.5,
        ((1 - low) * Double(rows - 1)).rounded() > ((1 - high) * Double(rows - 1)).rounded()
      else { continue }
      return [first, last]
    }
    return nil
  }

  /// Ticks for an axis of so many columns: as many as leave room for their labels.
  func ticks(overColumns columns: Int, format: AxisFormat) -> [Tick] {
    densest(upTo: columns / 6, format) { ticks, spacing in
      let widest = ticks.map(\.label.columns).max() ?? 0
      return spacing * Double(columns - 1) >= Double(widest + 3)
    }
  }

  /// The largest set of ticks, starting from so many, whose distance (as a share of the axis) is
  /// fine.
  private func densest(
    upTo count: Int, _ format: AxisFormat, _ fits: ([Tick], Double) -> Bool
  ) -> [Tick] {
    var last: [Tick] = []
    for count in stride(from: min(count, 20), through: 1, by: -1) {
      last = ticks(count, format: format)
      guard last.count > 1 else { break }
      let places = last.compactMap { position(of: $0.value) }
      let spacing = zip(places, places.dropFirst()).map { $1 - $0 }.min() ?? 1
      if fits(last, spacing) { return last }
    }
    return Array(last.prefix(1))
  }

  /// Powers of ten, with their doubles and fives where few fit; nil where even those are fewer than
  /// two.
  private func decadeTicks(_ count: Int) -> [Double]? {
    let first = Int(log10(range.lowerBound).rounded(.down))
    let last = Int(log10(range.upperBound).rounded(.up))
    let decades = (first...last).map { pow(10, Double($0)) }.filter(range.contains)
    if decades.count > 2 {
      let stride = max(1, (decades.count + count - 1) / count)
      return decades.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
    }
    let finer = (first...last).flatMap { exponent in
      [1.0, 2, 5].map { $0 * pow(10, Double(exponent)) }
    }.filter(range.contains)
    if finer.count <= count, finer.count > 1 { return finer }
    return decades.count > 1 ? decades : nil
  }

  private func niceStep(about count: Int, _ format: AxisFormat) -> Double {
    let rough = (range.upperBound / Double(count)) - (range.lowerBound / Double(count))
    switch format {
    case .number, .percent: return roundStep(rough)
    case .count, .powerOfTen: return max(1, roundStep(rough))
    case .signed(let format): return niceStep(about: count, format)
    case .duration:
      let steps: [Double] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200,
        86_400,
      ]
      return steps.first { $0 >= rough } ?? roundStep(rough / 86_400) * 86_400
    }
  }

  /// The first of 1, 2, 5 times a power of ten that is not below.
  private func roundStep(_ rough: Double) -> Double {
    guard rough > 0 else { return 0 }
    let power = pow(10, log10(rough).rounded(.down))
    let factor = [1.0, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10
    return factor * power
  }

  private func label(_ value: Double, step: Double, _ format: AxisFormat) -> String {
    // Only on a linear axis are ticks of one size.
    let size = kind == .linear ? max(abs(range.lowerBound), abs(range.upperBound)) : abs(value)
    return switch format {
    case .number, .count: axisNumber(value, step: step, size: size)
    case .percent: axisNumber(value * 100, step: step * 100, size: size * 100) + "%"
    case .duration: compactDuration(value)
    case .powerOfTen: "1e\(Int(value.rounded()))"
    case .signed(let format): (value > 0 ? "+" : "") + label(value, step: step, format)
    }
  }
}
