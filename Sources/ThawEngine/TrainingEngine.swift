public import Foundation
public import ThawBus
import ThawModels
public import ThawProtocol
public import ThawStore
import ThawTensor

/// Fine-tunes a model as a recipe says, on a thread of its own.
///
/// Requests from the bus take effect between two steps only: after the gradients of one were
/// dropped and before the forward pass of the next. Each gets a reply, and an entry in the journal.
/// While paused the engine sleeps until a request comes. It never waits for a reader of its events.
///
/// Call ``prepare()``, then ``run()``, once each.
public actor TrainingEngine {
  private let thread = EngineThread(name: "thaw-training")

  /// The engine's own thread.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    thread.asUnownedSerialExecutor()
  }

  let recipe: Recipe
  let sessionFolder: URL
  let weightsFolder: URL
  let checkpoint: URL?
  let script: ReplayScript?
  let bus: MessageBus<Signal>
  private let startClock: @Sendable (_ offset: Double) -> RunClock
  var requests: Subscription<Signal>

  /// What ``prepare()`` made; nil before.
  var live: Run?

  /// Sets an engine up; requests posted from now on are answered once it runs.
  ///
  /// - Parameters:
  ///   - recipe: What to do, its paths resolved.
  ///   - sessionFolder: Where `checkpoints` goes.
  ///   - bus: Where requests come from, and replies and events go to.
  ///   - checkpoint: The checkpoint folder to go on from, or nil to begin.
  ///   - script: What to ask of itself at given steps, in a run that repeats another.
  ///   - weightsFolder: Where released weights are cached, for recipes that say `pretrained`.
  ///   - clock: What time is taken from.
  public init(
    recipe: Recipe, sessionFolder: URL, bus: MessageBus<Signal>, resumeFrom checkpoint: URL? = nil,
    script: ReplayScript? = nil, weightsFolder: URL, clock: some Clock<Duration> = ContinuousClock()
  ) {
    self.recipe = recipe
    self.sessionFolder = sessionFolder
    self.bus = bus
    self.checkpoint = checkpoint
    self.script = script
    self.weightsFolder = weightsFolder
    startClock = { RunClock(clock, offset: $0) }
    requests = Self.subscribe(to: bus)
  }

  /// Loads weights and data, and the checkpoint where there is one.
  ///
  /// - Throws: Why the run cannot start, as one clear message.
  public func prepare() async throws -> EnginePreparation {
    precondition(live == nil, "an engine prepares once")
    do { return try load() } catch let error as TorchError where error.code == .memory {
      throw OutOfMemory(preparing: error)
    } catch ModelError.torch(let error) where error.code == .memory {
      throw OutOfMemory(preparing: error)
    }
  }

  private func load() throws -> EnginePreparation {
    let learner = try Learner(recipe: recipe, weightsFolder: weightsFolder)
    learner.activations.folder = sessionFolder.appending(path: "cache")
    let state = try checkpoint.map { try learner.restore(from: $0) }
    let mask = state?.mask ?? learner.initialMask
    try learner.begin(with: mask, proof: state?.proof)
    let regimen = state?.regimen(for: learner.initialRegimen) ?? learner.initialRegimen

    let reader = state == nil ? nil : try? SessionReader(SessionFolder(sessionFolder))
    let undo = UndoHistory(
      folder: sessionFolder.appending(path: "undo"),
      UndoHistory.Stored(past: state?.undo ?? [], undone: state?.redo ?? [])
    ) { (try? reader?.journalPlaces(at: $0)) ?? [] }

    let run = Run(
      learner: learner, control: RunControl(mask: mask, regimen: regimen),
      clock: startClock(state?.time ?? 0), step: state?.step ?? 0,
      journalEntries: state?.journalEntries ?? 0,
      undo: undo, script: script,
      scripted: state?.scripted(of: script) ?? 0)
    run.validation = state?.validation
    if let attempt = try? reader?.newestAttempt() { run.firstAttempt = attempt }
    let folder = CheckpointFolder(session: sessionFolder)
    folder.removeRemains()
    run.checkpoints = folder.stored()
    if let inForce = try? reader?.checkpoints().map(\.folder) {
      for index in run.checkpoints.indices {
        run.checkpoints[index].isInForce = inForce.contains(run.checkpoints[index].folder)
      }
    }
    live = run
    var preparation = learner.preparation(step: run.step)
    preparation.totalSteps = run.plan.totalSteps
    preparation.time = run.clock.seconds()
    if let state, let notice = state.mask.notice(insteadOf: learner.initialMask) {
      preparation.notices.append(notice)
    }
    if let state, state.proof == nil, !mask.frozenRows.isEmpty {
      preparation.notices.append(
        "the checkpoint is of an older version and does not say what frozen rows held when they were "
          + "frozen; they are held to what they are now")
    }
    return preparation
  }

  static func subscribe(to bus: MessageBus<Signal>) -> Subscription<Signal> {
    bus.subscribe(capacity: 4_096) { if case .request = $0 { true } else { false } }
  }
}
