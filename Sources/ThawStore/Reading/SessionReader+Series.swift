import Foundation
import GRDB
public import ThawProtocol

extension SessionReader {
  /// A metric's curve in at most `buckets` stretches of equal width in steps.
  ///
  /// Single points where that many fit; else each stretch keeps the exact minimum, maximum and non-finite
  /// count of its points. A metric that was never logged has none. The work is of the order of
  /// `buckets`, however long the run is.
  ///
  /// - Throws: ``StoreError``.
  public func series(
    _ metric: String, steps: ClosedRange<Int>? = nil, buckets: Int
  ) throws(StoreError) -> [MetricBucket] {
    try series([metric], steps: steps, buckets: buckets)[metric] ?? []
  }

  /// The curves of several metrics, all from one state of the session.
  ///
  /// Each is as ``series(_:steps:buckets:)`` gives it; metrics without points are left out.
  ///
  /// - Throws: ``StoreError``.
  public func series(
    _ metrics: [String], steps: ClosedRange<Int>? = nil, buckets: Int
  ) throws(StoreError) -> [String: [MetricBucket]] {
    try read { db in
      let source = SeriesSource(db)
      let ranges = try TickRanges(source).visible(steps: steps)
      var series: [String: [MetricBucket]] = [:]
      for name in Set(metrics) {
        guard let metric = try Self.number(of: name, db) else { continue }
        var fold = ColumnFold(columns: max(buckets, 1))
        for range in ranges {
          let level = try Self.level(of: metric, range, columns: max(buckets, 1), source)
          try source.collect(metric, level: level, range) { fold.add($0) }
        }
        series[name] = fold.buckets.isEmpty ? nil : fold.buckets
      }
      return series
    }
  }

  /// Calls `body` with each point of a metric, in order of steps, exactly as it was logged.
  ///
  /// Holds a few thousand points at a time, however long the run is.
  ///
  /// - Throws: ``StoreError``, or what `body` throws.
  public func points(of metric: String, _ body: (MetricPoint) throws -> Void) throws {
    try passing { db in
      guard let number = try Self.number(of: metric, db) else { return }
      let source = SeriesSource(db)
      for range in try TickRanges(source).visible(steps: nil) {
        try source.points(of: number, range, body)
      }
    }
  }

  /// All points of a metric, in order of steps.
  ///
  /// - Throws: ``StoreError``.
  public func points(of metric: String) throws(StoreError) -> [MetricPoint] {
    try SessionDatabase.translating(folder.database.path) {
      var points: [MetricPoint] = []
      try self.points(of: metric) { points.append($0) }
      return points
    }
  }

  private static func number(of metric: String, _ db: Database) throws -> Int? {
    try Int.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM metric WHERE name = ?"), arguments: [metric])
  }

  /// The coarsest level that still has a fold for each column; below the pyramid's: the values.
  private static func level(
    of metric: Int, _ ticks: ClosedRange<Int>, columns: Int, _ source: SeriesSource
  ) throws -> Int {
    for level in PyramidNode.levels.reversed()
    where try source.hasFolds(columns, of: metric, level: level, in: ticks) {
      return level
    }
    return PyramidNode.levels.lowerBound - 1
  }
}

/// Folds a curve into columns of equal width in steps once it has more points than columns.
struct ColumnFold {
  private let columns: Int
  private var collected: [MetricBucket] = []

  init(columns: Int) { self.columns = columns }

  mutating func add(_ bucket: MetricBucket) { collected.append(bucket) }

  var buckets: [MetricBucket] {
    guard collected.count > columns, let first = collected.first, let last = collected.last else {
      return collected
    }
    let span = Double(max(last.step - first.step, 0) + 1)
    var folded: [MetricBucket] = []
    var column = -1
    for bucket in collected {
      let place = min(Int(Double(bucket.step - first.step) / span * Double(columns)), columns - 1)
      if place == column {
        folded[folded.count - 1] = folded[folded.count - 1].merged(with: bucket)
      } else {
        folded.append(bucket)
        column = place
      }
    }
    return folded
  }
}
