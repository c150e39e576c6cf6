public import Foundation
public import ThawProtocol

extension ImportedRun {
  /// The run as a session that was never stored: its curves and settings.
  ///
  /// - Parameters:
  ///   - state: What it is doing, as far as its files tell.
  ///   - buckets: At most so many stretches a curve.
  /// - Returns: A session without layers, journal or checkpoints.
  public func history(state: SessionState, buckets: Int = 2_048) -> SessionHistory {
    var curves: [[MetricBucket]] = Array(repeating: [], count: metrics.count)
    var summaries = metrics.map { _ in MetricSummary(last: .nan, best: nil, count: 0) }
    let directions = metrics.map { MetricDefinition(named: $0).direction }
    for point in points.points {
      let metric = Int(point.metric)
      curves[metric].append(
        MetricBucket(step: point.step, epoch: point.epoch, time: point.time, value: point.value))
      summaries[metric].add(point.value, directions[metric])
    }
    let last = points.points.last
    let summary = SessionSummary(
      name: name, state: state, step: last?.step ?? 0, started: started,
      metrics: Dictionary(zip(metrics, summaries)) { first, _ in first })
    let detail = SessionDetail(
      summary: summary, epoch: last?.epoch ?? 0, totalSteps: last?.step ?? 0, rows: [],
      journal: [], checkpoints: [], recipe: settings, origin: origin)
    let folded = curves.map { Self.folded($0, to: buckets) }
    return SessionHistory(
      detail: detail, curves: Dictionary(zip(metrics, folded)) { first, _ in first })
  }

  /// Neighbouring stretches put together until few enough are left.
  private static func folded(_ curve: [MetricBucket], to limit: Int) -> [MetricBucket] {
    let length = (curve.count + limit - 1) / max(1, limit)
    guard length > 1 else { return curve }
    return stride(from: 0, to: curve.count, by: length).map { start in
      curve[start..<min(curve.count, start + length)].dropFirst()
        .reduce(curve[start]) { $0.merged(with: $1) }
    }
  }
}

extension ImportedRun {
  /// When its last point was logged.
  public var ended: Date { started + (points.points.lazy.map(\.time).max() ?? 0) }
}
