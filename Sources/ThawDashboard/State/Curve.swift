import ThawCanvas
public import ThawProtocol

/// A metric over time in bounded memory: when it is full, neighbours are folded in pairs.
///
/// Folding keeps the least and the greatest value and the count of non-finite ones, so a spike stays
/// visible however long the run is.
public struct Curve: Equatable, Sendable {
  /// The stretches, in order of steps.
  public private(set) var buckets: [MetricBucket] = []
  /// The newest value, which may be NaN or infinite; nil where nothing was logged.
  public private(set) var last: Double?

  /// How many samples a step trains; nil while the batch size is unknown.
  var samplesPerStep: Double?
  /// What steps cost; nil where that is unknown.
  var work: SpentWork?

  /// The average that is kept of its means; none without smoothing.
  private(set) var average = CurveAverage()

  /// The weight of the past in that average, in 0..<1; 0 keeps none.
  var smoothing: Double {
    get { average.weight }
    set { if newValue != average.weight { average = CurveAverage(of: buckets, weight: newValue) } }
  }

  private let limit: Int
  private var pointsPerBucket = 1

  /// Makes a curve of at most `limit` buckets, an even number.
  public init(limit: Int = 4_096) { self.limit = limit }

  /// Makes a curve from stored buckets.
  public init(_ stored: [MetricBucket], limit: Int = 4_096) {
    self.limit = limit
    buckets = stored
    pointsPerBucket = stored.lazy.map(\.count).max() ?? 1
    last = stored.last.map { $0.isEmpty ? .nan : $0.mean }
    while buckets.count > limit { fold() }
  }

  /// Adds a value; one whose step is not after the last replaces what lies from there on.
  ///
  /// A run that goes on from an earlier checkpoint logs its steps anew.
  public mutating func append(step: Int, epoch: Double, time: Double, value: Double) {
    append(MetricBucket(step: step, epoch: epoch, time: time, value: value))
    last = value
  }

  /// Adds what `other` has beyond this curve's last step.
  public mutating func extend(with other: Curve) {
    let end = buckets.last?.lastStep ?? .min
    let beyond = other.buckets.filter { $0.step > end }
    for bucket in beyond { append(bucket) }
    if !beyond.isEmpty { last = other.last }
  }

  /// Removes what lies beyond a step, and gives it back.
  mutating func cut(after step: Int) -> [MetricBucket] {
    let place = buckets.partitionIndex { $0.step > step }
    let removed = Array(buckets[place...])
    guard !removed.isEmpty else { return [] }
    let smoothing = smoothing
    self = Curve(Array(buckets[..<place]), limit: limit)
    self.smoothing = smoothing
    return removed
  }

  private mutating func append(_ bucket: MetricBucket) {
    let count = buckets.count
    while let end = buckets.last, end.lastStep >= bucket.step { buckets.removeLast() }
    let isCut = buckets.count < count
    if let end = buckets.last, end.count + bucket.count <= pointsPerBucket {
      buckets[buckets.count - 1] = end.merged(with: bucket)
    } else {
      buckets.append(bucket)
    }
    if buckets.count > limit {
      fold()
    } else if isCut {
      average = CurveAverage(of: buckets, weight: smoothing)
    } else {
      average.follow(buckets)
    }
  }

  private mutating func fold() {
    pointsPerBucket *= 2
    buckets = stride(from: 0, to: buckets.count, by: 2).map { index in
      index + 1 < buckets.count ? buckets[index].merged(with: buckets[index + 1]) : buckets[index]
    }
    average = CurveAverage(of: buckets, weight: smoothing)
  }
}

/// The curves of a session by metric name.
public struct CurveSet: Equatable, Sendable {
  private var curves: [String: Curve] = [:]
  /// How many samples a step trains; nil while the batch size is unknown.
  var samplesPerStep: Double?
  /// What steps cost; nil where that is unknown.
  var work: SpentWork?
  /// The weight of the past in the averages that are kept of noisy metrics, in 0..<1.
  var smoothing = 0.0 {
    didSet {
      guard smoothing != oldValue else { return }
      for name in curves.keys where isNoisy(name) { curves[name]?.smoothing = smoothing }
    }
  }

  init() {}

  init(_ stored: [String: [MetricBucket]]) {
    for (name, buckets) in stored { curves[name] = Curve(buckets, limit: Self.limit(of: name)) }
  }

  subscript(name: String) -> Curve {
    var curve = curves[name] ?? Curve(limit: Self.limit(of: name))
    curve.samplesPerStep = samplesPerStep
    curve.work = work
    return curve
  }

  /// The metrics that are logged, by name, rows' metrics left out.
  var names: [String] { curves.keys.filter { !$0.hasPrefix("row/") }.sorted() }

  /// The metrics that are logged, rows' metrics last.
  var allNames: [String] { names + curves.keys.filter { $0.hasPrefix("row/") }.sorted() }

  /// The charts there can be: the losses together, and every other metric on its own.
  var charts: [ChartName] {
    let hasLoss = contains(MetricName.trainLoss) || contains(MetricName.validationLoss)
    return (hasLoss ? [.loss] : [])
      + names.filter { $0 != MetricName.trainLoss }.map { .metric($0) }
  }

  /// Whether nothing was logged at all.
  var isEmpty: Bool { curves.isEmpty }

  /// The curve by which steps are placed on the axes: the training loss, of other tools' runs the one with most
  /// values.
  var ruler: Curve {
    guard curves[MetricName.trainLoss] == nil else { return self[MetricName.trainLoss] }
    let longest = names.max { (curves[$0]?.buckets.count ?? 0) < (curves[$1]?.buckets.count ?? 0) }
    return self[longest ?? MetricName.trainLoss]
  }

  /// Whether anything was logged under a name, rows' metrics included.
  func contains(_ name: String) -> Bool { curves[name] != nil }

  /// Removes what a curve has beyond a step, and gives it back.
  mutating func cutCurve(_ name: String, after step: Int) -> [MetricBucket] {
    curves[name]?.cut(after: step) ?? []
  }

  mutating func append(_ record: MetricRecord) {
    let smoothing = smoothing
    for (name, value) in record.values {
      curves[name, default: Self.empty(name, smoothing)]
        .append(step: record.step, epoch: record.epoch, time: record.time, value: value)
    }
  }

  /// Adds what `tail` has beyond these curves.
  mutating func extend(with tail: CurveSet) {
    let smoothing = smoothing
    for (name, curve) in tail.curves {
      curves[name, default: Self.empty(name, smoothing)].extend(with: curve)
    }
  }

  private static func empty(_ name: String, _ smoothing: Double) -> Curve {
    var curve = Curve(limit: limit(of: name))
    if smoothing > 0, isNoisy(name) { curve.smoothing = smoothing }
    return curve
  }

  /// A row's curve is only ever a spark line, and there are three for each row.
  private static func limit(of name: String) -> Int { name.hasPrefix("row/") ? 256 : 4_096 }
}
