import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Charts as pictures")
struct ChartPictureTests {
  @Test("A picture of a session has the screen's marks, with labels where there is room")
  func marks() {
    let buckets = Fixture.history().curves[MetricName.trainLoss] ?? []
    let marks = ChartPicture.marks(of: Fixture.journal, along: buckets, on: .step)
    #expect(marks.map(\.x) == [300, 700, 1_000, 1_100])
    #expect(ChartPicture.marks(of: Fixture.journal, along: buckets, on: .time).count == 4)
    let picture = ChartPicture(
      metric: "loss", axis: .step,
      series: [ChartPicture.Series(name: "train/loss", buckets: buckets)], marks: marks)
    let texts = ChartDrawing(picture).shapes.compactMap { shape -> String? in
      if case .text(let text, _, .tick, _, _) = shape { text } else { nil }
    }
    for sign in ["☀", "❄", "▸", "blocks.14-15", "lr 0.0003"] { #expect(texts.contains(sign)) }
    #expect(picture.element.contains("<title>thaw blocks.14-15 at 300</title>"))
  }

  @Test("In a picture, too, the label of a thaw has the room of a rate one step later")
  func weights() {
    let buckets = Fixture.history().curves[MetricName.trainLoss] ?? []
    let marks = [
      PlotMark(x: 300, kind: .thaw, label: "blocks.13-15 final"),
      PlotMark(x: 301, kind: .note, label: "lr 0.001"),
      PlotMark(x: 1_230, kind: .freeze, label: "a name that is longer than the legend"),
    ]
    let picture = ChartPicture(
      metric: "loss", axis: .step, series: [ChartPicture.Series(name: "t", buckets: buckets)],
      marks: marks)
    let texts = ChartDrawing(picture).shapes.compactMap { shape -> String? in
      if case .text(let text, let place, .tick, let anchor, _) = shape, place.y < 40 {
        "\(anchor) \(text)"
      } else {
        nil
      }
    }
    #expect(
      texts == [
        "middle ☀", "start blocks.13-15 final", "middle ❄",
        "end a name that is longer than the legend",
      ])
  }

  @Test(
    "Metrics that measure different things have no y-axis in common",
    arguments: [
      (["train/loss", "val/loss"], true), (["train/loss", "val/accuracy"], false),
      (["train/loss", "train/samples_per_second"], false),
      (["row/head/drift", "row/stem/drift"], true), (["row/head/drift", "val/loss"], false),
      (["Loss/train", "Loss/validation", "val/loss"], true), (["val/accuracy"], true), ([], true),
    ])
  func unlike(metrics: [String], fits: Bool) {
    #expect((ChartPicture.unlike(metrics) == nil) == fits)
  }
}
