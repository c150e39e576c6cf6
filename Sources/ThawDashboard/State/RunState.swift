public import ThawProtocol

/// How the dashboard is joined to the session on the Live screen.
public enum Link: Equatable, Sendable {
  /// Waiting for the engine's snapshot.
  case connecting
  /// Following the engine's events.
  case connected
  /// The engine could not be reached, or went silent; tried again at `retryAt` on the dashboard's clock.
  case lost(reason: String, attempts: Int, retryAt: Double)
  /// A saved session: nothing to follow.
  case saved
}

/// The session on the Live screen.
public struct RunState: Equatable, Sendable {
  /// The session's name.
  public var name: String
  /// Whether commands may not be sent even while the engine lives.
  public var isReadOnly: Bool
  /// How the dashboard is joined to it.
  public var link: Link
  /// The model's architecture, or an empty string while unknown.
  public internal(set) var architecture = ""
  /// What commands take for the session, in print.
  public internal(set) var address: String
  /// What the run does; nil while unknown.
  public internal(set) var phase: Phase?
  /// Why, for pauses by alarm and failures.
  public internal(set) var reason: String?
  /// What the store knew of a session without an engine.
  public internal(set) var stored: SessionState?
  /// How the engine ended; nil unless it died or failed.
  public internal(set) var ending: EngineEnding?
  /// What an imported session was read from; nil for thaw's own runs.
  public internal(set) var origin: String?
  /// How far it is; nil while unknown.
  public internal(set) var progress: Progress? {
    didSet { board.cachedRows = progress?.cache.map { $0.isComplete ? $0.rows : 0 } ?? 0 }
  }
  /// The layer board.
  public internal(set) var board = BoardState()
  /// All curves.
  public internal(set) var curves = CurveSet()
  /// What was logged and later taken back by undoing or resuming, a branch each, by metric.
  public internal(set) var abandoned: [String: [[MetricBucket]]] = [:]
  /// What was asked and what became of it, oldest first.
  public internal(set) var journal: [JournalEntry] = [] {
    didSet { (canUndo, canRedo) = journal.waysBack }
  }
  /// Checkpoints on disk, oldest first.
  public internal(set) var checkpoints: [CheckpointInfo] = []
  /// How the run trains from here on; nil for saved sessions.
  public internal(set) var regimen: Regimen?
  /// What went wrong and was not yet dismissed.
  public internal(set) var alarm: Alarm?

  /// The bus number of the last event taken in.
  var sequence: UInt64 = 0
  /// When it was put on the screen, on the dashboard's clock.
  var openedAt: Double = 0
  /// When the last step was seen, on the dashboard's clock.
  var lastStepAt: Double = 0
  /// Seconds between the last two times that steps came, where a host may have joined them; 0 otherwise.
  var deliveryGap: Double = 0
  var hasHistory = false
  /// Whether the journal has something that can be undone.
  private(set) var canUndo = false
  /// Whether it ends with something that was undone.
  private(set) var canRedo = false
  /// The files of another tool that are followed; nil for sessions.
  var watchedPath: String?
  /// Why its store cannot be read; nil where it can.
  var unreadable: String?
  /// What a recording that is played back is doing; nil for all else.
  var recording: RunCondition?
  var pace = StepPace()
  /// The time in the session when the run last went back, as far as this dashboard saw it.
  var rewoundAt: Double?
  /// When the history is to be read again, on the dashboard's clock.
  var rereadAt: Double?

  init(name: String, isReadOnly: Bool, link: Link) {
    self.name = name
    address = name
    self.isReadOnly = isReadOnly
    self.link = link
  }
}

extension RunState {
  /// What the header says the run is doing.
  func condition(at now: Double) -> RunCondition {
    if let recording { return recording }
    switch link {
    case .connecting where phase == nil: return .connecting
    case .lost where stored != .dead && phase?.isFinal != true: return .lost
    default: break
    }
    if let stored, link != .connected { return RunCondition(stored) }
    if unreadable != nil, link == .saved { return .unreadable }
    guard let phase else { return .connecting }
    if phase == .training, isStalled(at: now) { return .stalled }
    return RunCondition(phase)
  }

  /// Why no command can be sent, or nil where one can.
  func refusal(at now: Double) -> String? {
    guard recording == nil else { return "this is a recording; thaw run starts a run of your own" }
    if link != .connected, origin != nil {
      return "not trained by thaw; it can only be watched"
    }
    return switch condition(at: now) {
    case .connecting: "not connected to the engine yet"
    case .lost: "the connection to the engine is lost; trying again"
    case .dead: "the engine is gone; \(checkpoints.resuming(address))"
    case .stopped: "the run was stopped"
    case .finished: "the run is finished"
    case .failed: "the run has failed"
    case .unreadable: "the session cannot be read"
    default:
      link != .connected
        ? "shown from its store; thaw attach \(address) follows it"
        : isReadOnly ? Self.readOnlyRefusal : nil
    }
  }

  static let readOnlyRefusal = "attached read-only"

  /// What opens it once more.
  var opening: Opening {
    if let watchedPath { return .watch(path: watchedPath, run: name) }
    return link == .saved
      ? .saved(session: name) : .attach(session: name, isReadOnly: isReadOnly)
  }

  var step: Int { progress?.step ?? 0 }

  /// Which branch the run is on, where it went back and left one: 2 after the first return.
  var branch: Int? { abandoned.values.lazy.map(\.count).max().map { $0 + 1 } }

  /// Whether more steps are to come.
  var isGrowing: Bool { link == .connected && phase?.isFinal != true }

  /// Whether nothing came for much longer than the run's steps take.
  private func isStalled(at now: Double) -> Bool {
    guard let progress, progress.totalSteps > progress.step, lastStepAt > 0 else { return false }
    let usual =
      pace.median ?? progress.secondsLeft.map { $0 / Double(progress.totalSteps - progress.step) }
    guard let usual else { return false }
    let patience = Stall.patience(stepSeconds: pace.median)
    return now - lastStepAt > max(patience, 10 * usual, deliveryGap + 1)
  }

  mutating func take(_ snapshot: Snapshot, at now: Double) {
    name = snapshot.session
    architecture = snapshot.architecture
    phase = snapshot.phase
    reason = snapshot.reason
    progress = snapshot.progress
    regimen = snapshot.regimen
    board.take(snapshot.rows)
    board.calibration = snapshot.calibration ?? Calibration()
    sequence = snapshot.sequence
    stored = nil
    link = .connected
    lastStepAt = now
  }

  mutating func take(_ history: SessionHistory) {
    let detail = history.detail
    var merged = CurveSet(history.curves)
    // A saved session's store has all there is; a file that is watched may even have begun anew.
    if link != .saved { merged.extend(with: curves) }
    merged.samplesPerStep = detail.samplesPerStep
    curves = merged
    abandoned = history.abandoned
    let newest = detail.journal.last?.time ?? -.infinity
    journal = detail.journal + journal.filter { $0.time > newest }
    let folders = Set(detail.checkpoints.map(\.folder))
    checkpoints = detail.checkpoints + checkpoints.filter { !folders.contains($0.folder) }
    hasHistory = true
    unreadable = nil
    ending = history.ending
    if architecture.isEmpty { architecture = detail.recipe["model.architecture"] ?? "" }
    guard link != .connected else { return }
    stored = detail.summary.state
    origin = detail.origin
    board.take(detail.rows)
    progress = Progress(
      // Where a run that is watched will end is not known.
      step: detail.summary.step,
      totalSteps: origin != nil && stored == .running ? 0 : detail.totalSteps, epoch: detail.epoch,
      samplesPerSecond: curves[MetricName.throughput].last ?? 0, secondsLeft: nil,
      cache: detail.cache)
  }
}
