public import ThawProtocol

/// Sessions that are compared, the first being the baseline.
public struct CompareState: Equatable, Sendable {
  /// The names that were asked for, in order.
  public internal(set) var names: [String] = []
  /// Their stores' contents, in that order; nil until read.
  public internal(set) var sessions: [ComparedSession]?
  /// What distinguishes them; nil until read.
  public internal(set) var comparison: Comparison?
  /// The metric that is plotted.
  public internal(set) var metric = MetricName.validationLoss
  /// How the curves are shown.
  public internal(set) var plot = PlotState()
  /// The first line of the tables that is shown.
  public internal(set) var scroll = 0

  /// The metrics that any of them logged, in the table's order.
  var metrics: [String] { comparison?.ordered.map(\.metric) ?? [] }

  mutating func take(_ histories: [SessionHistory]) {
    comparison = Comparison(of: histories.map(\.detail))
    sessions = histories.map(ComparedSession.init)
    names = histories.map(\.detail.summary.name)
    scroll = 0
    if !metrics.contains(metric) { metric = metrics.first ?? metric }
  }

  /// Lines of both tables, headings included.
  var lineCount: Int {
    guard let comparison else { return 0 }
    return comparison.metrics.count + comparison.differences.count + 3
  }

  mutating func cycleMetric(by distance: Int) {
    let all = metrics
    guard !all.isEmpty else { return }
    let place = all.firstIndex(of: metric) ?? 0
    metric = all[(place + distance + all.count) % all.count]
  }
}

/// A session of a comparison with the curves it is compared by.
public struct ComparedSession: Equatable, Sendable {
  /// Its state, rows, journal, checkpoints and recipe.
  public var detail: SessionDetail
  /// Its curves.
  public var curves: CurveSet

  init(_ history: SessionHistory) {
    detail = history.detail
    curves = CurveSet(history.curves)
    curves.samplesPerStep = detail.samplesPerStep
  }
}

extension Comparison {
  /// The metrics as the table lists them: those of the validation split first.
  var ordered: [MetricLine] {
    metrics.filter { $0.metric.hasPrefix("val/") } + metrics.filter { !$0.metric.hasPrefix("val/") }
  }
}
