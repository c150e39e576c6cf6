import Foundation
import ThawBus
import ThawDashboard
import ThawProtocol
import ThawStore

/// The same run in thaw's store, in TensorBoard's event files and in W&B's offline files.
struct Formats {
  private static let rounds = 7
  /// How many values the other tools are given: the millions would take them a quarter of an hour.
  private static let values = 200_000

  private let workbench: Workbench

  init(_ workbench: Workbench) { self.workbench = workbench }

  func measure() throws -> [Measurement] {
    try workbench.withScratchFolder { folder in
      let long = try Candidates(
        of: .million, tools: [.tensorBoard, .wandb], in: folder, workbench)
      let wide = try Candidates(of: .wide, tools: [.tensorBoard], in: folder, workbench)
      return try long.logging(goal: .atMost(5)) + long.disk(goal: .atMost(12))
        + long.opening(rounds: Self.rounds, goal: .below(150))
        + wide.opening(rounds: Self.rounds, goal: .below(50))
        + [importing(wide.session)]
    }
  }

  /// TensorBoard's events of a session, which thaw writes in a second, as sessions of their own.
  private func importing(_ session: SessionFolder) throws -> Measurement {
    let (events, imported) = (session.url.path + ".events", session.url.path + ".imported")
    try Subprocess.run(workbench.program, ["export", session.url.path, "--tensorboard", events])
    let times = try milliseconds(of: 3) {
      try Subprocess.run(workbench.program, ["import", events, "--sessions", imported])
    }
    return Measurement(
      what: "import of \(printed(Double(RecordedRun.wide.values))) scalars of TensorBoard",
      unit: "ms", values: times, goal: .below(2_000))
  }

  /// A run as each of them has it.
  private struct Candidates {
    let run: RecordedRun
    let session: SessionFolder
    /// How many of the run's steps the others have.
    let steps: Int
    let others: [(tool: MetricLogger.Tool, outcome: MetricLogger.Outcome)]

    init(
      of run: RecordedRun, tools: [MetricLogger.Tool], in folder: URL, _ workbench: Workbench
    ) throws {
      let logger = try MetricLogger(workbench)
      self.run = run
      steps = Formats.values / run.metrics.count
      StandardError.line("  \(run.title) in each format; minutes")
      session = try run.record(in: SessionLibrary(folder: folder))
      let values = folder.appending(path: "\(run.name).values")
      try run.values(ofSteps: steps).write(to: values)
      others = try tools.map { [steps] in
        ($0, try logger.log(run, steps: steps, values: values, with: $0, in: folder))
      }
    }

    private var notes: [String] {
      others.map { "\($0.outcome.version), in Python, with the very values that thaw stores" } + [
        "W&B's package opens no offline run"
      ]
    }

    /// What the training loop pays to log a step, until it may go on.
    func logging(goal: Goal) throws -> [Measurement] {
      // As many as a reader that never reads can have in memory.
      let steps = min(run.steps, 100_000)
      let bus = MessageBus<Signal>()
      let reader = bus.subscribe(capacity: steps)
      var values = SyntheticValues(of: run)
      let times = stride(from: 0, to: steps, by: 1_000).map { start in
        let records = values.records(start..<start + 1_000)
        return milliseconds {
          for record in records {
            // As the loop does: the values are put into a record one by one.
            var copy = record
            copy.values = [:]
            for (name, value) in record.values { copy.values[name] = value }
            bus.post(.event(.metrics([copy])))
          }
        }
      }
      withExtendedLifetime(reader) { bus.finish() }
      return lines("to log a step", "µs", goal, thaw: times) { $0.logging }
    }

    func disk(goal: Goal) throws -> [Measurement] {
      let attributes = try FileManager.default.attributesOfItem(atPath: session.database.path)
      let bytes = (attributes[.size] as? NSNumber)?.intValue ?? 0
      let values = { (steps: Int) in Double(steps * run.metrics.count) }
      return lines("on the disk", "B/value", goal, thaw: [Double(bytes) / values(run.steps)]) {
        [Double($0.bytes) / values(steps)]
      }
    }

    /// From the file to all curves.
    func opening(rounds: Int, goal: Goal) throws -> [Measurement] {
      let times = try milliseconds(of: rounds, warmUp: 1) {
        let reader = try SessionReader(session)
        _ = try reader.series(try reader.metricNames(), buckets: 2_048).mapValues { Curve($0) }
      }
      return lines("opened to curves", "ms", goal, thaw: times) { $0.opening.map { [$0] } ?? [] }
    }

    /// A line for each that was measured.
    private func lines(
      _ what: String, _ unit: String, _ goal: Goal, thaw: [Double],
      others values: (MetricLogger.Outcome) -> [Double]
    ) -> [Measurement] {
      let title = "\(run.title) \(what)"
      let part = steps < run.steps ? ", the first \(printed(Double(steps))) steps alone" : ""
      return [
        Measurement(what: "\(title): thaw", unit: unit, values: thaw, goal: goal, notes: notes)
      ]
        + others.filter { !values($0.outcome).isEmpty }.map { tool, outcome in
          Measurement(what: "\(title): \(tool.name)\(part)", unit: unit, values: values(outcome))
        }
    }
  }
}

extension RecordedRun {
  /// How many values it logs of the metrics of every step.
  fileprivate var values: Int { steps * metrics.count }

  /// `5 metrics × 100,000 steps`.
  fileprivate var title: String { "\(metrics.count) metrics × \(printed(Double(steps))) steps" }

  /// The values of the first steps, those of a step in a row, as little-endian float64.
  fileprivate func values(ofSteps steps: Int) -> Data {
    var synthetic = SyntheticValues(of: self)
    var data = Data(capacity: steps * metrics.count * 8)
    for record in synthetic.records(0..<steps) {
      for name in metrics {
        withUnsafeBytes(of: (record.values[name] ?? .nan).bitPattern.littleEndian) {
          data.append(contentsOf: $0)
        }
      }
    }
    return data
  }
}
