import Testing
import ThawCanvas
import ThawProtocol
import ThawTestSupport

@testable import ThawDashboard

@Suite("Curves")
struct CurveTests {
  private func curve(_ values: [Double], limit: Int = 4_096) -> Curve {
    var curve = Curve(limit: limit)
    for (index, value) in values.enumerated() {
      curve.append(step: index + 1, epoch: 0, time: 0, value: value)
    }
    return curve
  }

  @Test("Memory is bounded, and neither a spike nor a point nor a NaN is lost", arguments: 1...40)
  func folding(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let count = Int.random(in: 1...500, using: &generator)
    let values = (0..<count).map { _ in
      Int.random(in: 0..<20, using: &generator) == 0
        ? .nan : Double.random(in: -5...5, using: &generator)
    }
    let buckets = curve(values, limit: 16).buckets
    #expect(buckets.count <= 16)
    #expect(buckets.reduce(0) { $0 + $1.count } == count)
    #expect(buckets.reduce(0) { $0 + $1.nonFinite } == values.filter(\.isNaN).count)
    #expect(buckets.map(\.maximum).filter(\.isFinite).max() == values.filter(\.isFinite).max())
    #expect(buckets.map(\.minimum).filter(\.isFinite).min() == values.filter(\.isFinite).min())
    #expect(zip(buckets, buckets.dropFirst()).allSatisfy { $0.lastStep < $1.step })
  }

  @Test("The newest value is kept, NaN too")
  func last() {
    #expect(curve([1, 2]).last == 2)
    #expect(curve([1, .nan]).last?.isNaN == true)
    #expect(curve([]).last == nil)
  }

  @Test("A run that goes on from an earlier step replaces what it logs anew")
  func resumed() {
    var curve = curve([1, 2, 3, 4])
    curve.append(step: 3, epoch: 0, time: 0, value: 30)
    #expect(curve.buckets.map(\.step) == [1, 2, 3])
    #expect(curve.buckets.map(\.mean) == [1, 2, 30])
  }

  @Test("Stored buckets beyond the limit are folded when they come")
  func stored() {
    let buckets = (1...100).map {
      MetricBucket(step: $0, epoch: 0, time: 0, value: $0 == 50 ? 9 : 0)
    }
    let curve = Curve(buckets, limit: 16)
    #expect(curve.buckets.count == 13)
    #expect(curve.buckets.map(\.maximum).max() == 9)
  }

  @Test("A curve that was cut stays as bounded as it was")
  func cut() {
    var curve = Curve(limit: 16)
    for step in 1...100 {
      curve.append(step: step, epoch: 0, time: Double(step), value: Double(step))
    }
    let removed = curve.cut(after: 50)
    #expect(removed.last?.lastStep == 100)
    #expect((curve.buckets.last?.step ?? 99) <= 50)
    for step in 51...1_000 {
      curve.append(step: step, epoch: 0, time: Double(step), value: Double(step))
    }
    #expect(curve.buckets.count <= 16)
  }

  @Test("The average that is kept is that of all stretches, however they came", arguments: 1...20)
  func average(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var curve = Curve(limit: 16)
    curve.smoothing = 0.9
    var step = 0
    for _ in 0..<300 {
      switch Int.random(in: 0..<40, using: &random) {
      case 0: _ = curve.cut(after: step / 2)
      case 1: step /= 2
      default: step += Int.random(in: 1...3, using: &random)
      }
      let value =
        Int.random(in: 0..<9, using: &random) == 0 ? .nan : Double.random(in: 0...1, using: &random)
      curve.append(step: step, epoch: 0, time: 0, value: value)
      let anew = CurveAverage(of: curve.buckets, weight: 0.9).means
      #expect(curve.average.means.map(\.bitPattern) == anew.map(\.bitPattern))
    }
  }

  @Test("The weight is that over one stretch, however far apart values were logged")
  func stretch() {
    func means(every distance: Int) -> [Double] {
      var curve = Curve()
      for index in 1...40 {
        curve.append(
          step: index * distance, epoch: 0, time: 0, value: index.isMultiple(of: 2) ? 1 : 0)
      }
      curve.smoothing = 0.9
      return curve.average.means
    }
    #expect(zip(means(every: 1), means(every: 50)).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(means(every: 50).suffix(10).allSatisfy { (0.4...0.6).contains($0) })
  }

  @Test(
    "Values of single batches are noisy; whole splits, rates, drifts, memory and the cache are not",
    arguments: [
      ("train/loss", true), ("train/grad_norm", true), ("row/head/update_ratio", true),
      ("train/samples_per_second", true), ("loss", true), ("reward", true), ("error_rate", true),
      ("val/loss", false), ("val_loss", false), ("eval/f1", false), ("test.acc", false),
      ("train/learning_rate", false), ("lr-AdamW", false), ("row/blocks.3/drift", false),
      ("train/cache_hit_rate", false), ("gpu_memory", false),
    ])
  func noisy(metric: String, expected: Bool) {
    #expect(isNoisy(metric) == expected)
  }

  @Test("A step lies between the stretches around it")
  func place() {
    var curve = Curve()
    curve.append(step: 10, epoch: 1, time: 100, value: 0)
    curve.append(step: 20, epoch: 2, time: 300, value: 0)
    #expect(curve.place(ofStep: 15, on: .time) == 200)
    #expect(curve.place(ofStep: 15, on: .epoch) == 1.5)
    #expect(curve.place(ofStep: 15, on: .step) == 15)
    #expect(curve.place(ofStep: 1, on: .time) == 100)
    #expect(curve.place(ofStep: 99, on: .time) == 300)
    #expect(Curve().place(ofStep: 1, on: .time) == nil)
  }

  @Test("Steps beyond what an axis can tell apart, and places that are no numbers, have their end")
  func extremes() {
    var curve = Curve()
    curve.append(step: .max - 1, epoch: .nan, time: .infinity, value: 1)
    #expect(curve.step(nearest: 1e19, on: .step) == .max - 1)
    #expect(curve.step(nearest: .nan, on: .step) == .max - 1)
    #expect(curve.span(on: .epoch) == nil)
    #expect(curve.span(on: .time) == nil)
    var state = Fixture.live(width: 160, height: 50)
    let record = MetricRecord(
      step: .max - 1, epoch: .nan, time: .infinity, values: [MetricName.trainLoss: 1])
    _ = reduce(&state, .eventArrived(sequence: 101, .metrics([record])))
    for key: Key in [.tab, "x", .left, "+", "x", .right, "-", "n", "x", .left] {
      _ = reduce(&state, .keyPressed(key))
      #expect(!picture(of: state).text.isEmpty)
    }
  }
}
