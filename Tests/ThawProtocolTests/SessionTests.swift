import Foundation
import Testing
import ThawProtocol
import ThawTestSupport

@Suite("Metric buckets")
struct MetricBucketTests {
  private func fold(_ values: ArraySlice<Double>) -> MetricBucket? {
    values.indices.map { index in
      MetricBucket(step: index, epoch: 0, time: Double(index), value: values[index])
    }.reduce(nil) { folded, next in folded?.merged(with: next) ?? next }
  }

  @Test("A fold keeps extremes, mean, count and what was not finite, however it is made")
  func merging() throws {
    for seed: UInt64 in 0..<200 {
      var random = SeededGenerator(seed: seed)
      let values = (0..<Int.random(in: 2...9, using: &random)).map { _ in
        [Double.nan, .infinity, -.infinity, -1, 0.5, 2, 8].randomElement(using: &random) ?? 0
      }
      let finite = values.filter(\.isFinite)
      let cut = Int.random(in: 1..<values.count, using: &random)
      let first = try #require(fold(values[..<cut]))
      let bucket = first.merged(with: try #require(fold(values[cut...])))

      #expect(bucket.step == 0)
      #expect(bucket.lastStep == values.count - 1)
      #expect(bucket.count == values.count)
      #expect(bucket.nonFinite == values.count - finite.count, "seed \(seed)")
      #expect(bucket.isEmpty == finite.isEmpty, "seed \(seed)")
      if let least = finite.min(), let greatest = finite.max() {
        #expect(bucket.minimum == least, "seed \(seed)")
        #expect(bucket.maximum == greatest, "seed \(seed)")
        let mean = finite.reduce(0, +) / Double(finite.count)
        #expect(abs(bucket.mean - mean) < 1e-12, "seed \(seed)")
      } else {
        #expect(bucket.minimum.isNaN && bucket.maximum.isNaN && bucket.mean.isNaN, "seed \(seed)")
      }
    }
  }
}

@Suite("Comparison")
struct ComparisonTests {
  private func session(
    _ name: String, _ metrics: [String: MetricSummary], _ recipe: [String: String]
  ) -> SessionDetail {
    SessionDetail(
      summary: SessionSummary(
        name: name, state: .finished, step: 1, started: Date(timeIntervalSince1970: 0),
        metrics: metrics),
      epoch: 1, totalSteps: 1, rows: [], journal: [], checkpoints: [], recipe: recipe)
  }

  @Test("Differences are to the first session, and only recipe keys that differ are listed")
  func differences() {
    let loss = "val/loss"
    let comparison = Comparison(of: [
      session(
        "a", [loss: MetricSummary(last: 1, best: 0.5, count: 2)],
        ["run.seed": "1", "run.batch": "32"]),
      session(
        "b", [loss: MetricSummary(last: 0.75, best: 0.25, count: 2)],
        ["run.seed": "1", "run.batch": "64"]),
      session("c", [:], ["run.seed": "1"]),
    ])

    #expect(comparison.sessions == ["a", "b", "c"])
    #expect(comparison.metrics.map(\.metric) == [loss])
    let cells = comparison.metrics[0].cells
    #expect(cells.map(\.last) == [1, 0.75, nil])
    #expect(cells.map(\.lastDifference) == [0, -0.25, nil])
    #expect(cells.map(\.bestDifference) == [0, -0.25, nil])
    #expect(comparison.differences.map(\.key) == ["run.batch"])
    #expect(comparison.differences[0].values == ["32", "64", nil])
  }
}

@Suite("Listings")
struct ListingTests {
  @Test("What “thaw show --json” prints has the keys that scripts rely on")
  func detail() throws {
    var detail = SessionDetail(
      summary: SessionSummary(
        name: "a", state: .paused, step: 7, started: Date(timeIntervalSince1970: 0),
        metrics: ["train/loss": MetricSummary(last: .nan, best: nil, count: 3)]),
      epoch: 0.5, totalSteps: 10,
      rows: [
        LayerRow(
          name: "stem", parameters: 5, state: .frozen,
          tensors: [TensorDescription(name: "w", shape: [5], type: "F32")])
      ],
      journal: [
        JournalEntry(step: 3, time: 1, command: "freeze stem", outcome: .applied(step: 3)),
        JournalEntry(step: 3, time: 2, command: "undo", outcome: .applied(step: 3)),
      ],
      checkpoints: [CheckpointInfo(step: 5, folder: "step-5", bytes: 9)],
      recipe: ["run.seed": "1"])
    detail.takenBack = [0]
    detail.reason = "loss is NaN"
    let json = String(decoding: try JSONEncoder.thaw.encode(detail), as: UTF8.self)
    #expect(
      json == #"{"checkpoints":[{"bytes":9,"folder":"step-5","step":5}],"epoch":0.5,"#
        + #""journal":[{"command":"freeze stem","outcome":"applied at step 3","step":3,"#
        + #""taken_back":true,"time":1},"#
        + #"{"command":"undo","outcome":"applied at step 3","step":3,"time":2}],"#
        + #""metrics":{"train/loss":{"best":null,"count":3,"last":"NaN"}},"name":"a","#
        + #""reason":"loss is NaN","recipe":{"run.seed":"1"},"rows":[{"name":"stem","parameters":5,"state":"frozen"}],"#
        + #""started":"1970-01-01T00:00:00Z","state":"paused","step":7,"total_steps":10}"#)
  }

  @Test("What “thaw ls --json” prints has all that a filter can name")
  func line() throws {
    var line = SessionSummary(
      name: "a", state: .finished, step: 7, started: Date(timeIntervalSince1970: 0), metrics: [:])
    line.recipe = ["method.train": "head"]
    line.labels.apply(.tag("kept"))
    let json = String(decoding: try JSONEncoder.thaw.encode(line), as: UTF8.self)
    #expect(json.contains(#""recipe":{"method.train":"head"}"#), "\(json)")
    #expect(json.contains(#""tags":["kept"]"#), "\(json)")
  }

  @Test(
    "A journal says what became of an entry and that it was taken back, whichever there is to say")
  func outcomes() {
    var detail = SessionDetail(
      summary: SessionSummary(
        name: "a", state: .finished, step: 7, started: Date(timeIntervalSince1970: 0),
        metrics: [:]),
      epoch: 0, totalSteps: 10, rows: [],
      journal: ["forked from b at step 3", "pause"].map {
        JournalEntry(step: 3, time: 1, command: $0, outcome: .applied(step: 3))
      }, checkpoints: [], recipe: [:])
    #expect([0, 1].map(detail.outcomeText) == ["", "applied at step 3"])
    detail.takenBack = [0, 1]
    #expect([0, 1].map(detail.outcomeText) == ["taken back", "applied at step 3, taken back"])
  }
}
