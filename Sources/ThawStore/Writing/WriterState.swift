import GRDB
import ThawProtocol

/// What the writer knows of its database without asking it.
struct WriterState {
  /// A metric's number and what a listing shows of it.
  struct Metric {
    var id: Int
    var direction: MetricDirection
    var summary: MetricSummary
  }

  /// The number of the running attempt.
  var attempt: Int
  /// The first tick of the running attempt.
  var attemptTick: Int
  /// The number the next tick gets.
  var nextTick: Int
  /// The number of the journal's last entry; 0 for none.
  var lastEntry: Int
  /// How many ticks are rows.
  var tail: Int
  /// The step of the attempt's newest tick, or the step it started from.
  var lastStep: Int
  /// Metrics by name.
  var metrics: [String: Metric]
  /// Tells how long steps take.
  var pace = Pace()

  /// Reads the state of a database in which an attempt has begun.
  init(_ db: Database) throws {
    guard
      let attempt = try Row.fetchOne(
        db, sql: "SELECT number, firstTick, startStep FROM attempt ORDER BY number DESC LIMIT 1")
    else { throw BlobError(detail: "it has no attempt") }
    self.attempt = attempt[0]
    attemptTick = attempt[1]
    lastStep = attempt[2]
    lastEntry = try Int.fetchOne(db, sql: "SELECT max(id) FROM journal") ?? 0
    tail = try Int.fetchOne(db, sql: "SELECT count(*) FROM tick") ?? 0
    nextTick = try SessionQueries.nextTick(db)
    metrics = [:]
    let rows = try Row.fetchCursor(db, sql: "SELECT id, name, count, last, best FROM metric")
    while let row = try rows.next() {
      let name: String = row[1]
      metrics[name] = Metric(
        id: row[0], direction: MetricDefinition(named: name).direction,
        summary: MetricSummary(last: row[3] ?? .nan, best: row[4], count: row[2]))
    }
  }
}

extension MetricSummary {
  /// Takes a newer value into account.
  mutating func add(_ value: Double, _ direction: MetricDirection) {
    last = value
    count += 1
    guard value.isFinite else { return }
    switch direction {
    case .lowerIsBetter: best = min(best ?? value, value)
    case .higherIsBetter: best = max(best ?? value, value)
    case .neutral: break
    }
  }
}

/// The median of what the last steps took.
struct Pace {
  private static let window = 64

  private var seconds: [Double] = []
  private var next = 0
  private var last: (step: Int, time: Double)?

  /// Notes when a step ended.
  mutating func add(step: Int, time: Double) {
    defer { last = (step, time) }
    guard let last, step > last.step, time >= last.time else { return }
    let each = (time - last.time) / Double(step - last.step)
    if seconds.count < Self.window {
      seconds.append(each)
    } else {
      seconds[next] = each
      next = (next + 1) % Self.window
    }
  }

  /// Seconds a step, or nil while no step was timed.
  var median: Double? {
    guard !seconds.isEmpty else { return nil }
    return seconds.sorted()[seconds.count / 2]
  }
}
