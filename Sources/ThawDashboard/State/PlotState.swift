/// What the x-axis of the charts counts.
public enum PlotAxis: String, CaseIterable, Equatable, Sendable {
  case step
  case epoch
  case time

  var next: PlotAxis { self == .step ? .epoch : self == .epoch ? .time : .step }
}

/// How the curves are shown.
public struct PlotState: Equatable, Sendable {
  /// Whether losses and norms have a logarithmic y-axis.
  public internal(set) var isLogarithmic = false
  /// The weight of the past in the smoothed curve, in 0..<1.
  public internal(set) var smoothing = 0.9
  /// What the x-axis counts.
  public internal(set) var axis = PlotAxis.step
  /// How often the view was halved.
  public internal(set) var zoom = 0
  /// How far the view's right edge lies before the newest point, as a share of the whole.
  public internal(set) var offset = 0.0

  static let smoothings = [0, 0.6, 0.9, 0.97]
  static let deepestZoom = 10

  /// The shown part of the whole x-range, as shares from 0 to 1.
  var window: ClosedRange<Double> {
    let width = 1 / Double(1 << zoom)
    let end = 1 - offset
    return max(0, end - width)...end
  }

  mutating func cycleSmoothing() {
    smoothing = Self.smoothings.first { $0 > smoothing } ?? Self.smoothings[0]
  }

  mutating func zoom(by halvings: Int) {
    zoom = min(max(zoom + halvings, 0), Self.deepestZoom)
    pan(by: 0)
  }

  /// Moves the view by so many quarters of its width; positive is later.
  mutating func pan(by quarters: Int) {
    let width = 1 / Double(1 << zoom)
    offset = min(max(offset - Double(quarters) * width / 4, 0), 1 - width)
  }

  mutating func resetZoom() {
    zoom = 0
    offset = 0
  }
}

/// The charts of the Live screen.
enum ChartName: String, CaseIterable, Equatable, Sendable {
  case loss
  case accuracy
  case gradientNorm = "gradient norm"
  case learningRate = "learning rate"
}
