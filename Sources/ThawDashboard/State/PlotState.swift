/// What the x-axis of the charts counts.
public enum PlotAxis: String, CaseIterable, Codable, Equatable, Sendable {
  case step
  case epoch
  case time
  /// Training samples seen, where the batch size is known.
  case samples
  /// Floating-point operations spent, where the rows' costs are known.
  case flops

  /// Its name in print.
  var title: String { self == .flops ? "training FLOPs" : rawValue }
}

extension PlotAxis {
  /// What can be counted of all of these curves.
  static func known(to curves: [CurveSet]) -> [PlotAxis] {
    allCases.filter { axis in
      switch axis {
      case .step, .epoch, .time: true
      case .samples: !curves.isEmpty && curves.allSatisfy { $0.samplesPerStep != nil }
      case .flops: !curves.isEmpty && curves.allSatisfy { $0.work != nil }
      }
    }
  }
}

/// How the curves are shown.
public struct PlotState: Equatable, Sendable {
  /// Whether losses and norms have a logarithmic y-axis.
  public internal(set) var isLogarithmic = false
  /// Whether the y-axis ends below what lies far above the rest.
  public internal(set) var isClipping = false
  /// The weight of the past in the smoothed curve, in 0..<1.
  public internal(set) var smoothing = 0.9
  /// What the x-axis counts.
  public internal(set) var axis = PlotAxis.step
  /// The shown part of the whole x-range, as shares from 0 to 1.
  public private(set) var window = 0.0...1.0
  /// The step that the crosshair is on; nil without a crosshair.
  public internal(set) var cursor: Int?

  static let smoothings = [0, 0.6, 0.9, 0.97]
  private static let narrowest = 1.0 / 4_096

  /// Whether the view moves on with the newest step.
  var isFollowing: Bool { window.upperBound >= 1 }

  /// How many times wider everything is than when all is shown.
  var magnification: Int { Int((1 / width).rounded()) }

  private var width: Double { window.upperBound - window.lowerBound }

  mutating func cycleSmoothing() {
    smoothing = Self.smoothings.first { $0 > smoothing } ?? Self.smoothings[0]
  }

  /// Halves the view so many times, or doubles it, keeping a place where it is on the screen.
  ///
  /// Without an anchor the newest step stays, and where that is not in view the middle. `position` is where
  /// the anchor lies in the view, for a view that reaches beyond the newest step.
  mutating func zoom(by halvings: Int, around anchor: Double? = nil, at position: Double? = nil) {
    let factor = Double(1 << min(abs(halvings), 12))
    let wanted = halvings > 0 ? width / factor : width * factor
    let next = min(max(wanted, Self.narrowest), 1)
    let anchor = anchor ?? (isFollowing ? 1 : (window.lowerBound + window.upperBound) / 2)
    let share = position ?? (anchor - window.lowerBound) / width
    show(from: anchor - share * next, width: next)
  }

  /// Moves the view by so many quarters of its width; positive is later.
  mutating func pan(by quarters: Int) {
    show(from: window.lowerBound + Double(quarters) * width / 4, width: width)
  }

  /// Moves the view as little as brings a place into it.
  mutating func reveal(_ place: Double) {
    if place < window.lowerBound { show(from: place, width: width) }
    if place > window.upperBound { show(from: place - width, width: width) }
  }

  /// Lets the view follow the newest step, as wide as it is.
  mutating func follow() {
    cursor = nil
    show(from: 1, width: width)
  }

  /// Keeps the same steps in view while the run grows; `share` is what was all before, of what is now.
  mutating func hold(_ share: Double) {
    guard !isFollowing, share < 1, share > 0 else { return }
    window = window.lowerBound * share...window.upperBound * share
  }

  mutating func resetZoom() { window = 0...1 }

  private mutating func show(from wanted: Double, width: Double) {
    guard wanted < 1 - width else {
      window = (1 - width)...1
      return
    }
    let low = max(0, wanted)
    window = low...(low + width)
  }
}
