import Synchronization
import ThawBus
import ThawHost
import ThawProtocol

/// Trains nothing: logs metrics at a steady pace until it is stopped.
final class PacedTrainer: Trainer {
  /// So many steps are there at once, as of a run that has gone on for a while.
  static let head = 500

  private let bus: MessageBus<Signal>
  private let stepsPerSecond: Double
  private let metrics: [String]
  private let marker: Marker?
  private let isStopped: StopSign

  /// Tells a trainer to stop.
  final class StopSign: Sendable {
    private let isUp = Mutex(false)

    func raise() { isUp.withLock { $0 = true } }
    var isRaised: Bool { isUp.withLock { $0 } }
  }

  /// Says from which step on the loss is another, so that it can be looked for on the screen.
  final class Marker: Sendable {
    private let state = Mutex<(isHigh: Bool, posted: ContinuousClock.Instant?)>((false, nil))

    /// Has the loss changed from the next step on, and gives how it is then printed.
    func change() -> String {
      state.withLock { state in
        state = (!state.isHigh, nil)
        return state.isHigh ? "2.222" : "1.111"
      }
    }

    /// When the first step with the changed loss was posted.
    var posted: ContinuousClock.Instant? { state.withLock { $0.posted } }

    fileprivate func loss() -> Double {
      state.withLock { state in
        state.posted = state.posted ?? .now
        return state.isHigh ? 2.222 : 1.111
      }
    }
  }

  /// Logs `metrics` at each step, unless told otherwise a loss, a gradient norm and a learning rate.
  init(
    on bus: MessageBus<Signal>, stepsPerSecond: Double, metrics: [String] = usualMetrics,
    marker: Marker? = nil, until sign: StopSign
  ) {
    self.bus = bus
    self.stepsPerSecond = stepsPerSecond
    self.metrics = metrics
    self.marker = marker
    isStopped = sign
  }

  func prepare() async throws -> TrainingPlan {
    let rows = (0..<18).map { index in
      LayerRow(
        name: RecordedRun.rowName(index, of: 18), parameters: 96 * 16 * 9,
        state: index < 15 ? .frozen : .trainable)
    }
    return TrainingPlan(architecture: "efficientnet-lite0", rows: rows, totalSteps: 1_000_000)
  }

  func run() async throws -> Phase {
    bus.post(.event(.phase(.training, step: 0, reason: nil)))
    var values = SyntheticValues(
      of: RecordedRun(name: "live", steps: 1_000_000, metrics: metrics))
    for record in values.records(0..<Self.head) { post(record) }
    let start = ContinuousClock.now
    var step = Self.head
    while !isStopped.isRaised {
      let elapsed = (ContinuousClock.now - start) / .seconds(1)
      let due = Self.head + Int(elapsed * stepsPerSecond)
      if due > step {
        for record in values.records(step..<due) { post(record) }
        step = due
      }
      try await Task.sleep(for: .milliseconds(1))
    }
    bus.post(.event(.phase(.stopped, step: step, reason: nil)))
    return .stopped
  }

  private func post(_ logged: MetricRecord) {
    var record = logged
    if let marker { record.values[MetricName.trainLoss] = marker.loss() }
    bus.post(.event(.metrics([record])))
    let progress = Progress(
      step: record.step, totalSteps: 1_000_000, epoch: record.epoch,
      samplesPerSecond: 32 * stepsPerSecond,
      secondsLeft: Double(1_000_000 - record.step) / stepsPerSecond)
    bus.post(.event(.progress(progress)))
  }

  static let usualMetrics = [
    MetricName.trainLoss, MetricName.gradientNorm, MetricName.learningRate,
  ]
}
