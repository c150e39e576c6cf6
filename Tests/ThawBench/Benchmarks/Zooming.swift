import Foundation
import ThawDashboard
import ThawStore

/// What reading curves takes, at every zoom and whole.
struct Zooming {
  private static let rounds = 7
  /// How many stretches the dashboard reads of a curve.
  private static let buckets = 2_048

  private let workbench: Workbench

  init(_ workbench: Workbench) { self.workbench = workbench }

  func measure() throws -> [Measurement] {
    let million = try workbench.session(.million)
    let wide = try workbench.session(.wide)
    return try [
      zoom(million),
      open(wide, named: "open 20 metrics × 50,000 steps", goal: 50),
      open(million, named: "open 5 metrics × 1,000,000 steps", goal: 150),
    ] + memory(million, tenth: workbench.session(.tenth))
  }

  /// What the dashboard has in memory that opens a run, beside what it has of one a tenth as long.
  private func memory(
    _ session: SessionFolder, tenth: SessionFolder
  ) throws -> [Measurement] {
    try workbench.withScratchFolder { folder in
      let mebibytes = try [tenth, session].map { session in
        try (0..<3).map { _ in
          Double(
            try Subprocess.peakMemory(
              of: workbench.program, ["attach", session.url.path, "--once", "--size", "160x50"],
              log: folder.appending(path: "screen"))) / 1_048_576
        }
      }
      let short = Measurement(
        what: "memory with 5 metrics × 100,000 steps open", unit: "MiB", values: mebibytes[0])
      return [
        short,
        Measurement(
          what: "memory with 5 metrics × 1,000,000 steps open", unit: "MiB",
          values: mebibytes[1], goal: .atMost(short.figure * 1.1)),
      ]
    }
  }

  /// One metric at 160 columns, halving the view 16 times, each at several places.
  ///
  /// The value of a zoom is its median, so that a busy machine is not taken for a slow zoom.
  private func zoom(_ session: SessionFolder) throws -> Measurement {
    let reader = try SessionReader(session)
    let steps = RecordedRun.million.steps
    let times = try (0...16).map { halvings in
      let width = steps >> halvings
      let places = (0..<Self.rounds).map { (steps - width) * $0 / (Self.rounds - 1) }
      let each = try places.map { start in
        try milliseconds {
          _ = try reader.series("train/loss", steps: start + 1...start + width, buckets: 160)
        }
      }
      return each.sorted()[Self.rounds / 2]
    }
    return Measurement(
      what: "zooms of 1,000,000 steps", unit: "ms", values: times, statistic: .maximum,
      goal: .below(5))
  }

  /// Everything from opening the file to curves that can be drawn.
  private func open(
    _ session: SessionFolder, named name: String, goal: Double
  ) throws -> Measurement {
    let times = try milliseconds(of: Self.rounds, warmUp: 1) {
      let reader = try SessionReader(session)
      let series = try reader.series(try reader.metricNames(), buckets: Self.buckets)
      _ = series.mapValues { Curve($0) }
    }
    return Measurement(what: name, unit: "ms", values: times, goal: .below(goal))
  }
}
