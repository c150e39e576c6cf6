import Foundation
import ThawCanvas
import ThawDashboard
import ThawProtocol
import ThawTestSupport

/// A made-up fine-tune of the kind that the dashboard shows, for pictures and reducer tests.
enum Fixture {
  static let session = "clothes-last-blocks"

  static let rows: [LayerRow] = withoutCosts.map { row in
    var row = row
    let forward = 20_000_000 + row.parameters * 400
    row.cost = RowCost(
      forward: forward, inputGradient: forward, innerInputGradient: forward / 2,
      weightGradient: forward)
    return row
  }

  static let withoutCosts: [LayerRow] = {
    let blocks = [
      1_448, 6_004, 10_710, 15_350, 31_290, 37_130, 102_900, 102_900, 102_900, 126_004, 208_572,
      208_572, 262_492, 587_952, 587_952, 717_232,
    ]
    let stem = LayerRow(
      name: "stem", parameters: 928, state: .frozen,
      tensors: [
        TensorDescription(name: "stem.0.weight", shape: [32, 3, 3, 3], type: "F32"),
        TensorDescription(name: "stem.1.weight", shape: [32], type: "F32"),
        TensorDescription(name: "stem.1.num_batches_tracked", shape: [], type: "I64"),
      ])
    let middle = blocks.enumerated().map { index, parameters in
      LayerRow(
        name: "blocks.\(index)", parameters: parameters, state: index < 14 ? .frozen : .trainable,
        tensors: [
          TensorDescription(
            name: "blocks.\(index).0._project_conv.weight", shape: [320, 1152, 1, 1], type: "F32")
        ])
    }
    return [stem] + middle + [
      LayerRow(
        name: "head", parameters: 424_970, state: .trainable,
        tensors: [
          TensorDescription(name: "head.0.weight", shape: [1280, 320, 1, 1], type: "F32"),
          TensorDescription(name: "head.1.weight", shape: [1280], type: "F32"),
          TensorDescription(name: "head.1.num_batches_tracked", shape: [], type: "I64"),
          TensorDescription(name: "fc.weight", shape: [10, 1280], type: "F32"),
          TensorDescription(name: "fc.bias", shape: [10], type: "F32"),
        ])
    ]
  }()

  static let recipe: [String: String] = [
    "model.architecture": "efficientnet-lite0", "method.train": "last:2",
    "optimizer.name": "adamw", "optimizer.learning_rate": "0.001", "run.batch": "32",
  ]

  static let regimen: Regimen = {
    var regimen = Regimen(
      schedule: LearningRateSchedule(
        baseRate: 1e-3, shape: .cosine(finalShare: 0), warmupSteps: 100, totalSteps: 4_690),
      rowFactors: rows.map { _ in 1 }, weightDecay: 0.01,
      accumulation: Accumulation(batchesPerEpoch: 938))
    for line in ["plan step 2000: thaw blocks.12-13", "plan epoch 3: lr x0.5"] {
      _ = try? regimen.apply(Command(parsing: line), at: 0, rows: rows.map(\.name))
    }
    return regimen
  }()

  static let journal = [
    JournalEntry(
      step: 300, time: 40, command: "thaw blocks.14-15",
      outcome: .applied(step: 300, note: "ramped over 50 steps")),
    JournalEntry(
      step: 512, time: 66, command: "freeze stem..head",
      outcome: .refused(reason: "nothing would train; leave one row thawed")),
    JournalEntry(
      step: 700, time: 92, command: "lr 0.0003", outcome: .applied(step: 700)),
    JournalEntry(
      step: 1_000, time: 131, command: "freeze head", outcome: .applied(step: 1_000)),
    JournalEntry(step: 1_100, time: 144, command: "thaw head", outcome: .applied(step: 1_100)),
  ]

  static let checkpoints = [400, 800, 1_200].map {
    CheckpointInfo(step: $0, folder: "step-\($0)", bytes: 41_000_000)
  }

  /// The stored session after so many steps; another seed gives another run.
  static func history(
    name: String = session, steps: Int = 1_240, seed: UInt64 = 7, state: SessionState = .running,
    recipe: [String: String] = recipe, floor: Double = 0.32
  ) -> SessionHistory {
    let curves = curves(steps: steps, seed: seed, floor: floor)
    var metrics: [String: MetricSummary] = [:]
    for (metric, buckets) in curves where !metric.hasPrefix("row/") {
      let values = buckets.map(\.mean)
      let best: Double? =
        switch MetricDefinition(named: metric).direction {
        case .lowerIsBetter: values.min()
        case .higherIsBetter: values.max()
        case .neutral: nil
        }
      metrics[metric] = MetricSummary(last: values.last ?? .nan, best: best, count: values.count)
    }
    let detail = SessionDetail(
      summary: SessionSummary(
        name: name, state: state, step: steps,
        started: Date(timeIntervalSince1970: 1_773_500_000 + Double(seed) * 5_000),
        metrics: metrics),
      epoch: Double(steps) / 938, totalSteps: 4_690, rows: rows,
      journal: journal.filter { $0.step <= steps },
      checkpoints: checkpoints.filter { $0.step <= steps }, recipe: recipe)
    return SessionHistory(detail: detail, curves: curves)
  }

  /// The same curves as another tool's files have them.
  static let imported: SessionHistory = {
    var imported = history()
    imported.detail.origin = "/logs/metrics.csv"
    imported.detail.rows = []
    imported.detail.journal = []
    imported.detail.checkpoints = []
    return imported
  }()

  static func snapshot(phase: Phase = .training, sequence: UInt64 = 100) -> Snapshot {
    Snapshot(
      session: session, recipe: "name = \"clothes\"",
      started: Date(timeIntervalSince1970: 1_773_500_000), architecture: "efficientnet-lite0",
      phase: phase,
      progress: Progress(
        step: 1_240, totalSteps: 4_690, epoch: 1.322, samplesPerSecond: 412, secondsLeft: 267),
      rows: rows, sequence: sequence, pid: 4_711)
  }

  private static let running = history()

  /// A live session with its history, as the dashboard shows it.
  static func live(width: Int, height: Int) -> DashboardState {
    var (state, _) = DashboardState.opening(
      .attach(session: session, isReadOnly: false), size: Size(width: width, height: height),
      client: "test")
    _ = reduce(&state, .ticked(at: 100))
    _ = reduce(&state, .connected(snapshot()))
    _ = reduce(&state, .historyLoaded(running))
    _ = reduce(&state, .ticked(at: 110))
    return state
  }

  static let sessions: [SessionSummary] = [
    running.detail.summary,
    history(name: "clothes-head", steps: 4_690, seed: 3, state: .finished).detail.summary,
    history(name: "clothes-all", steps: 2_100, seed: 4, state: .stopped, floor: 0.2).detail.summary,
    history(name: "stamps-head", steps: 600, seed: 2, state: .paused).detail.summary,
    history(name: "stamps-random-weights", steps: 340, seed: 1, state: .dead, floor: 1.2).detail
      .summary,
    SessionSummary(
      name: "broken-data", state: .failed, step: 0,
      started: Date(timeIntervalSince1970: 1_773_400_000), metrics: [:]),
  ]

  static func sessionList(width: Int, height: Int) -> DashboardState {
    var (state, _) = DashboardState.opening(
      .sessions, size: Size(width: width, height: height), client: "test")
    _ = reduce(&state, .sessionsLoaded(sessions))
    return state
  }

  static func compared(width: Int, height: Int) -> DashboardState {
    var (state, _) = DashboardState.opening(
      .compare(["clothes-head", "clothes-last-blocks", "clothes-all"]),
      size: Size(width: width, height: height), client: "test")
    _ = reduce(&state, .comparisonLoaded(comparedHistories))
    return state
  }

  private static let comparedHistories: [SessionHistory] = {
    var all = recipe
    all["method.train"] = "all"
    all["optimizer.learning_rate"] = "0.0001"
    var head = recipe
    head["method.train"] = "head"
    return [
      history(name: "clothes-head", steps: 4_690, seed: 3, state: .finished, recipe: head),
      history(steps: 3_000, floor: 0.24),
      history(name: "clothes-all", steps: 2_100, seed: 4, state: .stopped, recipe: all, floor: 0.2),
    ]
  }()

  private static func curves(
    steps: Int, seed: UInt64, floor: Double
  ) -> [String: [MetricBucket]] {
    var generator = SeededGenerator(seed: seed)
    var curves: [String: [MetricBucket]] = [:]
    func log(_ name: String, _ step: Int, _ value: Double) {
      curves[name, default: []].append(
        MetricBucket(
          step: step, epoch: Double(step) / 938, time: Double(step) * 0.131, value: value))
    }
    for step in 1...steps {
      let progress = exp(-Double(step) / 260)
      let noise = Double.random(in: 0.75...1.3, using: &generator)
      let spike = step == 705 ? 2.4 : 1
      log(MetricName.trainLoss, step, (floor + 2 * progress) * noise * spike)
      log(MetricName.gradientNorm, step, (0.6 + 3 * progress) * noise * spike)
      log(MetricName.learningRate, step, 1e-3 * min(1, Double(step) / 80) * (step > 700 ? 0.3 : 1))
      log(MetricName.throughput, step, 400 * noise)
      for (index, row) in rows.enumerated() where index >= 15 && step.isMultiple(of: 4) {
        let scale = pow(0.4, Double(17 - index))
        log(MetricName.rowGradientNorm(row.name), step, (0.1 + progress) * noise * scale)
        log(MetricName.rowUpdateRatio(row.name), step, 2e-3 * noise * scale)
        log(MetricName.rowDrift(row.name), step, 0.3 * (1 - progress) * scale)
      }
      if step.isMultiple(of: 100) {
        log(MetricName.validationLoss, step, floor * 1.15 + 1.6 * progress)
        log(MetricName.validationAccuracy, step, 0.93 - floor * 0.12 - 0.6 * progress)
      }
    }
    return curves
  }
}
