import GRDB

/// Makes the folds of metrics anew from their values, inside the caller's transaction.
struct MetricFolds {
  private let db: Database

  init(_ db: Database) { self.db = db }

  /// Folds anew what is in blocks; those and the ticks that they are of must be readable.
  func refold(_ metric: Int) throws {
    try db.execute(sql: "DELETE FROM pyramid WHERE metric = ?", arguments: [metric])
    let source = SeriesSource(db, metrics: [])
    let end = try Int.fetchOne(db, sql: "SELECT max(lastTick) FROM tickBlock") ?? 0
    let starts = try Int.fetchAll(db, sql: "SELECT firstTick FROM attempt ORDER BY firstTick")
    for (start, next) in zip(starts, starts.dropFirst() + [end + 1]) where start < next {
      let fold = TailFold(db, attemptTick: start)
      try source.segments(of: metric, start...next - 1) { segment in
        let values = ValueBlock(
          ticks: Array(segment.block.ticks[segment.range]),
          values: Array(segment.block.values[segment.range]))
        try fold.push(values, of: metric, segment.columns)
      }
    }
  }

  /// Folds the newest ticks, and counts anew what each metric came to.
  func recount() throws {
    let state = try WriterState(db)
    _ = try TailFold(db, attemptTick: state.attemptTick).fold(state.tail)
    try MetricSummaries(db).recount()
  }
}
