public import ThawProtocol

/// Sessions that are compared with one of them.
public struct CompareState: Equatable, Sendable {
  /// The names that were asked for, in order.
  public internal(set) var names: [String] = []
  /// Their stores' contents, in that order; nil until read.
  public internal(set) var sessions: [ComparedSession]?
  /// What distinguishes them; nil until read.
  public internal(set) var comparison: Comparison?
  /// The metric that is plotted.
  public internal(set) var metric = MetricName.validationLoss
  /// The place of the session that is in front.
  public internal(set) var cursor = 0
  /// The place of the session that the others are measured against.
  public internal(set) var baseline = 0
  /// Values to reach that were asked for, by metric.
  public internal(set) var targets: [String: Double] = [:]
  /// How the curves are shown.
  public internal(set) var plot = PlotState()
  /// The moment that x is counted from; nil for the sessions' beginnings.
  public private(set) var alignment: AlignmentMark?
  /// What makes groups that are shown as their means; nil for none.
  public private(set) var grouping: Grouping?
  /// The first line of the tables that is shown.
  public internal(set) var scroll = 0

  /// When they are read again while they are shown, on the dashboard's clock.
  var reloadAt = 0.0
  /// Why they cannot be read; nil where they can.
  var unreadable: String?

  private var histories: [SessionHistory] = []
  /// Whether the alignment was asked for with these sessions, not left over from others.
  private var isAlignmentWanted = false

  /// The metrics that any of them logged, in the table's order.
  var metrics: [String] { comparison?.ordered.map(\.metric) ?? [] }

  init() {}

  /// Is to compare sessions, shown as was chosen before.
  init(of names: [String], _ choices: CompareChoices, isAlignmentWanted: Bool) {
    self.names = names
    self.isAlignmentWanted = isAlignmentWanted
    self.choices = choices
  }

  /// How it is shown, whichever sessions it is of.
  var choices: CompareChoices {
    get {
      var choices = CompareChoices()
      (choices.metric, choices.axis) = (metric, plot.axis)
      (choices.smoothing, choices.isLogarithmic) = (plot.smoothing, plot.isLogarithmic)
      (choices.alignment, choices.grouping) = (alignment, grouping)
      return choices
    }
    set {
      (metric, plot.axis) = (newValue.metric, newValue.axis)
      (plot.smoothing, plot.isLogarithmic) = (newValue.smoothing, newValue.isLogarithmic)
      (alignment, grouping) = (newValue.alignment, newValue.grouping)
    }
  }

  /// The moments that any of the sessions has.
  var alignments: [AlignmentMark] {
    [.thaw, .freeze, .fork, .intervention(1), .checkpoint(1)].filter(has)
  }

  /// Whether any of the sessions has a moment.
  func has(_ alignment: AlignmentMark) -> Bool {
    comparison?.steps(of: alignment, in: histories).contains { $0 != nil } == true
  }

  private func isShared(_ alignment: AlignmentMark) -> Bool {
    comparison?.steps(of: alignment, in: histories).allSatisfy { $0 != nil } == true
  }

  /// What the x-axis can count, for all sessions.
  var axes: [PlotAxis] { PlotAxis.known(to: sessions?.map(\.curves) ?? []) }

  mutating func take(_ histories: [SessionHistory]) {
    self.histories = histories
    unreadable = nil
    sessions = histories.map(ComparedSession.init)
    names = histories.map(\.detail.summary.name)
    baseline = min(baseline, max(0, names.count - 1))
    cursor = min(cursor, max(0, names.count - 1))
    compare()
    // What was chosen for other sessions need not be there, and would leave out those that lack it.
    if let alignment, isAlignmentWanted ? !has(alignment) : !isShared(alignment) {
      align(at: nil)
    }
    if !axes.contains(plot.axis) { plot.axis = .step }
    if !metrics.contains(metric) { metric = metrics.first ?? metric }
  }

  /// How many seconds old those may be of which one still runs; a table that changed faster could not be read.
  static let freshness = 10.0

  /// Whether any of them still runs.
  var isGrowing: Bool {
    sessions?.contains { [.running, .paused, .stalled].contains($0.detail.summary.state) } == true
  }

  /// Lines of all tables, headings included.
  var lineCount: Int { comparison.map(CompareSection.lineCount) ?? 0 }

  mutating func cycleMetric(by distance: Int) {
    let all = metrics
    guard !all.isEmpty else { return }
    let place = all.firstIndex(of: metric) ?? 0
    metric = all[(place + distance + all.count) % all.count]
  }

  mutating func moveCursor(by distance: Int) {
    guard !names.isEmpty else { return }
    cursor = min(max(cursor + distance, 0), names.count - 1)
  }

  /// Measures the others against the session in front.
  mutating func pinBaseline() {
    baseline = cursor
    compare()
  }

  /// Measures the others against a session by name.
  mutating func pinBaseline(_ name: String) {
    guard let place = names.firstIndex(of: name) else { return }
    baseline = place
    compare()
  }

  mutating func setTarget(_ value: Double, of metric: String) {
    targets[metric] = value
    compare()
  }

  /// Counts x from a moment, or from the sessions' beginnings.
  mutating func align(at alignment: AlignmentMark?) {
    self.alignment = alignment
    plot.resetZoom()
    compare()
  }

  /// Counts x from the next moment there is, after the last from the beginnings again.
  mutating func cycleAlignment() {
    let all = alignments
    let next = alignment.flatMap(all.firstIndex).map { $0 + 1 } ?? 0
    align(at: next < all.count ? all[next] : nil)
  }

  /// Shows groups as their means, or each session by itself.
  mutating func group(_ grouping: Grouping?) {
    self.grouping = grouping
    compare()
  }

  private mutating func compare() {
    comparison = Comparison(
      of: histories, baseline: baseline, targets: targets, alignment: alignment, grouping: grouping)
  }
}

/// A session of a comparison with the curves it is compared by.
public struct ComparedSession: Equatable, Sendable {
  /// Its state, rows, journal, checkpoints and recipe.
  public var detail: SessionDetail
  /// Its curves.
  public var curves: CurveSet
  /// What trained when.
  public var timeline: FreezeTimeline

  init(_ history: SessionHistory) {
    detail = history.detail
    curves = CurveSet(history.curves)
    curves.samplesPerStep = detail.samplesPerStep
    curves.work = SpentWork(detail)
    timeline = FreezeTimeline(detail)
  }
}

extension Comparison {
  /// The metrics as the table lists them: those of the validation split first.
  var ordered: [MetricLine] {
    metrics.filter { $0.metric.hasPrefix("val/") } + metrics.filter { !$0.metric.hasPrefix("val/") }
  }
}
