import Foundation
import GRDB
import ThawProtocol

extension SessionCheck {
  /// What a repair did.
  public struct Repaired: Equatable, Sendable {
    /// How many findings it did something about.
    public var count: Int
    /// The new database, where the old one had damaged pages.
    public var salvage: SessionSalvage?
  }

  /// Does what can be done about the findings, while no engine runs the session.
  ///
  /// - Throws: ``StoreError``; ``StoreError/engineRunning(session:pid:)`` where one runs.
  public func repair() throws(StoreError) -> Repaired {
    let repairs = findings.map(\.repair).filter { $0 != .none }
    guard !repairs.contains(.salvage) else {
      let salvage = try SessionSalvage(of: session)
      // What else was found may have been of the damaged pages; the new database tells.
      let rest = try SessionCheck(session).repair()
      return Repaired(count: 1 + rest.count, salvage: salvage)
    }
    try mendFiles(repairs)
    if repairs.contains(where: \.changesDatabase) {
      try SessionDatabase.change(session) { queue in
        try queue.write { db in try mend(repairs, db) }
      }
    }
    return Repaired(count: repairs.count)
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
        case .none, .list, .dropBlocks, .refold, .spaceSteps, .emptyTicks, .salvage: break
        }
      }
    }
  }

  /// Does what is to be done in the database: what is drawn then comes from the values that are left.
  private func mend(_ repairs: [Finding.Repair], _ db: Database) throws {
    var metrics: Set<Int> = []
    var changesValues = false
    for repair in repairs {
      switch repair {
      case .none, .writeRecipe, .remove, .dropLabels, .salvage: break
      case .list(let info):
        try db.execute(
          sql: "INSERT OR REPLACE INTO checkpoint (folder, step, bytes) VALUES (?, ?, ?)",
          arguments: [info.folder, info.step, info.bytes])
      case .dropBlocks(let blocks):
        for block in blocks {
          metrics.formUnion(
            try Int.fetchAll(db, sql: "SELECT metric FROM block WHERE id = ?", arguments: [block]))
          try db.execute(sql: "DELETE FROM block WHERE id = ?", arguments: [block])
        }
      case .refold(let folded): metrics.formUnion(folded)
      case .spaceSteps: try TickGaps(db).fill()
      case .emptyTicks(let ticks):
        for tick in ticks {
          try db.execute(sql: "UPDATE tick SET data = x'' WHERE id = ?", arguments: [tick])
        }
        changesValues = true
      }
    }
    guard changesValues || !metrics.isEmpty else { return }
    let folds = MetricFolds(db)
    for metric in metrics.sorted() { try folds.refold(metric) }
    try folds.recount()
  }
}
