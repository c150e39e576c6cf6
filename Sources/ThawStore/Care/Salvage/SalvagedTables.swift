import GRDB

/// Copies what can be read of a damaged database into a new one that has tables and nothing in them.
struct SalvagedTables {
  /// What became of a table.
  struct Outcome {
    /// Whether something of it could not be read.
    var isCut = false
    /// Whether it cannot be told if there were more rows at its end.
    var hasLostEnd = false
  }

  /// The tables that are copied.
  static let names = [
    "session", "attempt", "journal", "layerRow", "checkpoint", "metric", "tick", "tickBlock",
    "block",
  ]

  private let old: Database
  private let new: Database
  private(set) var outcomes: [String: Outcome] = [:]
  /// The first ticks of the blocks that there were, as an index tells, by metric; nil where that is damaged, too.
  private(set) var blocks: [Int: [Int]]?

  /// Copies all but folds, which are made anew from the values.
  ///
  /// - Throws: ``BlobError`` where no table can be read; what the databases throw for other reasons than damage.
  init(from old: Database, to new: Database) throws {
    self.old = old
    self.new = new
    for name in Self.names {
      let row = try RowCopy(into: name, new)
      var hasLies = false
      let read = try DamagedTable(db: old, name: name).forEachRow {
        hasLies = try !row.copy($0) || hasLies
      }
      outcomes[name] = Outcome(isCut: hasLies || !read.isWhole, hasLostEnd: !read.hasEnd)
    }
    let cut = Self.names.filter { outcomes[$0]?.isCut == true }
    // Those have one page, and the columns of an attempt may be any numbers.
    let loose = cut.filter { $0 != "session" && $0 != "attempt" }
    if !loose.isEmpty {
      let pages = try LoosePages(of: old)
      for name in loose {
        let row = try RowCopy(into: name, new)
        try pages.forEachRow(of: name) { _ = try row.copy($0) }
      }
    }
    guard try cut.count < Self.names.count || !isEmpty() else {
      throw BlobError(detail: "no table of it can be read")
    }
    try copyMetricNames()
    blocks = try listedBlocks()
  }

  private func isEmpty() throws -> Bool {
    try Self.names.allSatisfy { try Int.fetchOne(new, sql: "SELECT 1 FROM \($0) LIMIT 1") == nil }
  }

  /// The index that holds metrics' names apart has them on other pages; what the metrics came to is counted anew.
  private func copyMetricNames() throws {
    guard outcomes["metric"]?.isCut == true else { return }
    try untilDamage {
      let rows = try Row.fetchCursor(old, sql: "SELECT id, name FROM metric ORDER BY name")
      while let row = try rows.next() {
        let values: [DatabaseValue] = [row[0], row[1]]
        guard case (.int64, .string) = (values[0].storage, values[1].storage) else { continue }
        try new.execute(
          sql: "INSERT OR IGNORE INTO metric (id, name, count) VALUES (?, ?, 0)",
          arguments: StatementArguments(values))
      }
    }
  }

  private func listedBlocks() throws -> [Int: [Int]]? {
    var blocks: [Int: [Int]] = [:]
    let isWhole = try untilDamage {
      let rows = try Row.fetchCursor(
        old, sql: "SELECT metric, firstTick FROM block ORDER BY metric, firstTick")
      while let row = try rows.next() {
        guard let metric = Int.fromDatabaseValue(row[0]), let tick = Int.fromDatabaseValue(row[1])
        else { continue }
        blocks[metric, default: []].append(tick)
      }
    }
    return isWhole ? blocks : nil
  }

  /// Reads until damage is met; returns whether none was.
  @discardableResult
  private func untilDamage(_ read: () throws -> Void) throws -> Bool {
    do {
      try read()
      return true
    } catch let error as DatabaseError where error.isDamage {
      return false
    }
  }
}

/// Copies rows of a damaged table that can be what they say.
private struct RowCopy {
  private let table: String
  private let columns: [ColumnInfo]
  private let insert: Statement

  init(into table: String, _ db: Database) throws {
    self.table = table
    // Of two versions of a block the longer is the newer; numbers of blocks mean nothing.
    let isBlock = table == "block"
    columns = try db.columns(in: table).filter { !isBlock || $0.name != "id" }
    insert = try db.makeStatement(
      sql: """
        INSERT \(isBlock ? "" : "OR IGNORE") INTO \(table)
          (\(columns.map(\.name).joined(separator: ", ")))
        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        """
          + (isBlock
            ? """
            ON CONFLICT (metric, firstTick) DO UPDATE
            SET lastTick = excluded.lastTick, count = excluded.count, data = excluded.data
            WHERE excluded.count > count
            """ : ""))
  }

  /// Returns whether the row was one of the table.
  func copy(_ row: Row) throws -> Bool {
    let values = columns.map { column -> DatabaseValue in
      row.hasColumn(column.name) ? row[column.name] : .null
    }
    guard zip(columns, values).allSatisfy({ $0.takes($1) }), isWhole(row) else { return false }
    try insert.execute(arguments: StatementArguments(values))
    return true
  }

  /// Whether what the row holds can be decoded, and says the same as its columns.
  private func isWhole(_ row: Row) -> Bool {
    switch table {
    case "block":
      guard let block = try? ValueBlock(firstTick: row["firstTick"], decoding: row["data"]) else {
        return false
      }
      return block.ticks.last == row["lastTick"] && block.count == row["count"]
    case "tickBlock":
      let columns = try? TickColumns(firstTick: row["firstTick"], decoding: row["data"])
      return columns?.lastTick == row["lastTick"] && columns?.steps.first == row["firstStep"]
    case "tick": return (try? RecordBlob.decode(row["data"]) { _, _ in }) != nil
    case "layerRow": return (try? SessionQueries.layerRow(row)) != nil
    default: return true
    }
  }
}

extension ColumnInfo {
  /// Whether a value can be one of the column; a damaged page has any.
  fileprivate func takes(_ value: DatabaseValue) -> Bool {
    switch (value.storage, type) {
    case (.null, _): !isNotNull && primaryKeyIndex == 0
    case (.int64, "INTEGER"), (.int64, "REAL"), (.double, "REAL"), (.string, "TEXT"),
      (.blob, "BLOB"):
      true
    default: false
    }
  }
}
