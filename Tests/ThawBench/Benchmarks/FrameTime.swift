import Foundation
import ThawCanvas
import ThawDashboard
import ThawProtocol
import ThawStore

/// What drawing a whole frame takes, without the terminal.
struct FrameTime {
  private static let size = Size(width: 160, height: 50)
  private static let rounds = 200

  private let workbench: Workbench
  private let context = RenderContext(theme: .builtIn)

  init(_ workbench: Workbench) { self.workbench = workbench }

  func measure() throws -> [Measurement] {
    let state = try liveState()
    let grid = ChartGrid(charts: 12, points: 50_000)
    return [
      Measurement(
        what: "frame of the Live screen, 10,000 steps", unit: "ms",
        values: frames { DashboardView.render(state, context: context, into: &$0) },
        goal: .below(3)),
      Measurement(
        what: "frame of 12 charts × 50,000 points", unit: "ms",
        values: frames { grid.render(in: $0.bounds, into: &$0, context: context) },
        goal: .below(3)),
      Measurement(
        what: "memory grown by \(printed(Double(10 * Self.rounds))) frames of 12 charts",
        unit: "KiB",
        values: [try growth { grid.render(in: $0.bounds, into: &$0, context: context) }],
        goal: .atMost(64)),
    ]
  }

  /// Draws frame after frame, and finds what differs from the one before.
  private func frames(_ draw: (inout Buffer) -> Void) -> [Double] {
    var shown = Buffer(size: Self.size)
    return milliseconds(of: Self.rounds, warmUp: 20) {
      var next = Buffer(size: Self.size)
      draw(&next)
      _ = next.changes(from: shown)
      shown = next
    }
  }

  /// KiB by which this process is larger after ten times the frames than before them; it was as large after the first ones.
  private func growth(_ draw: (inout Buffer) -> Void) throws -> Double {
    _ = frames(draw)
    let before = try residentMemory()
    for _ in 0..<10 { _ = frames(draw) }
    return try residentMemory() - before
  }

  private func residentMemory() throws -> Double {
    let sizes = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(
      separator: " ")
    return Double(sizes[1]).map { $0 * Double(getpagesize()) / 1024 } ?? .nan
  }

  /// The Live screen on a session whose curves are as full as curves get.
  private func liveState() throws -> DashboardState {
    let reader = try SessionReader(try workbench.session(.tenThousand))
    let history = SessionHistory(
      detail: try reader.detail(),
      curves: try reader.series(try reader.metricNames(), buckets: 4_096))
    var (state, _) = DashboardState.opening(
      .saved(session: RecordedRun.tenThousand.name), size: Self.size, client: "bench")
    _ = reduce(&state, .historyLoaded(history))
    return state
  }
}

/// Charts of noisy curves side by side, three in a row.
private struct ChartGrid: View {
  private var curves: [Curve] = []

  /// Appends values one by one, as a live run does; a curve folds what it cannot hold.
  init(charts: Int, points: Int) {
    for chart in 0..<charts {
      var values = SyntheticValues(
        of: RecordedRun(name: "chart-\(chart)", steps: points, metrics: ["value"]))
      var curve = Curve()
      for record in values.records(0..<points) {
        for value in record.values.values {
          curve.append(step: record.step, epoch: record.epoch, time: record.time, value: value)
        }
      }
      curves.append(curve)
    }
  }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let rows = area.rows(Array(repeating: .fill(1), count: (curves.count + 2) / 3))
    let places = rows.flatMap { $0.columns([.fill(1), .fill(1), .fill(1)]) }
    for (curve, place) in zip(curves, places) {
      let points = curve.buckets.map { bucket in
        PlotPoint(
          x: Double(bucket.step), low: bucket.minimum, high: bucket.maximum, mid: bucket.mean,
          isNonFinite: bucket.nonFinite > 0)
      }
      let inner = Panel("value").renderFrame(in: place, into: &buffer, context: context)
      LineChart(series: [PlotSeries(name: "value", role: .plotTrain, points: points)])
        .render(in: inner, into: &buffer, context: context)
    }
  }
}
