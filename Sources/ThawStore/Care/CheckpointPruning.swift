import Foundation
import GRDB
public import ThawProtocol

/// Which checkpoints of a session to keep; one that any rule names is kept.
public struct CheckpointRule: Equatable, Sendable {
  /// So many with the best values of a metric at the last measurement before them.
  public var best = 0
  /// The metric that tells the best; nil for validation accuracy, or else loss, whichever a session measured first.
  public var metric: String?
  /// Those whose step is a multiple of this; nil for none.
  public var every: Int?
  /// So many of the newest; at least one, from which a run resumes.
  public var last = 1

  /// Keeps the newest alone.
  public init() {}
}

/// What pruning a session would remove.
public struct CheckpointPruning: Equatable, Sendable {
  /// A checkpoint, why it is kept, and how it stands.
  public struct Line: Equatable, Sendable {
    /// The checkpoint.
    public var checkpoint: CheckpointInfo
    /// The value of the rule's metric at the last measurement up to it; nil without one.
    public var value: Double?
    /// Why it is kept; empty for one that goes.
    public var reasons: [String]
    /// Whether it is of a branch that was left by undo or by resuming: no rule keeps such a one.
    public var isLeft = false
  }

  /// All checkpoints by step.
  public let lines: [Line]
  /// The metric that told the best; nil where none did.
  public let metric: String?

  /// Those that go.
  public var going: [CheckpointInfo] { lines.filter { $0.reasons.isEmpty }.map(\.checkpoint) }

  /// Applies a rule to checkpoints and the points of a metric, both by step; `left` are of branches that were left.
  public init(
    _ checkpoints: [CheckpointInfo], left: [CheckpointInfo] = [], points: [MetricPoint],
    of metric: String?, rule: CheckpointRule
  ) {
    self.metric = metric
    let isHigher =
      metric.map { MetricDefinition(named: $0).direction == .higherIsBetter } ?? false
    var lines = checkpoints.map { checkpoint in
      let value = points.last { $0.step <= checkpoint.step && $0.value.isFinite }?.value
      return Line(checkpoint: checkpoint, value: value, reasons: [])
    }
    let ranked = lines.indices.filter { lines[$0].value != nil }.sorted { one, other in
      let (left, right) = (lines[one].value ?? 0, lines[other].value ?? 0)
      // Of equals the earlier is better: it cost less.
      return left == right ? one < other : isHigher ? left > right : left < right
    }
    for (place, index) in ranked.prefix(rule.best).enumerated() {
      lines[index].reasons.append(place == 0 ? "best" : "best \(place + 1)")
    }
    for index in lines.indices {
      if let every = rule.every, every > 0, lines[index].checkpoint.step.isMultiple(of: every) {
        lines[index].reasons.append("every \(every)")
      }
      if index >= lines.count - max(1, rule.last) { lines[index].reasons.append("newest") }
    }
    lines += left.map { Line(checkpoint: $0, value: nil, reasons: [], isLeft: true) }
    self.lines = lines.sorted { $0.checkpoint.step < $1.checkpoint.step }
  }

  /// Looks at a session.
  ///
  /// - Throws: ``StoreError``.
  public init(of session: SessionFolder, rule: CheckpointRule) throws(StoreError) {
    let reader = try SessionReader(session)
    let logged = Set(try reader.metricNames())
    let metrics = rule.metric.map { [$0] } ?? MetricName.telling
    let metric = metrics.first(where: logged.contains)
    var points: [MetricPoint] = []
    if let metric { points = try reader.points(of: metric) }
    self.init(
      try reader.checkpoints(), left: try reader.checkpointsLeft(), points: points, of: metric,
      rule: rule)
  }

  /// The bytes that removing what goes from a session frees: files that a fork has as well stay for it.
  public func freed(from session: SessionFolder) -> Int {
    going.reduce(0) {
      $0 + DiskUse.freed(byRemoving: session.checkpoints.appending(path: $1.folder))
    }
  }

  /// Removes what the rule does not keep from a session that no engine runs; each is whole or gone at any moment.
  ///
  /// - Throws: ``StoreError``; ``StoreError/engineRunning(session:pid:)`` where one does.
  public func apply(to session: SessionFolder) throws(StoreError) {
    try SessionDatabase.change(session) { queue in
      for folder in going.map(\.folder) {
        // Half of one must not be taken for a checkpoint: what begins so is removed by the next engine.
        let aside = session.checkpoints.appending(path: ".old.\(folder).\(getpid())")
        let files = FileManager.default
        if session.hasCheckpoint(folder) {
          try files.moveItem(at: session.checkpoints.appending(path: folder), to: aside)
        }
        try queue.write { db in
          try db.execute(sql: "DELETE FROM checkpoint WHERE folder = ?", arguments: [folder])
        }
        if files.fileExists(atPath: aside.path) { try files.removeItem(at: aside) }
      }
    }
  }
}
