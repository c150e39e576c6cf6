/// Points of any number of metrics in the order they were read.
struct PointTable: Sendable {
  struct Point {
    /// The metric's place among the names.
    var metric: Int32
    var step: Int
    /// Passes over the data; NaN where that is not told.
    var epoch: Double
    /// Seconds, from whenever the file counts them.
    var time: Double
    var value: Double
  }

  /// The seconds since 1970, or since a run began, that are taken for times: some thousand years.
  static let possibleTimes = -1e11...1e11

  private(set) var names: [String] = []
  private(set) var points: [Point] = []
  private var places: [String: Int32] = [:]

  /// The place of a metric, a new one where the name is new; what a terminal would obey is left out of names.
  mutating func metric(_ name: String) -> Int32 {
    if let place = places[name] { return place }
    let printable = name.withoutControls
    let place = places[printable] ?? Int32(names.count)
    if place == names.count { names.append(printable) }
    places[printable] = place
    places[name] = place
    return place
  }

  /// Adds a point of a possible step; a time that is none is that of the point before, an epoch not told.
  mutating func append(_ point: Point) {
    var point = point
    if !Self.possibleTimes.contains(point.time) { point.time = points.last?.time ?? 0 }
    if !point.epoch.isFinite { point.epoch = .nan }
    points.append(point)
  }

  /// Takes back what a restarted run logs anew.
  mutating func removePoints(from step: Int) { points.removeAll { $0.step >= step } }

  mutating func rename(_ metric: String, to name: String) -> Bool {
    guard let place = places[metric], places[name] == nil else { return false }
    places = places.filter { $0.value != place }
    places[name] = place
    names[Int(place)] = name
    return true
  }

  /// Counts times from the first one; returns what that was.
  mutating func startTimesAtZero() -> Double? {
    guard let first = points.lazy.map(\.time).min() else { return nil }
    for index in points.indices { points[index].time -= first }
    return first
  }

  /// Brings the points into the order of steps, those of a step into that of time.
  ///
  /// Epochs that are not told are taken over from the point before.
  mutating func arrange() {
    let isOrdered = zip(points, points.dropFirst()).allSatisfy { !Self.isBefore($1, $0) }
    // Swift's sort keeps the order of equals.
    if !isOrdered { points.sort(by: Self.isBefore) }
    var epoch = 0.0
    for index in points.indices {
      if points[index].epoch.isNaN {
        points[index].epoch = epoch
      } else {
        epoch = points[index].epoch
      }
    }
  }

  private static func isBefore(_ one: Point, _ other: Point) -> Bool {
    one.step == other.step ? one.time < other.time : one.step < other.step
  }

  /// Calls `body` with the points of each tick, oldest first; the points must be arranged.
  ///
  /// A tick has at most one value of a metric, and what was logged of its step within a second:
  /// other tools write each metric of a step by itself.
  func forEachTick(_ body: (ArraySlice<Point>) throws -> Void) rethrows {
    var tick = 0
    var lastTick = Array(repeating: 0, count: names.count)
    var start = 0
    for index in points.indices {
      let point = points[index]
      let first = points[start]
      let isNew =
        index == start || point.step != first.step || point.time > first.time + 1
        || lastTick[Int(point.metric)] == tick
      if isNew {
        if index > start { try body(points[start..<index]) }
        start = index
        tick += 1
      }
      lastTick[Int(point.metric)] = tick
    }
    if start < points.count { try body(points[start...]) }
  }
}
