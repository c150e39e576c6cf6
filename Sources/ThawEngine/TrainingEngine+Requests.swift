import Foundation
import ThawBus
import ThawProtocol
import ThawStore

extension TrainingEngine {
  /// The requests that wait, oldest first; does not wait for more.
  ///
  /// More than the mailbox holds can only come from posters that wait for no answer; those that
  /// were dropped then get none, and an alarm says so.
  func takeRequests() throws -> [Request] {
    do {
      return try requests.drain().compactMap(request)
    } catch {
      requests = Self.subscribe(to: bus)
      bus.post(.event(.alarm(Alarm(step: live?.step ?? 0, row: nil, message: error.description))))
      return []
    }
  }

  /// Sleeps until a request comes, and serves it; false when none can come any more.
  func waitForRequest(_ run: Run) async -> Bool {
    do {
      guard let envelope = try await requests.next() else { return false }
      if let request = request(envelope) { serve([request], run) }
    } catch {
      // Cancelled, or too many requests at once: the loop looks again and sees which.
    }
    return true
  }

  private func request(_ envelope: Envelope<Signal>) -> Request? {
    if case .request(let request) = envelope.payload { request } else { nil }
  }

  /// Applies and answers requests in order.
  func serve(_ requests: [Request], _ run: Run) {
    for request in requests {
      let before = run.control
      switch run.control.decide(request, at: run.step) {
      case .repeated(let outcome): bus.post(.reply(Reply(id: request.id, outcome: outcome)))
      case .refuse(let reason): answer(request, .refused(reason: reason), run)
      case .apply(let effect, let note):
        let moment = Result { try self.moment(before: request, before, run) }
        let outcome = carryOut(effect, of: request.command, note: note, run)
        answer(request, outcome, run)
        guard case .applied = outcome else { continue }
        keepBest(after: effect, run)
        switch moment {
        case .success(let moment?): run.undo.remember(moment)
        case .success(nil): break
        // What was done before cannot be undone past this.
        case .failure: run.undo.clear()
        }
      }
    }
  }

  func carryOut(
    _ effect: Decision.Effect, of command: Command, note: String?, _ run: Run
  ) -> CommandOutcome {
    do {
      switch effect {
      case .none:
        return .applied(step: run.step, note: note)
      case .rows(let names, let state):
        let states = names.map { ($0, state) }
        try run.learner.follow(run.control.mask, at: run.step)
        bus.post(
          .event(.rows(Dictionary(uniqueKeysWithValues: states), step: run.step)))
        tellStandings(of: names, run)
        let notes = [note, predict(command, run)].compactMap { $0 }
        return .applied(step: run.step, note: notes.joined(separator: "; "))
      case .regimen:
        bus.post(.event(.regimen(run.control.regimen)))
        bus.post(.event(.progress(run.progress)))
        return .applied(step: run.step, note: note)
      case .evaluate:
        guard run.learner.canEvaluate else {
          return .refused(reason: "there is no validation split to measure")
        }
        let evaluation = try evaluate(run)
        announce(run.control.moves ? .training : .paused, of: run)
        return .applied(step: run.step, note: evaluation.text)
      case .checkpoint:
        return .applied(step: run.step, note: "written to \(try writeCheckpoint(run).folder)")
      case .undo: return try undo(run)
      case .redo: return try redo(run)
      case .stop:
        let info: CheckpointInfo
        do { info = try writeCheckpoint(run) } catch let error as CheckpointError {
          return .refused(reason: "\(error); \(Self.waysToEnd(run))")
        }
        run.control.end()
        return .applied(step: run.step, note: "written to \(info.folder)")
      }
    } catch {
      return .refused(reason: "\(error)")
    }
  }

  /// Keeps the best model so far, where a measurement that was asked for has found it.
  ///
  /// After the journal has the measurement: writing takes a while, and of an engine that is killed meanwhile a replay must
  /// not find values that nothing in the journal accounts for.
  func keepBest(after effect: Decision.Effect, _ run: Run) {
    guard effect == .evaluate, isBest(run) else { return }
    // Where memory is too little for it, the next measurement tries again.
    _ = try? holding(run) { try writeCheckpoint(run, .best) }
  }

  /// What to do where a last checkpoint cannot be written.
  private static func waysToEnd(_ run: Run) -> String {
    let last = run.checkpoints.last.map { "goes on from \($0.folder)" } ?? "begins anew"
    return "make room and stop it again, or end it with `kill -9 \(getpid())`: it then \(last)"
  }

  private func answer(_ request: Request, _ outcome: CommandOutcome, _ run: Run) {
    let reply = Reply(id: request.id, outcome: outcome)
    run.control.settle(reply)
    journal(request.command.text, outcome, run)
    bus.post(.reply(reply))
  }

  /// Notes what was asked, or what the engine did of itself.
  func journal(_ command: String, _ outcome: CommandOutcome, _ run: Run) {
    run.journalEntries += 1
    bus.post(
      .event(
        .journal(
          JournalEntry(
            step: run.step, time: run.clock.seconds(), command: command, outcome: outcome))))
  }

  /// Measures the validation split and tells the result.
  func evaluate(_ run: Run) throws -> Evaluation {
    announce(.evaluating, of: run)
    let evaluation = try run.learner.evaluate()
    run.validation = evaluation
    tellSkipped(run)
    bus.post(
      .event(
        .metrics([
          run.record([
            MetricName.validationLoss: evaluation.loss,
            MetricName.validationAccuracy: evaluation.accuracy,
          ])
        ])))
    return evaluation
  }

  /// Whether no checkpoint of the run on the disk is of a model as good as the one that was measured now.
  func isBest(_ run: Run) -> Bool {
    guard recipe.run.checkpointBest, run.step > 0, let measured = run.validation else {
      return false
    }
    return !run.checkpoints.contains { $0.isInForce && !measured.isBetter(than: $0.validation) }
  }

  /// Brings everything that the run is to the disk.
  @discardableResult
  func writeCheckpoint(
    _ run: Run, _ occasion: CheckpointOccasion = .asked
  ) throws -> CheckpointInfo {
    try prove(run)
    let moments = run.undo.store(firstAttempt: run.firstAttempt)
    let state = CheckpointState(
      step: run.step, epoch: run.epoch, position: run.learner.position, seed: recipe.run.seed,
      samples: run.learner.trainingSamples, batch: recipe.run.batch,
      classes: run.learner.classes, mask: run.control.mask,
      scheduleScale: run.control.schedule.scale,
      journalEntries: run.journalEntries, time: run.clock.seconds(),
      isAutomatic: occasion != .asked,
      isBest: occasion == .best, validationLoss: run.validation?.loss,
      validationAccuracy: run.validation?.accuracy, regimen: run.control.regimen,
      firstRegimen: run.learner.initialRegimen, proof: run.learner.proof,
      undo: moments.past, redo: moments.undone,
      script: script.map { CheckpointState.Script(id: $0.id, done: run.scripted) })
    let folder = CheckpointFolder(session: sessionFolder)
    let info = try folder.write(step: run.step, as: run.checkpointName(occasion)) {
      try run.learner.save(to: $0, state)
    }
    (run.checkpointStep, run.owesCheckpoint) = (run.step, false)
    run.checkpoints.removeAll { $0.folder == info.folder }
    run.checkpoints.append(StoredCheckpoint(folder: info.folder, state))
    let surplus = CheckpointRetention(newest: recipe.run.keepCheckpoints)
      .surplus(of: run.checkpoints)
    for name in surplus { folder.remove(name) }
    run.checkpoints.removeAll { surplus.contains($0.folder) }
    bus.post(.event(.checkpoint(info)))
    return info
  }
}
