import Foundation
import ThawProtocol

/// A made-up session of four rows, of which steps cost 2 with all frozen but the head, to 12 with none.
func comparedRun(
  _ name: String = "run", method: String = "head", steps: Int = 100, seed: Int = 1,
  journal: [(step: Int, command: String)] = [], trains: Set<Int> = [3],
  accuracy: [Double] = [], costs: Bool = true
) -> SessionHistory {
  let rows = ["stem", "blocks.0", "blocks.1", "head"].enumerated().map { index, name in
    LayerRow(
      name: name, parameters: 10, state: trains.contains(index) ? .trainable : .frozen,
      cost: costs ? RowCost(forward: 1, inputGradient: 1, weightGradient: 1) : nil)
  }
  let points = accuracy.enumerated().map { index, value in
    MetricBucket(
      step: (index + 1) * 10, epoch: Double(index + 1), time: Double(index + 1) * 5, value: value)
  }
  let metrics =
    accuracy.isEmpty
    ? [:]
    : [
      MetricName.validationAccuracy: MetricSummary(
        last: accuracy.last ?? 0, best: accuracy.max(), count: accuracy.count)
    ]
  let detail = SessionDetail(
    summary: SessionSummary(
      name: name, state: .finished, step: steps, started: Date(timeIntervalSince1970: 0),
      metrics: metrics),
    epoch: 1, totalSteps: steps, rows: rows,
    journal: journal.map {
      JournalEntry(
        step: $0.step, time: 0, command: $0.command, outcome: .applied(step: $0.step))
    },
    checkpoints: [],
    recipe: ["method.train": method, "run.batch": "2", "run.seed": "\(seed)", "name": name])
  return SessionHistory(
    detail: detail, curves: accuracy.isEmpty ? [:] : [MetricName.validationAccuracy: points])
}
