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
    let columns = max(buckets, 1)
    return try read { db in
      let numbers = try Self.numbers(of: metrics, db)
      let source = SeriesSource(db, metrics: Set(numbers.values))
      let shown = try TickRanges(source).visible(steps: steps)
      var series: [String: [MetricBucket]] = [:]
      for (name, metric) in numbers {
        var fold = ColumnFold(columns: columns, of: steps ?? shown.steps)
        for ticks in shown.ticks {
          let level = try source.level(of: metric, ticks, columns: columns)
          try source.collect(metric, level: level, ticks, into: &fold)
        }
        let found = fold.buckets
        if !found.isEmpty { series[name] = found }
      }
      return series
    }
  }

  /// What was logged of some metrics and later taken back, by undoing or by resuming from a checkpoint.
  ///
  /// A curve for each attempt that was left, oldest first, in at most `buckets` stretches.
  ///
  /// - Throws: ``StoreError``.
  public func abandonedSeries(
    _ metrics: [String], buckets: Int
  ) throws(StoreError) -> [String: [[MetricBucket]]] {
    let columns = max(buckets, 1)
    return try read { db in
      let numbers = try Self.numbers(of: metrics, db)
      let source = SeriesSource(db, metrics: Set(numbers.values))
      let ranges = TickRanges(source)
      var series: [String: [[MetricBucket]]] = [:]
      for ticks in try ranges.abandoned() {
        let steps = try ranges.steps(of: ticks)
        for (name, metric) in numbers {
          var fold = ColumnFold(columns: columns, of: steps)
          let level = try source.level(of: metric, ticks, columns: columns)
          try source.collect(metric, level: level, ticks, into: &fold)
          let found = fold.buckets
          if !found.isEmpty { series[name, default: []].append(found) }
        }
      }
      return series
    }
  }

  /// Calls `body` with each point of a metric, in order of steps, exactly as it was logged.
  ///
  /// Holds a few thousand points at a time, however long the run is. Of a damaged session it goes on with what is
  /// whole, and throws at the end.
  ///
  /// - Throws: ``StoreError``, or what `body` throws.
  public func points(of metric: String, _ body: (MetricPoint) throws -> Void) throws {
    try passing { db in
      let numbers = try Self.numbers(of: [metric], db)
      let source = SeriesSource(db, metrics: Set(numbers.values))
      let shown = try TickRanges(source).ranges(steps: nil)
      var damage: (any Error)?
      for number in numbers.values {
        for ticks in shown {
          for part in try source.parts(of: number, ticks) {
            do {
              try source.segments(of: number, part) { try $0.points(body) }
            } catch let error
              where error is BlobError || (error as? DatabaseError)?.isDamage == true
            {
              damage = damage ?? error
            }
          }
        }
      }
      if let damage { throw damage }
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

  private static func numbers(of metrics: [String], _ db: Database) throws -> [String: Int] {
    let statement = try db.cachedStatement(sql: "SELECT id FROM metric WHERE name = ?")
    var numbers: [String: Int] = [:]
    for name in metrics { numbers[name] = try Int.fetchOne(statement, arguments: [name]) }
    return numbers
  }
}
