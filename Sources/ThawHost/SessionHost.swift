import Foundation
public import ThawBus
public import ThawProtocol
public import ThawStore
import ThawTransport

/// Runs one session: a trainer, the bus it speaks on, the store behind it, the socket before it.
public struct SessionHost: Sendable {
  private let folder: SessionFolder
  private let recipe: Recipe
  private let resumeStep: Int?

  /// Prepares to host a session.
  ///
  /// - Parameters:
  ///   - folder: The session's folder, which exists.
  ///   - recipe: What it does.
  ///   - resumeStep: The step of the checkpoint it goes on from, or nil to begin the session.
  public init(folder: SessionFolder, recipe: Recipe, resumeStep: Int?) {
    self.folder = folder
    self.recipe = recipe
    self.resumeStep = resumeStep
  }

  /// Runs the session to its end.
  ///
  /// - Parameters:
  ///   - onStart: Called with the bus once the session is this process's, before the trainer is made.
  ///   - makeTrainer: Makes the trainer, which speaks on the bus it is given.
  /// - Returns: The phase it ended in; ``ThawProtocol/Phase/failed`` is posted before an error of the
  ///   trainer is thrown.
  /// - Throws: Why the session cannot be hosted, or what ended the trainer.
  public func run(
    onStart: (MessageBus<Signal>) -> Void = { _ in },
    makeTrainer: (MessageBus<Signal>) throws -> any Trainer
  ) async throws -> Phase {
    let lock = try EngineLock(folder)
    defer { withExtendedLifetime(lock) {} }
    // First, so that a session which nobody could reach is left as it is.
    let socket = try SocketLocation.path(toListenForSession: folder.url)
    let started = try startedDate()
    let store = try openStore(started: started)
    let bus = MessageBus<Signal>()
    let recorder = Recorder(store: store, bus: bus)
    // The recorder is the one reader that may not lag: a million steps would have to go unwritten.
    let signals = bus.subscribe(capacity: 1_000_000)
    let server = try TransportServer(
      bus: bus, path: socket,
      hello: Hello(peer: "thaw-engine", pid: getpid()),
      snapshot: { [recipe, folder] in
        await recorder.catchUp()
        return await recorder.snapshot(session: folder.name, recipe: recipe.toml, started: started)
      })

    async let recording: Void = recorder.run(signals)
    async let serving: Void = server.run()
    onStart(bus)
    let outcome = await train(on: bus, recorder: recorder, makeTrainer: makeTrainer)
    bus.finish()
    try await recording
    try await serving
    return try outcome.get()
  }

  private func train(
    on bus: MessageBus<Signal>, recorder: Recorder,
    makeTrainer: (MessageBus<Signal>) throws -> any Trainer
  ) async -> Result<Phase, any Error> {
    do {
      bus.post(.event(.phase(.preparing, step: resumeStep ?? 0, reason: nil)))
      let trainer = try makeTrainer(bus)
      let plan = try await trainer.prepare()
      try await recorder.take(plan)
      for notice in plan.notices {
        let entry = JournalEntry(
          step: resumeStep ?? 0, time: plan.time, command: notice,
          outcome: .applied(step: resumeStep ?? 0))
        bus.post(.event(.journal(entry)))
      }
      return .success(try await trainer.run())
    } catch {
      let step = await recorder.step
      bus.post(.event(.phase(.failed, step: step, reason: "\(error)")))
      return .failure(error)
    }
  }

  private func openStore(started: Date) throws -> SessionStore {
    if let resumeStep { return try SessionStore(opening: folder, resumingAt: resumeStep) }
    return try SessionStore(creating: folder, recipe: recipe, started: started)
  }

  private func startedDate() throws -> Date {
    guard resumeStep != nil else { return Date() }
    return try SessionReader(folder).summary().started
  }
}

extension Recorder {
  /// The run as it is recorded by now.
  func snapshot(session: String, recipe: String, started: Date) -> Snapshot {
    Snapshot(
      session: session, recipe: recipe, started: started, architecture: state.architecture,
      phase: state.phase, reason: state.reason, progress: state.progress, rows: state.rows,
      calibration: state.calibration, sequence: sequence, pid: getpid(), regimen: state.regimen)
  }
}
