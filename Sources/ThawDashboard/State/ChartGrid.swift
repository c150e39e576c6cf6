import ThawProtocol

/// What a chart shows: the losses together, or one metric.
enum ChartName: Hashable, Sendable {
  case loss
  case metric(String)

  static let accuracy = ChartName.metric(MetricName.validationAccuracy)
  static let gradientNorm = ChartName.metric(MetricName.gradientNorm)
  static let learningRate = ChartName.metric(MetricName.learningRate)

  /// The chart that a person means by a metric's name, or by a chart's title.
  init(named name: String) {
    let known: [ChartName] = [.loss, .accuracy, .gradientNorm, .learningRate]
    self = known.first { $0.title == name || $0.metric == name } ?? .metric(name)
  }

  /// The metric that it is mainly about.
  var metric: String {
    switch self {
    case .loss: MetricName.trainLoss
    case .metric(let name): name
    }
  }

  var title: String { self == .loss ? "loss" : metricTitle(metric) }
}

/// What a metric is called in print: `head · gradient norm`; other tools' names that are not known stay as they are.
func metricTitle(_ metric: String) -> String {
  let parts = metric.split(separator: "/").map(String.init)
  guard let last = parts.last else { return metric }
  let words = [
    "loss": "loss", "accuracy": "accuracy", "grad_norm": "gradient norm",
    "learning_rate": "learning rate", "lr": "learning rate",
    "samples_per_second": "samples per second",
    "cache_hit_rate": "cache hit rate", "relative_gradient": "relative gradient",
    "update_ratio": "update ratio", "drift": "drift",
  ]
  guard let word = words[last] else { return metric }
  switch (parts[0], parts.count) {
  case (_, 1): return word
  case ("row", 3...): return "\(parts[1..<(parts.count - 1)].joined(separator: "/")) · \(word)"
  // Accuracy is that of the validation split wherever nothing else is said.
  case ("val", 2): return last == "accuracy" ? word : "validation \(word)"
  case ("train", 2): return ["loss", "accuracy"].contains(last) ? "training \(word)" : word
  default: return metric
  }
}

/// Which charts the Live screen shows, the large one first, which of them stay whatever else is asked for, and
/// which has the keys.
struct ChartGrid: Equatable, Sendable {
  var charts: [ChartName] = [.loss, .accuracy, .gradientNorm, .learningRate]
  /// The charts that nothing takes the place of; all of them are shown.
  private(set) var pinned: Set<ChartName> = []
  var focus = 0

  /// The most charts there are at a time: a large one and two rows of four.
  static let limit = 9

  /// The chart that has the keys.
  var focused: ChartName {
    get { charts[focus] }
    set { charts[focus] = newValue }
  }

  /// Gives the keys to a chart; false where it is not there and all places are pinned.
  ///
  /// One that is not there takes the place of the focused one; where that is pinned a new place, and where
  /// there is no room the last that is not pinned.
  mutating func open(_ chart: ChartName) -> Bool {
    if let place = charts.firstIndex(of: chart) {
      focus = place
    } else if !pinned.contains(focused) {
      focused = chart
    } else if charts.count < Self.limit {
      charts.append(chart)
      focus = charts.count - 1
    } else if let place = charts.lastIndex(where: { !pinned.contains($0) }) {
      charts[place] = chart
      focus = place
    } else {
      return false
    }
    return true
  }

  /// Pins a chart that is shown, or no longer.
  mutating func setPinned(_ chart: ChartName, _ isPinned: Bool) {
    if isPinned, charts.contains(chart) { pinned.insert(chart) } else { pinned.remove(chart) }
  }

  /// Shows these charts, and behind them those that are pinned.
  mutating func show(_ wanted: [ChartName]) {
    let staying = charts.filter { pinned.contains($0) && !wanted.contains($0) }
    charts = wanted.prefix(Self.limit - staying.count) + staying
    focus = 0
  }

  /// Adds the next of `all` that is not shown, and gives it the keys; false where there is none or no room.
  mutating func add(from all: [ChartName]) -> Bool {
    guard charts.count < Self.limit,
      let next = all.first(where: { !charts.contains($0) })
    else { return false }
    charts.append(next)
    focus = charts.count - 1
    return true
  }

  /// Takes the focused chart away; false where it is pinned, or the only one.
  mutating func dropFocused() -> Bool {
    guard charts.count > 1, !pinned.contains(focused) else { return false }
    charts.remove(at: focus)
    focus = min(focus, charts.count - 1)
    return true
  }

  mutating func moveFocus(by distance: Int) {
    focus = min(max(focus + distance, 0), charts.count - 1)
  }

  /// Shows the next of `all` that has no place yet in that of the focused chart, going round.
  ///
  /// A pinned one keeps its place. False where there is no other.
  mutating func cycle(through all: [ChartName], by distance: Int) -> Bool {
    let all = all.filter { $0 == focused || !charts.contains($0) }
    guard all.contains(where: { $0 != focused }), !pinned.contains(focused) else { return false }
    let place = all.firstIndex(of: focused) ?? (distance > 0 ? -1 : 0)
    focused = all[(place + distance + all.count) % all.count]
    return true
  }
}
