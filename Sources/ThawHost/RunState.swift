public import ThawProtocol

/// What a run's events add up to: the source of every snapshot.
public struct RunState: Equatable, Sendable {
  /// What the run is doing.
  public private(set) var phase: Phase = .preparing
  /// Why, for pauses by alarm and failures.
  public private(set) var reason: String?
  /// How far it is.
  public private(set) var progress: Progress
  /// The layer board.
  public private(set) var rows: [LayerRow]
  /// What it has measured of itself.
  public private(set) var calibration: Calibration?
  /// The model's architecture.
  public private(set) var architecture: String
  /// How the run trains from here on; nil before it starts.
  public private(set) var regimen: Regimen?

  /// Starts before the trainer has prepared.
  public init() {
    progress = Progress(
      step: 0, totalSteps: 0, epoch: 0, samplesPerSecond: 0, secondsLeft: nil)
    rows = []
    architecture = ""
  }

  /// Takes over what the trainer prepared.
  public mutating func take(_ plan: TrainingPlan) {
    architecture = plan.architecture
    rows = plan.rows
    progress.totalSteps = plan.totalSteps
  }

  /// Takes an event into account.
  public mutating func apply(_ event: Event) {
    switch event {
    case .phase(let phase, let step, let reason):
      self.phase = phase
      self.reason = reason
      progress.step = step
    case .metrics(let records):
      guard let last = records.last else { return }
      progress.step = max(progress.step, last.step)
      progress.epoch = max(progress.epoch, last.epoch)
    case .rows(let states, _):
      for index in rows.indices {
        if let state = states[rows[index].name] { rows[index].state = state }
      }
    case .progress(let progress): self.progress = progress
    case .regimen(let regimen): self.regimen = regimen
    case .standings(let standings, _):
      for index in rows.indices {
        if let standing = standings[rows[index].name] { rows[index].standing = standing }
      }
    case .calibration(let calibration): self.calibration = calibration
    case .rewound(let rewind): progress.step = rewind.step
    case .journal, .checkpoint, .alarm: break
    }
  }
}
