import Foundation
import GRDB
import ThawProtocol

extension SessionCheck {
  /// Does what can be done about the findings, while no engine runs the session.
  ///
  /// - Returns: How many findings were repaired.
  /// - Throws: ``StoreError``; ``StoreError/engineRunning(session:pid:)`` where one runs.
  public func repair() throws(StoreError) -> Int {
    let repairs = findings.map(\.repair).filter { $0 != .none }
    let inDatabase = repairs.filter(\.changesDatabase)
    try mendFiles(repairs)
    guard !inDatabase.isEmpty else { return repairs.count }
    try SessionDatabase.change(session) { queue in
      for repair in inDatabase { try perform(repair, queue) }
    }
    return repairs.count
  }

  /// Does what is to be done beside the database.
  private func mendFiles(_ repairs: [Finding.Repair]) throws(StoreError) {
    let lock = try EngineLock(session)
    defer { withExtendedLifetime(lock) {} }
    try SessionDatabase.translating(session.url.path) {
      for repair in repairs {
        switch repair {
        case .writeRecipe:
          try SessionReader(session).recipeText()
            .write(to: session.recipe, atomically: true, encoding: .utf8)
        case .remove(let file): try FileManager.default.removeItem(atPath: file)
        case .dropLabels: try FileManager.default.removeItem(at: session.labelsFile)
        case .none, .list, .dropBlocks, .dropFolds, .spaceSteps, .emptyTicks: break
        }
      }
    }
  }

  private func perform(_ repair: Finding.Repair, _ queue: DatabaseQueue) throws {
    switch repair {
    case .none, .writeRecipe, .remove, .dropLabels: break
    case .list(let info):
      try queue.write { db in
        try db.execute(
          sql: "INSERT OR REPLACE INTO checkpoint (folder, step, bytes) VALUES (?, ?, ?)",
          arguments: [info.folder, info.step, info.bytes])
      }
    case .dropBlocks(let blocks): try queue.write { try drop(blocks, $0) }
    case .dropFolds(let metrics):
      try queue.write { db in
        for metric in metrics {
          try db.execute(sql: "DELETE FROM pyramid WHERE metric = ?", arguments: [metric])
        }
      }
    case .spaceSteps(let ticks):
      try queue.write { db in for tick in ticks { try spaceSteps(ofBlock: tick, db) } }
    case .emptyTicks(let ticks):
      try queue.write { db in
        for tick in ticks {
          try db.execute(sql: "UPDATE tick SET data = x'' WHERE id = ?", arguments: [tick])
        }
        try recount(db)
      }
    }
  }

  /// Takes blocks out, and the folds above them: what is drawn then comes from the values that are left.
  private func drop(_ blocks: [Int], _ db: Database) throws {
    for block in blocks {
      try db.execute(
        sql: """
          DELETE FROM pyramid WHERE metric = (SELECT metric FROM block WHERE id = ?)
          """, arguments: [block])
      try db.execute(sql: "DELETE FROM block WHERE id = ?", arguments: [block])
    }
    try recount(db)
  }

  /// Counts anew what each metric came to.
  private func recount(_ db: Database) throws {
    let state = try WriterState(db)
    _ = try TailFold(db, attemptTick: state.attemptTick).fold(state.tail)
    try MetricSummaries(db).recount()
  }

  /// Writes a block of ticks anew: the first and the last step are known, epochs and times lie between the
  /// neighbours'.
  private func spaceSteps(ofBlock first: Int, _ db: Database) throws {
    let row = try Row.fetchOne(
      db, sql: "SELECT lastTick, firstStep, lastStep FROM tickBlock WHERE firstTick = ?",
      arguments: [first])
    guard let row else { return }
    let (last, firstStep, lastStep): (Int, Int, Int) = (row[0], row[1], row[2])
    let source = SeriesSource(db, metrics: [])
    let before = try? source.columns(holding: first - 1)
    let after = try? source.columns(holding: last + 1)
    func ends(_ column: KeyPath<TickColumns, [Double]>) -> (Double, Double) {
      let (low, high) = (before?[keyPath: column].last, after?[keyPath: column].first)
      return (low ?? high ?? 0, high ?? low ?? 0)
    }
    let (epochs, times) = (ends(\.epochs), ends(\.times))
    var columns = TickColumns(firstTick: first)
    for place in 0...last - first {
      let share = Double(place) / Double(max(1, last - first))
      let between = Double(place + 1) / Double(last - first + 2)
      columns.append(
        step: firstStep + Int((share * Double(lastStep - firstStep)).rounded()),
        epoch: epochs.0 + between * (epochs.1 - epochs.0),
        time: times.0 + between * (times.1 - times.0))
    }
    try db.execute(
      sql: "UPDATE tickBlock SET data = ? WHERE firstTick = ?",
      arguments: [columns.encoded(), first])
  }
}
