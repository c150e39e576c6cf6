import GRDB
import ThawProtocol

extension SessionReader {
  /// Calls `body` with all that is shown of the run, record by record as it was logged, some thousand at a time.
  ///
  /// - Throws: ``StoreError``, or what `body` throws.
  func records(through last: Int, _ body: ([MetricRecord]) throws -> Void) throws {
    try passing { db in
      let names = try Row.fetchAll(db, sql: "SELECT id, name FROM metric")
      let source = SeriesSource(db, metrics: Set(names.map { $0["id"] }))
      // Nothing is logged before step 0.
      for ticks in try TickRanges(source).visible(steps: 0...max(last, 0)).ticks {
        for start in stride(from: ticks.lowerBound, through: ticks.upperBound, by: 4_096) {
          let part = start...min(start + 4_095, ticks.upperBound)
          var records: [Int: MetricRecord] = [:]
          for name in names {
            try source.segments(of: name["id"], part) { $0.add(to: &records, as: name["name"]) }
          }
          try body(records.sorted { $0.key < $1.key }.map(\.value))
        }
      }
    }
  }
}

extension SeriesSegment {
  /// Adds the values to the records of their ticks.
  fileprivate func add(to records: inout [Int: MetricRecord], as name: String) {
    for index in range {
      let tick = block.ticks[index]
      let place = tick - columns.firstTick
      records[
        tick,
        default: MetricRecord(
          step: columns.steps[place], epoch: columns.epochs[place], time: columns.times[place],
          values: [:])
      ].values[name] = block.values[index]
    }
  }
}
