import ThawCanvas
import ThawProtocol

/// A recorded session that is played back, faster than it ran.
struct Playback: Equatable, Sendable {
  /// All of it.
  let recording: SessionHistory
  /// Seconds of it that are shown.
  private(set) var time = 0.0
  /// Seconds of it that pass in one.
  private(set) var speed: Double
  /// Whether time stands still.
  var isPaused = false

  /// What `}` and `{` choose from.
  static let speeds = [1.0, 2, 5, 10, 20, 50, 100, 200]

  /// So many seconds a recording is played for at least, where nobody says how fast.
  private static let patience = 45.0

  /// Plays a recording from its beginning; without a speed in about a minute.
  init(_ recording: SessionHistory, speed: Double?) {
    self.recording = recording
    self.speed = 1
    self.speed =
      speed ?? Self.speeds.last { duration / $0 >= Self.patience } ?? Self.speeds[0]
  }

  /// How long the session ran, in seconds.
  var duration: Double { recording.curves[MetricName.trainLoss]?.last?.time ?? 0 }

  /// Whether all of it is shown.
  var isOver: Bool { time >= duration }

  mutating func advance(by seconds: Double) {
    guard !isPaused else { return }
    time = min(duration, time + max(0, seconds) * speed)
  }

  /// Goes to a second of the session.
  mutating func seek(to wanted: Double) { time = min(max(0, wanted), duration) }

  /// Takes the next speed, or the one before.
  mutating func changeSpeed(by distance: Int) {
    let next = distance > 0 ? Self.speeds.first { $0 > speed } : Self.speeds.last { $0 < speed }
    speed = next ?? speed
  }

  /// The session as it was then.
  var moment: SessionHistory {
    var moment = recording
    moment.curves = recording.curves.compactMapValues { buckets in
      let end = buckets.partitionIndex { $0.time > time }
      return end > 0 ? Array(buckets[..<end]) : nil
    }
    let last = moment.curves[MetricName.trainLoss]?.last
    let step = last?.lastStep ?? 0
    moment.detail.summary.step = step
    moment.detail.epoch = last?.epoch ?? 0
    moment.detail.journal = recording.detail.journal.filter { $0.time <= time }
    moment.detail.checkpoints = recording.detail.checkpoints.filter { $0.step <= step }
    moment.detail.rows = rows(after: moment.detail.journal.count)
    moment.detail.cache = nil
    return moment
  }

  /// When the first layers were thawed, in seconds of the session; nil where none were.
  var firstThaw: Double? {
    recording.detail.journal.first { PlotMark.Kind($0) == .thaw }?.time
  }

  /// The rows after so many entries of the journal; what was proven or cached then is not known.
  ///
  /// What a row was at first is the opposite of what the first command about it made of it, or what it
  /// still is at the end where there was none.
  private func rows(after count: Int) -> [LayerRow] {
    var rows = recording.detail.rows
    let names = rows.map(\.name)
    let changes = recording.detail.journal.map { entry in change(by: entry, among: names) }
    for change in changes.reversed() {
      for index in change?.rows ?? [] {
        rows[index].state = change?.state == .frozen ? .trainable : .frozen
      }
    }
    for change in changes.prefix(count) {
      for index in change?.rows ?? [] { rows[index].state = change?.state ?? rows[index].state }
    }
    for index in rows.indices { rows[index].standing = nil }
    return rows
  }

  private func change(
    by entry: JournalEntry, among names: [String]
  ) -> (rows: [Int], state: RowState)? {
    guard case .applied = entry.outcome, let command = try? Command(parsing: entry.command) else {
      return nil
    }
    switch command {
    case .freeze(let rows):
      return (try? RowPattern.indices(of: rows, in: names)).map { (Array($0), .frozen) }
    case .thaw(let rows):
      return (try? RowPattern.indices(of: rows, in: names)).map { (Array($0), .trainable) }
    default: return nil
    }
  }
}
