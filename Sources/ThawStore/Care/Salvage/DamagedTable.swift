import GRDB

/// A table whose pages may be damaged.
struct DamagedTable {
  let db: Database
  let name: String

  /// Calls `body` with the rows from the first on until one is damaged, then with those from the last back.
  ///
  /// The first column is the number of the row, and the table's own follow.
  ///
  /// - Returns: Whether all were read, and whether the last was.
  /// - Throws: What `body` throws, and what the database does for other reasons than damage.
  func forEachRow(
    _ body: (Row) throws -> Void
  ) throws -> (isWhole: Bool, hasEnd: Bool) {
    // A name that a damaged list of tables lacks cannot be asked for.
    guard try orDamage({ try db.tableExists(name) }) == true else { return (false, false) }
    guard let low = try scan(Int64.min...Int64.max, "ASC", body) else { return (true, true) }
    return (false, try scan(low...Int64.max, "DESC", body) != Int64.max)
  }

  /// Reads rows in order; returns the number from which on nothing was read, nil where all was.
  private func scan(
    _ range: ClosedRange<Int64>, _ order: String, _ body: (Row) throws -> Void
  ) throws -> Int64? {
    let isUpward = order == "ASC"
    var next = isUpward ? range.lowerBound : range.upperBound
    let rows = try orDamage {
      try Row.fetchCursor(
        db,
        sql: """
          SELECT rowid, * FROM \(name) NOT INDEXED WHERE rowid BETWEEN ? AND ? ORDER BY rowid \(order)
          """, arguments: [range.lowerBound, range.upperBound])
    }
    guard let rows else { return next }
    // What `body` throws is not of this database, so it is called apart from the reading.
    while let found = try orDamage({ try rows.next() }) {
      guard let row = found else { return nil }
      let number: Int64 = row[0]
      // Numbers out of order are of a page that lies.
      guard isUpward ? number >= next : number <= next else { return next }
      try body(row)
      guard number != (isUpward ? range.upperBound : range.lowerBound) else { return nil }
      next = isUpward ? number + 1 : number - 1
    }
    return next
  }
}

/// What a database answers; nil where it met damage.
private func orDamage<Value>(_ ask: () throws -> Value) throws -> Value? {
  do { return try ask() } catch let error as DatabaseError where error.isDamage { return nil }
}

/// The pages of a damaged database one by one, for rows to which the pages above lead no more.
///
/// In a copy in memory a table begins at any page that is wanted: SQLite then reads the rows of a page that is of a table,
/// and refuses others. Pages of other tables with such columns are read too, and pages that are no longer in
/// use, so what is read must be held against what it can be.
struct LoosePages {
  private let copy: DatabaseQueue

  /// Copies a database.
  init(of old: Database) throws {
    copy = try DatabaseQueue()
    try copy.writeWithoutTransaction { try old.backup(to: $0) }
  }

  /// Calls `body` with each row of each page that can be one of a table; the number of the row comes first.
  ///
  /// - Throws: What `body` throws, and what the database does for other reasons than damage.
  func forEachRow(of table: String, _ body: (Row) throws -> Void) throws {
    try copy.writeWithoutTransaction { db in
      let count = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      // The first page begins the list of tables.
      for page in 1...max(count, 1) where page > 1 {
        let isPossible: Void? = try orDamage {
          try db.execute(
            sql: """
              PRAGMA writable_schema = ON;
              UPDATE sqlite_master SET rootpage = \(page)
                WHERE type = 'table' AND name = '\(table)';
              PRAGMA writable_schema = RESET
              """)
        }
        guard isPossible != nil else { continue }
        _ = try DamagedTable(db: db, name: table).forEachRow(body)
      }
    }
  }
}
