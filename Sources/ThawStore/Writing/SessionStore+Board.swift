import Foundation
import GRDB
public import ThawProtocol

extension SessionStore {
  /// Replaces the layer board.
  ///
  /// - Throws: ``StoreError``.
  public func setRows(_ rows: [LayerRow]) throws(StoreError) {
    try write { db, _ in
      try db.execute(sql: "DELETE FROM layerRow")
      for (position, row) in rows.enumerated() {
        try db.cachedStatement(
          sql: """
            INSERT INTO layerRow
              (position, name, parameters, state, tensors, cost, standing, shared)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).execute(arguments: [
          position, row.name, row.parameters, row.state.rawValue, try json(row.tensors),
          try row.cost.map(json), try row.standing.map(json), try row.sharedWith.map(json),
        ])
      }
    }
  }

  /// Changes the states of rows by name; unknown names are ignored.
  ///
  /// - Throws: ``StoreError``.
  public func updateRowStates(_ states: [String: RowState]) throws(StoreError) {
    try write { db, _ in
      for (name, state) in states {
        try db.cachedStatement(sql: "UPDATE layerRow SET state = ? WHERE name = ?")
          .execute(arguments: [state.rawValue, name])
      }
    }
  }

  /// Changes what stands behind rows by name; unknown names are ignored.
  ///
  /// - Throws: ``StoreError``.
  public func updateStandings(_ standings: [String: RowStanding]) throws(StoreError) {
    try write { db, _ in
      for (name, standing) in standings {
        try db.cachedStatement(sql: "UPDATE layerRow SET standing = ? WHERE name = ?")
          .execute(arguments: [try json(standing), name])
      }
    }
  }

  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
