import ThawProtocol

extension DashboardState {
  mutating func take(_ event: Event, sequence: UInt64) -> [DashboardEffect] {
    guard let run, run.link == .connected, sequence > run.sequence else { return [] }
    self.run?.sequence = sequence
    switch event {
    case .phase(let phase, let step, let reason): enter(phase, step: step, reason: reason)
    case .metrics(let records): take(records)
    case .rows(let states, _): self.run?.board.take(states)
    case .journal(let entry):
      self.run?.journal.append(entry)
      // The newest comes first: what is being read stays where it is.
      if journalScroll > 0 { journalScroll += 1 }
      tellSaving(entry)
      return self.run?.reloads(after: entry, at: now) ?? []
    case .rewound(let rewind):
      self.run?.rewind(to: rewind.step)
      toasts.removeAll { $0.step.map { $0 >= rewind.step } ?? false }
    case .checkpoint(let checkpoint): self.run?.checkpoints.append(checkpoint)
    case .progress(let progress): self.run?.take(progress, at: now)
    case .alarm(let alarm): self.run?.alarm = alarm
    case .regimen(let regimen): self.run?.regimen = regimen
    case .standings(let standings, _): self.run?.board.take(standings)
    case .calibration(let calibration): self.run?.board.calibration = calibration
    }
    return []
  }

  /// Lengthens the curves; a view that does not follow stays where it is.
  private mutating func take(_ records: [MetricRecord]) {
    let before = run?.curves.ruler.span(on: plots.axis)
    run?.take(records, at: now)
    guard !plots.isFollowing, let before,
      let after = run?.curves.ruler.span(on: plots.axis),
      after.upperBound > after.lowerBound
    else { return }
    plots.hold(
      (before.upperBound - before.lowerBound) / (after.upperBound - after.lowerBound))
  }

  /// A command was answered: let go of its rows, and say so where the journal is not in view.
  mutating func take(_ outcome: CommandOutcome, for id: String) {
    guard let place = pending.firstIndex(where: { $0.id == id }) else { return }
    let command = pending.remove(at: place).command
    switch outcome {
    case .applied(let step, _):
      guard !showsJournal else { return }
      let undoing = command.changesRows ? "; \(key(.undo)) undoes it" : ""
      toast(
        .success, "\(command.text): \(outcome.text)\(undoing)",
        since: command.movesAlongTime ? nil : step)
    case .refused:
      // What the host refuses of itself stands in no journal.
      let isJournaled = run?.journal.last.map { $0.outcome == outcome } ?? false
      guard !(showsJournal && isJournaled) else { return }
      toast(.warning, "\(command.text): \(outcome.text)")
    }
  }

  private mutating func enter(_ phase: Phase, step: Int, reason: String?) {
    run?.phase = phase
    run?.reason = reason
    run?.lastStepAt = now
    if phase == .training { run?.alarm = nil }
    // Why it failed stands above the panes of the Live screen.
    guard phase.isFinal, phase != .failed || screen != .live else { return }
    let why = reason.map { ": \($0)" } ?? ""
    toast(
      phase == .failed ? .failure : .success,
      "\(run?.name ?? "the run") \(phase.rawValue) at step \(step)\(why)")
  }
}

extension Command {
  /// Whether it takes the run to another moment, and is not itself taken back by that.
  fileprivate var movesAlongTime: Bool { self == .undo || self == .redo }

  /// Whether it freezes or thaws, which people do by mistake.
  fileprivate var changesRows: Bool {
    switch self {
    case .freeze, .thaw: true
    default: false
    }
  }
}

extension RunState {
  mutating func take(_ records: [MetricRecord], at now: Double) {
    for record in records { curves.append(record) }
    pace.take(records)
    if let last = records.last, last.step > step {
      progress?.step = last.step
      progress?.epoch = last.epoch
    }
    sawStep(at: now)
  }

  mutating func take(_ progress: Progress, at now: Double) {
    if progress.step != step { sawStep(at: now) }
    self.progress = progress
  }

  private mutating func sawStep(at now: Double) {
    guard now > lastStepAt else { return }
    // On a busy machine news come together, up to 4 s apart; a longer gap has another reason.
    let gap = now - lastStepAt
    deliveryGap = gap < 4.5 ? gap : 0
    lastStepAt = now
  }
}
