import Dispatch
import Synchronization
public import ThawProtocol

extension SessionLibrary {
  /// Adds metrics at steps to lines of a listing; a session that lacks a metric or a step, or cannot be read,
  /// stays without.
  public func adding(
    _ fields: Set<StepField>, to sessions: [SessionSummary]
  ) -> [SessionSummary] {
    guard !fields.isEmpty else { return sessions }
    let found = Mutex(sessions)
    DispatchQueue.concurrentPerform(iterations: sessions.count) { place in
      let line = sessions[place]
      let reached = fields.filter { $0.step <= line.step }
      guard !reached.isEmpty, let reader = try? SessionReader(session(line.name)) else { return }
      for field in reached {
        guard let metric = field.metric(among: line.metrics.keys),
          let value = try? reader.value(of: metric, atStep: field.step)
        else { continue }
        found.withLock { $0[place].valuesAtSteps[field.field] = value }
      }
    }
    return found.withLock { $0 }
  }
}

extension SessionReader {
  /// The newest value of a metric that was logged up to a step; nil where there is none.
  ///
  /// - Throws: ``StoreError``.
  public func value(of metric: String, atStep step: Int) throws(StoreError) -> Double? {
    var steps = 0...max(step, 0)
    // Each time the last stretch is a thousandth as wide, until it holds a single point.
    while let last = try series(metric, steps: steps, buckets: 1_024).last {
      let next = last.step...last.lastStep
      guard last.count > 1, next != steps else { return last.isEmpty ? .nan : last.mean }
      steps = next
    }
    return nil
  }
}
