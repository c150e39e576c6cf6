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
