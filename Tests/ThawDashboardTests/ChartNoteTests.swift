import Foundation
import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("What charts say in words")
struct ChartNoteTests {
  private var tester = ReducerTester(Fixture.live(width: 160, height: 50))

  private var text: String { picture(of: tester.state).text }

  private mutating func log(_ values: [Double]) {
    let records = values.enumerated().map { index, value in
      MetricRecord(
        step: 1_241 + index, epoch: 1.4, time: 163 + Double(index),
        values: [MetricName.trainLoss: value])
    }
    tester.send(.eventArrived(sequence: 101, .metrics(records)))
  }

  private mutating func point(at step: Int) {
    var state = tester.state
    state.plots.cursor = step
    tester = ReducerTester(state)
  }

  @Test("NaN and infinite values are counted")
  mutating func nonFinite() {
    #expect(!text.contains("not finite"))
    log([.nan, .infinity, 0.4, -.infinity])
    #expect(text.contains("✗ 3 not finite"))
  }

  @Test("Values that are out of view are not counted")
  mutating func outOfView() {
    log([.nan] + Array(repeating: 0.4, count: 1_240))
    #expect(text.contains("✗ 1 not finite"))
    tester.press("+", "+")
    #expect(!text.contains("not finite"))
  }

  @Test("o leaves out what lies far above, and says how much; o again shows it")
  mutating func clipping() throws {
    log([1e6, 2e6])
    #expect(text.contains("1.5M") || text.contains("2M"))
    tester.press("o")
    #expect(!text.contains("1.5M") && !text.contains("2M ┤"))
    let run = try #require(tester.state.run)
    let above = try #require(
      Outliers(in: run.curves[MetricName.trainLoss].buckets.map(\.maximum)))
    #expect(above.count >= 2)
    #expect(text.contains("points above"))
    tester.press("o")
    #expect(!text.contains("points above"))
  }

  @Test("o leaves out nothing of a learning rate: a schedule has no outliers")
  mutating func schedule() throws {
    let records = (1_241...2_400).map { step in
      MetricRecord(
        step: step, epoch: 1, time: Double(step),
        values: [MetricName.learningRate: step < 1_300 ? 1 : 1e-4])
    }
    tester.send(.eventArrived(sequence: 101, .metrics(records)))
    let rate = try #require(tester.state.run?.curves[MetricName.learningRate])
    #expect(Outliers(in: rate.buckets.map(\.maximum)) != nil)
    tester.press("o", ":")
    tester.type("chart train/learning_rate")
    tester.press(.enter)
    #expect(!text.contains("points above"))
  }

  @Test("Where a point stands for several values, more may lie above than are counted")
  func folded() {
    var curve = Curve(limit: 64)
    for step in 1...1_000 {
      curve.append(
        step: step, epoch: 0, time: 0, value: step == 500 ? 1e9 : 1 + Double(step % 7))
    }
    let notes = ChartNotes(
      [curve], on: .step, in: 0...1_000, scale: .linear, isClipping: true)
    #expect(notes.outliers?.count == 1)
    #expect(Line(notes.spans(.unicode)).plainText == "↑ at least 1 point above")
  }

  @Test("The crosshair says what it is on: a checkpoint, an evaluation, an alarm")
  mutating func notes() {
    tester.press(.tab, .left)
    for _ in 0..<5 { tester.press("+") }
    point(at: 1_200)
    #expect(text.contains("◈ evaluated, checkpoint, 41 MB"))
    point(at: 1_100)
    #expect(text.contains("☀ thaw head"))
    let alarm = JournalEntry(
      step: 1_150, time: 150, command: "alarm: loss is NaN", outcome: .applied(step: 1_150))
    tester.send(.eventArrived(sequence: 101, .journal(alarm)))
    point(at: 1_150)
    #expect(text.contains("▲ alarm: loss is NaN"))
    point(at: 900)
    #expect(text.contains("▪ evaluated"))
  }

  @Test("Checkpoints and evaluations have signs on the axis; too many evaluations have none")
  mutating func signs() {
    // All three checkpoints followed an evaluation.
    let axis = text.split(separator: "\n").first { $0.contains("◈") && $0.contains("┬") }
    #expect(axis?.filter { $0 == "◈" }.count == 3)
    #expect((axis?.filter { $0 == "▪" }.count ?? 0) >= 8)
    let records = (1_241...1_300).map { step in
      MetricRecord(
        step: step, epoch: 1.4, time: Double(step), values: [MetricName.validationLoss: 0.4])
    }
    tester.send(.eventArrived(sequence: 101, .metrics(records)))
    #expect(!text.contains("▪"))
  }

  @Test("A border says what the signs mean that are there")
  mutating func legend() {
    let signs = "☀ thaw  ❄ freeze  ▸ rate  ▪ evaluation"
    #expect(text.contains("\(signs)  ◈ with checkpoint · smooth 0.90"))
    let checkpoint = CheckpointInfo(step: 650, folder: "step-650", bytes: 1)
    tester.send(.eventArrived(sequence: 101, .checkpoint(checkpoint)))
    #expect(text.contains("\(signs)  ◆ checkpoint  ◈ both · smooth 0.90"))
  }

  @Test("Every chart of single batches is smoothed and says so, at any size")
  mutating func smoothing() {
    func count(_ word: String) -> Int { text.components(separatedBy: word).count - 1 }
    // The losses and the gradient norm; accuracy and learning rate stay as they are.
    #expect(count("smooth 0.90") == 2)
    tester.press("S")
    #expect(count("smooth 0.97") == 2)
    tester.press(.tab, "j", .enter)
    #expect(count("smooth 0.97") == 0)
    tester.press("M")
    #expect(text.contains("─ samples per second ─") && count("smooth 0.97") == 1)
    let smooth = text
    tester.press("S")
    #expect(count("smooth") == 0 && text != smooth)
  }

  @Test("Where a border lacks room for all that is to be said, what matters most stays")
  mutating func narrow() {
    tester.press("x", "+", "+")
    let footers = text.split(separator: "\n").filter { $0.contains("smooth 0.90") }
    #expect(footers.contains { $0.contains("smooth 0.90 · by epoch · zoom 4× · following") })
    // The gradient norm's, in a third of the width.
    #expect(footers.contains { $0.contains("─ smooth 0.90 · by epoch ─") })
  }

  @Test("Every chart has the marks, and the slopes under the crosshair are those of its metric")
  mutating func marksEverywhere() throws {
    #expect(text.filter { $0 == "❄" }.count >= 4)
    tester.press(.tab, "j", "j", .enter, "n")
    #expect(text.contains("─ gradient norm ─") && text.contains("☀ blocks.14-15"))
    let run = try #require(tester.state.run)
    let slopes = try #require(run.intervention(at: 300, on: MetricName.gradientNorm)?.slopes)
    #expect(text.contains("slope \(compactNumber(slopes.before, digits: 2)) to"))
    #expect(slopes != run.intervention(at: 300, on: MetricName.trainLoss)?.slopes)
  }
}

@Suite("Grid of charts")
struct GridTests {
  private var tester = ReducerTester(Fixture.live(width: 200, height: 60))

  @Test("a adds the next metric and gives it the keys, d takes it away, the last one stays")
  mutating func addAndDrop() {
    tester.press("a")
    #expect(tester.state.grid.charts.last == .metric(MetricName.throughput))
    #expect(tester.state.grid.focus == 4)
    #expect(picture(of: tester.state).text.contains("─ samples per second ─"))
    tester.press("a", "a")
    #expect(tester.toast == "all metrics are shown")
    for _ in 0..<5 { tester.press("d") }
    #expect(tester.state.grid.charts == [.loss])
    #expect(tester.state.grid.focus == 0)
    tester.press("d")
    #expect(tester.toast == "the last chart stays")
  }

  @Test("grid METRIC… takes any charts; nine of them have a place each, inside the screen")
  mutating func palette() {
    let rows = ["head", "blocks.14", "blocks.15"].flatMap {
      [MetricName.rowGradientNorm($0), MetricName.rowDrift($0), MetricName.rowUpdateRatio($0)]
    }
    tester.press(":")
    tester.type("grid " + rows.joined(separator: " "))
    tester.press(.enter)
    #expect(tester.state.grid.charts.count == 9)
    let places = LiveLayout(tester.state).charts.map(\.area)
    #expect(places.count == 9)
    for (index, place) in places.enumerated() {
      #expect(place.width >= 20 && place.height >= 8)
      for other in places[(index + 1)...] { #expect(place.intersection(other).isEmpty) }
    }
    tester.press(":")
    tester.type("grid val/f1")
    tester.press(.enter)
    guard case .palette(let palette) = tester.state.overlay else {
      Issue.record("the palette is closed")
      return
    }
    #expect(palette.error?.hasPrefix("no metric “val/f1”") == true)
  }
}
