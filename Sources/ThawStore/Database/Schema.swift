import GRDB

/// The tables of `session.sqlite`.
///
/// One row each:
/// - `session`: when it began (Unix seconds), architecture, recipe (TOML), phase and why, step, epoch,
///   total steps; `lastSignAt` (Unix seconds, of metrics or a
///   phase) and `stepSeconds` tell a stalled run from a slow one. `origin` says what an imported session
///   was read from; its `recipe` holds the settings found there, and its `architecture` is empty.
///   `cache` is what was last kept of the outputs of frozen rows, as JSON.
///
/// What was done:
/// - `attempt`: a start, a resumption or a return to an earlier moment. It began after `startStep` steps; its
///   ticks begin at `firstTick`. It goes on from attempt `parent` (the one before it, where that is NULL), of
///   whose journal the entries up to `journal` stay in force. What is shown is the newest attempt and those it
///   came through, each up to where it was left; the rest was taken back, and stays stored.
/// - `journal`: commands and what became of them, by attempt.
/// - `layerRow`: the layer board; `tensors` is a JSON array, `cost` and `standing` are JSON objects, `shared`
///   is a JSON array of row names; each as on the wire, and NULL where there is nothing to say.
/// - `checkpoint`: complete checkpoints, with the attempt they are of and the last journal entry before them.
///
/// Metrics. A *tick* is one record of the trainer: a step, its epoch and time, and the values of any
/// number of metrics. Ticks are numbered from 1 in the order they came.
/// - `metric`: names by number, with what a listing shows of each: count, last and best value.
/// - `tick`: the newest ticks, one row each. `data` holds number and value of each metric.
/// - `tickBlock`: steps, epochs and times of 4,096 older ticks.
/// - `block`: up to 4,096 values of one metric with the numbers of their ticks.
/// - `pyramid`: minimum, maximum, mean, count and non-finite count of every 16^`level` values of a
///   metric for levels 2 to 6, with the place of the first and last; 16 such in a row.
///
/// `data` of the last three begins with 0 and the CRC-32C of what follows, as little-endian; schemas before 7 wrote
/// none, and such a blob stays as it is. The forms of the blobs are told by ``RecordBlob``, ``TickColumns``, ``ValueBlock`` and
/// ``PyramidNode``. SQLite stores NaN as NULL.
///
/// The journal mode is WAL while the session is written, so that readers never wait, and DELETE once it
/// ended, so that a recorded session is a single file.
enum Schema {
  /// The newest version, which `PRAGMA user_version` also tells.
  static let version = 7
  /// The oldest version that readers understand as it is.
  static let oldestReadable = 1

  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(sql: version1)
      try db.execute(sql: "PRAGMA user_version = 1")
    }
    migrator.registerMigration("2") { db in
      try db.execute(sql: "ALTER TABLE session ADD COLUMN origin TEXT")
      try db.execute(sql: "PRAGMA user_version = 2")
    }
    migrator.registerMigration("3") { db in
      try db.execute(sql: "ALTER TABLE layerRow ADD COLUMN cost TEXT")
      try db.execute(sql: "PRAGMA user_version = 3")
    }
    migrator.registerMigration("4") { db in
      try db.execute(sql: "ALTER TABLE session ADD COLUMN cache TEXT")
      try db.execute(sql: "PRAGMA user_version = 4")
    }
    migrator.registerMigration("5") { db in
      for column in ["standing", "shared"] {
        try db.execute(sql: "ALTER TABLE layerRow ADD COLUMN \(column) TEXT")
      }
      try db.execute(sql: "PRAGMA user_version = 5")
    }
    migrator.registerMigration("6") { db in
      try db.execute(
        sql: """
          ALTER TABLE attempt ADD COLUMN parent INTEGER REFERENCES attempt (number);
          ALTER TABLE attempt ADD COLUMN journal INTEGER;
          ALTER TABLE attempt ADD COLUMN threads INTEGER;
          ALTER TABLE checkpoint ADD COLUMN attempt INTEGER REFERENCES attempt (number);
          ALTER TABLE checkpoint ADD COLUMN journal INTEGER;
          PRAGMA user_version = 6
          """)
    }
    migrator.registerMigration("7") { db in
      // No table changes: blobs that are written from now on have checksums, which older versions cannot read.
      try db.execute(sql: "PRAGMA user_version = 7")
    }
    return migrator
  }()

  private static let version1 = """
    CREATE TABLE session (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      started REAL NOT NULL,
      architecture TEXT NOT NULL,
      recipe TEXT NOT NULL,
      phase TEXT NOT NULL,
      reason TEXT,
      step INTEGER NOT NULL,
      epoch REAL NOT NULL,
      totalSteps INTEGER NOT NULL,
      lastSignAt REAL,
      stepSeconds REAL
    );
    CREATE TABLE attempt (
      number INTEGER PRIMARY KEY,
      startStep INTEGER NOT NULL,
      firstTick INTEGER NOT NULL
    );
    CREATE TABLE journal (
      id INTEGER PRIMARY KEY,
      attempt INTEGER NOT NULL REFERENCES attempt (number),
      step INTEGER NOT NULL,
      time REAL NOT NULL,
      command TEXT NOT NULL,
      applied INTEGER,
      note TEXT,
      refused TEXT,
      CHECK ((applied IS NULL) <> (refused IS NULL))
    );
    CREATE TABLE layerRow (
      position INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      parameters INTEGER NOT NULL,
      state TEXT NOT NULL,
      tensors TEXT NOT NULL
    );
    CREATE TABLE checkpoint (
      folder TEXT PRIMARY KEY,
      step INTEGER NOT NULL,
      bytes INTEGER NOT NULL
    );
    CREATE TABLE metric (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      count INTEGER NOT NULL,
      last REAL,
      best REAL
    );
    CREATE TABLE tick (
      id INTEGER PRIMARY KEY,
      step INTEGER NOT NULL,
      epoch REAL NOT NULL,
      time REAL NOT NULL,
      data BLOB NOT NULL
    );
    CREATE TABLE tickBlock (
      firstTick INTEGER PRIMARY KEY,
      lastTick INTEGER NOT NULL,
      firstStep INTEGER NOT NULL,
      lastStep INTEGER NOT NULL,
      data BLOB NOT NULL
    );
    CREATE TABLE block (
      id INTEGER PRIMARY KEY,
      metric INTEGER NOT NULL REFERENCES metric (id),
      firstTick INTEGER NOT NULL,
      lastTick INTEGER NOT NULL,
      count INTEGER NOT NULL,
      data BLOB NOT NULL,
      UNIQUE (metric, firstTick)
    );
    CREATE TABLE pyramid (
      id INTEGER PRIMARY KEY,
      metric INTEGER NOT NULL REFERENCES metric (id),
      level INTEGER NOT NULL,
      firstTick INTEGER NOT NULL,
      lastTick INTEGER NOT NULL,
      data BLOB NOT NULL,
      UNIQUE (metric, level, firstTick)
    );
    """
}
