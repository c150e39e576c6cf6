import ThawBus
import ThawProtocol
import ThawStore

/// Writes what happens on a session's bus into its store, and knows what it adds up to.
///
/// Metrics wait for at most ``interval`` and are then written in one transaction, so that a killed
/// process loses no more than that. What cannot be written, as on a full disk, is kept and tried
/// again, and the run is paused meanwhile so that nothing is lost.
actor Recorder {
  /// Leaves a margin below the 250 ms that are promised.
  static let interval = Duration.milliseconds(150)

  private let store: SessionStore
  private let bus: MessageBus<Signal>
  private(set) var state = RunState()
  /// The bus number of the last signal that was taken.
  private(set) var sequence: UInt64 = 0

  private var pending: [(sequence: UInt64, event: Event)] = []
  private var branches: BranchRecord
  private var timer: Task<Void, Never>?
  private var isFailing = false
  private var waiting: [(sequence: UInt64, continuation: CheckedContinuation<Void, Never>)] = []

  init(store: SessionStore, bus: MessageBus<Signal>) {
    self.store = store
    self.bus = bus
    branches = BranchRecord(store)
  }

  /// Steps completed, as far as was recorded.
  var step: Int { state.progress.step }

  /// Records until the bus finishes.
  ///
  /// - Throws: What kept the last of it from being written.
  func run(_ signals: Subscription<Signal>) async throws {
    do {
      for try await envelope in signals {
        take(envelope)
        sequence = envelope.sequence
        resumeWaiting()
      }
    } catch is MailboxError {
      preconditionFailure("the recorder's mailbox holds more than a run can post in its absence")
    }
    sequence = .max
    resumeWaiting()
    timer?.cancel()
    try write()
    try store.close()
  }

  /// Takes over what the trainer prepared.
  ///
  /// - Throws: Why it cannot be stored.
  func take(_ plan: TrainingPlan) throws {
    state.take(plan)
    try store.setRows(plan.rows)
    if let threads = plan.threads { try store.setThreads(threads) }
    try store.setProgress(epoch: state.progress.epoch, totalSteps: plan.totalSteps)
  }

  /// Waits until all that was posted by now is taken, and writes it.
  func catchUp() async {
    let target = bus.lastSequence
    if sequence < target {
      await withCheckedContinuation { waiting.append((target, $0)) }
    }
    flush()
  }

  private func resumeWaiting() {
    for place in waiting where place.sequence <= sequence { place.continuation.resume() }
    waiting.removeAll { $0.sequence <= sequence }
  }

  private func take(_ envelope: Envelope<Signal>) {
    guard case .event(let event) = envelope.payload else { return }
    state.apply(event)
    pending.append((envelope.sequence, event))
    guard timer == nil else { return }
    timer = Task {
      try? await Task.sleep(for: Self.interval)
      flush()
    }
  }

  private func flush() {
    timer?.cancel()
    timer = nil
    do {
      try write()
      isFailing = false
    } catch {
      report(error)
      timer = Task {
        try? await Task.sleep(for: .seconds(2))
        flush()
      }
    }
  }

  private func write() throws {
    while let first = pending.first {
      var taken = 1
      if case .metrics(var records) = first.event {
        // Steps in a row share a transaction.
        while taken < pending.count, case .metrics(let more) = pending[taken].event {
          records += more
          taken += 1
        }
        try store.append(records)
      } else {
        try write(first.event, at: first.sequence)
      }
      pending.removeFirst(taken)
    }
  }

  private func write(_ event: Event, at sequence: UInt64) throws {
    switch event {
    case .metrics(let records): try store.append(records)
    case .journal(let entry):
      branches.note(entry: try store.append(journal: entry), at: sequence)
    case .rewound(let rewind): try branches.rewind(rewind, in: store)
    case .rows(let states, _): try store.updateRowStates(states)
    case .phase(let phase, let step, let reason):
      try store.setPhase(phase, step: step, reason: reason)
    case .checkpoint(let info): try store.add(info)
    case .progress(let progress):
      try store.setProgress(
        epoch: progress.epoch, totalSteps: progress.totalSteps, cache: progress.cache)
    case .standings(let standings, _): try store.updateStandings(standings)
    case .alarm, .regimen, .calibration: break
    }
  }

  private func report(_ error: any Error) {
    guard !isFailing else { return }
    isFailing = true
    let step = state.progress.step
    let message = "\(error); the run is paused, resume it when that is mended"
    bus.post(.request(Request(id: "host-\(sequence)", command: .pause)))
    bus.post(.event(.alarm(Alarm(step: step, row: nil, message: message))))
  }
}
