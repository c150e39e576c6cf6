import ThawCanvas
import ThawProtocol

/// The curves of a comparison as the screen and the page draw them: counted from a mark, a fork from where
/// it leaves its trunk, a group as its mean.
struct ComparedCurves {
  /// What is drawn as one curve: a session, or the mean of a group.
  struct Line {
    var name: String
    /// What it is called in short: a session's number, a group's letter.
    var sign: String
    /// The places of its sessions; one, unless it is a mean.
    var sessions: [Int]
    var points: [PlotPoint]
    /// From the least to the greatest value of the group; empty for a single session.
    var band: [PlotPoint] = []
    /// The session at whose end a mean ends, for others of its group are longer; nil where none is.
    var shortest: String?

    /// The place of its colour.
    var color: Int { sessions[0] }
  }

  /// The curves in the order of their first sessions; those without a point left out.
  private(set) var lines: [Line] = []
  /// Where forks leave their trunks, and what is counted from.
  private(set) var marks: [PlotMark] = []

  private let sessions: [ComparedSession]
  private let comparison: Comparison
  private let axis: PlotAxis

  /// Joins, aligns and averages curves.
  ///
  /// - Parameters:
  ///   - sessions: The compared sessions.
  ///   - comparison: Their forks, groups and alignment.
  ///   - metric: The metric that is drawn.
  ///   - axis: What x counts.
  ///   - smoothing: The weight of the past for noisy metrics, in 0..<1.
  init(
    _ sessions: [ComparedSession], _ comparison: Comparison, metric: String, axis: PlotAxis,
    smoothing: Double
  ) {
    self.sessions = sessions
    self.comparison = comparison
    self.axis = axis
    let curves = sessions.map { session in
      let curve = session.curves[metric]
      let isSmooth = smoothing > 0 && isNoisy(metric)
      let points =
        isSmooth ? curve.smoothedPoints(on: axis, weight: smoothing) : curve.points(on: axis)
      return zip(curve.buckets.map(\.step), points).map { (step: $0, point: $1) }
    }
    let groups =
      comparison.groups.isEmpty ? sessions.indices.map { [$0] } : comparison.groups.map(\.sessions)
    for (group, places) in groups.enumerated() {
      let members = places.map { (place: $0, points: drawn($0, curves)) }
        .filter { !$0.points.isEmpty }
      let parts = members.map(\.points)
      guard !parts.isEmpty else { continue }
      let sign =
        comparison.groups.isEmpty ? "\(places[0] + 1)" : Comparison.letters(ofGroup: group)
      if places.count == 1 {
        let name = sessions[places[0]].detail.summary.name
        lines.append(Line(name: name, sign: sign, sessions: places, points: parts[0]))
      } else {
        let few = parts.count < places.count ? " of \(places.count)" : ""
        let name = "\(comparison.groups[group].name) ×\(parts.count)\(few)"
        let mean = meanCurve(parts)
        let ends = members.map { (place: $0.place, x: $0.points.last?.x ?? 0) }
        let first = ends.min { $0.x < $1.x }
        let isCut = ends.contains { $0.x > (first?.x ?? $0.x) }
        lines.append(
          Line(
            name: name, sign: sign, sessions: places, points: mean.line, band: mean.band,
            shortest: isCut ? first.map { sessions[$0.place].detail.summary.name } : nil))
      }
    }
    marks = (zero.map { [$0] } ?? []) + comparison.forks.compactMap(mark)
  }

  /// Where a session's step is drawn; nil where it lacks the moment that steps are counted from.
  func place(ofStep step: Int, session: Int) -> Double? {
    guard let origin = origin(of: session) else { return nil }
    return sessions[session].place(ofStep: step, on: axis).map { $0 - origin }
  }

  /// The fork by which a session's first steps are drawn as its trunk's; nil where it is drawn whole.
  func joint(of session: Int) -> Comparison.Fork? {
    guard let fork = comparison.forks.first(where: { $0.session == session }),
      !isAveraged(session), !isAveraged(fork.trunk)
    else { return nil }
    // Counted from different steps, the same past lies at different places.
    let marks = comparison.alignment?.steps
    guard marks == nil || marks?[session] == marks?[fork.trunk] else { return nil }
    return fork
  }

  /// The line that a session belongs to; nil where it is not drawn.
  func line(of session: Int) -> Int? { lines.firstIndex { $0.sessions.contains(session) } }

  private func isAveraged(_ session: Int) -> Bool {
    comparison.groups.contains { $0.sessions.count > 1 && $0.sessions.contains(session) }
  }

  private func origin(of session: Int) -> Double? {
    guard let alignment = comparison.alignment else { return 0 }
    return alignment.steps[session].flatMap { sessions[session].place(ofStep: $0, on: axis) }
  }

  private func drawn(_ session: Int, _ curves: [[(step: Int, point: PlotPoint)]]) -> [PlotPoint] {
    guard let origin = origin(of: session) else { return [] }
    var points = curves[session]
    if let joint = joint(of: session),
      let start = curves[joint.trunk].last(where: { $0.step <= joint.step })
    {
      points = [start] + points.filter { $0.step > joint.step }
    }
    guard origin != 0 else { return points.map(\.point) }
    return points.map { _, point in
      var point = point
      point.x -= origin
      return point
    }
  }

  private var zero: PlotMark? {
    guard let mark = comparison.alignment?.mark, !lines.isEmpty else { return nil }
    let kind: PlotMark.Kind =
      switch mark {
      case .thaw: .thaw
      case .freeze: .freeze
      case .checkpoint: .checkpoint
      case .fork: .fork
      case .intervention: .note
      }
    return PlotMark(x: 0, kind: kind, label: mark.title)
  }

  private func mark(_ fork: Comparison.Fork) -> PlotMark? {
    guard let joint = joint(of: fork.session), line(of: fork.session) != nil,
      // All at zero, they are one mark, which is there already.
      comparison.alignment?.mark != .fork,
      let x = place(ofStep: joint.step, session: joint.trunk)
    else { return nil }
    return PlotMark(
      x: x, kind: .fork,
      label: "\(fork.session + 1) leaves \(fork.trunk + 1) at step \(grouped(fork.step))")
  }
}

/// The mean of several curves where all of them are, and the band from the least to the greatest.
func meanCurve(_ curves: [[PlotPoint]]) -> (line: [PlotPoint], band: [PlotPoint]) {
  let limit = 2_048
  guard let start = curves.compactMap(\.first?.x).max(),
    let end = curves.compactMap(\.last?.x).min()
  else { return ([], []) }
  var places = Set(curves.flatMap { $0.map(\.x) }).filter { $0 >= start && $0 <= end }.sorted()
  if places.count > limit {
    let stride = (places.count + limit - 1) / limit
    places = places.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }
  var (line, band): ([PlotPoint], [PlotPoint]) = ([], [])
  var next = Array(repeating: 0, count: curves.count)
  for x in places {
    let values = curves.indices.map { curve in
      while next[curve] + 1 < curves[curve].count, curves[curve][next[curve]].x < x {
        next[curve] += 1
      }
      return value(of: curves[curve], at: x, before: next[curve])
    }
    let mean = values.reduce(0) { $0 + $1.mid } / Double(values.count)
    line.append(PlotPoint(x: x, y: mean))
    guard mean.isFinite else { continue }
    band.append(
      PlotPoint(
        x: x, low: values.map(\.low).min() ?? mean, high: values.map(\.high).max() ?? mean,
        mid: mean))
  }
  return (line, band)
}

/// A curve's value at a place, between the point at an index, which is not before the place, and the one before it.
private func value(of curve: [PlotPoint], at x: Double, before index: Int) -> PlotPoint {
  let right = curve[index]
  guard index > 0, right.x > x else { return right }
  let left = curve[index - 1]
  let share = (x - left.x) / (right.x - left.x)
  func between(_ part: KeyPath<PlotPoint, Double>) -> Double {
    left[keyPath: part] * (1 - share) + right[keyPath: part] * share
  }
  return PlotPoint(x: x, low: between(\.low), high: between(\.high), mid: between(\.mid))
}
