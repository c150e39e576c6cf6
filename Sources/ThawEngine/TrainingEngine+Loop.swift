import ThawBus
import ThawData
import ThawProtocol
import ThawStore
import ThawTensor

extension TrainingEngine {
  /// Trains to the end, or until a request or the task's cancellation stops the run.
  ///
  /// The last event is the phase it ended in; before it a last checkpoint reached the disk.
  ///
  /// - Throws: Why the run cannot go on; no phase is told then.
  public func run() async throws -> EngineOutcome {
    guard let run = live else { preconditionFailure("an engine is prepared before it runs") }
    defer { requests.cancel() }
    do { return try await train(run) } catch let error as TorchError where error.code == .memory {
      throw OutOfMemory(error, kept: keepAfterFailure(run))
    }
  }

  /// Brings the run to the disk as it was before a step that failed; nil where it is not whole, or cannot be written.
  private func keepAfterFailure(_ run: Run) -> CheckpointInfo? {
    guard run.learner.completedSteps == run.step else { return nil }
    TorchRuntime.giveBackMemory()
    return try? writeCheckpoint(run, .automatic)
  }

  private func train(_ run: Run) async throws -> EngineOutcome {
    watchData(of: run)
    defer { run.learner.dataWatch = nil }
    announce(.training, of: run)
    bus.post(.event(.regimen(run.control.regimen)))
    bus.post(.event(.progress(run.progress)))
    tellCalibration(run)
    if checkpoint != nil { try prove(run, found: "found in the checkpoint of step \(run.step)") }
    // A run that is resumed there has done it.
    if run.step == 0, checkpoint == nil { _ = try evaluateIfDue(run) }

    try serveFirst(run)
    while true {
      // What was asked after the last step may let the run go on.
      serve(try takeRequests(), run)
      serveScript(run)
      if run.control.motion == .ended { return end(run, in: .stopped, reason: nil) }
      if let end = script?.end, run.step == end, end < run.plan.totalSteps {
        return try stop(run, reason: "replayed to step \(end)")
      }
      if run.step >= run.plan.totalSteps, !run.owesCheckpoint {
        guard run.checkpointStep != run.step else { break }
        _ = try holding(run) { try writeCheckpoint(run) }
        guard run.owesCheckpoint else { break }
      }
      if Task.isCancelled { return try stop(run, reason: "the run was interrupted") }
      guard run.control.moves else {
        announce(.paused, of: run)
        guard await waitForRequest(run) else {
          return try stop(run, reason: "nobody can ask the run to go on any more")
        }
        continue
      }
      run.alarm = nil
      announce(.training, of: run)
      if run.owesCheckpoint {
        let isLast = run.step >= run.plan.totalSteps
        _ = try holding(run) { try writeCheckpoint(run, isLast ? .asked : .automatic) }
        continue
      }
      try followPlan(run)
      guard run.control.moves, run.step < run.plan.totalSteps else { continue }
      if let reason = try takeStep(run), !run.owesCheckpoint,
        let outcome = try holding(run, { try stop(run, reason: "early stop: \(reason)") })
      {
        return outcome
      }
    }
    return end(run, in: .finished, reason: nil)
  }

  /// Serves what a run is to go on with.
  private func serveFirst(_ run: Run) throws {
    let before = run.control.regimen
    serve(try takeRequests(), run)
    // An engine that is killed now goes on so again.
    if checkpoint != nil, run.control.regimen != before {
      _ = try holding(run) { try writeCheckpoint(run, .automatic) }
    }
  }

  /// Takes a step and what is due after it; returns why the run is to end early, or nil.
  private func takeStep(_ run: Run) throws -> String? {
    let start = run.clock.seconds()
    run.learner.follow(run.control.regimen)
    let report: StepReport
    do {
      report = try run.learner.takeStep(run.step, rate: run.control.schedule.rate(at: run.step))
    } catch is WaitGivenUp {
      // Somebody asks for something: the loop looks what, and tries the step again.
      return nil
    }
    let seconds = run.clock.seconds() - start
    run.step += 1
    run.control.stepTaken()
    run.speed.record(samples: report.samples, seconds: seconds)
    weigh(seconds, keptRows: report.keptRows, run)
    tellSkipped(run)

    var values = report.values
    if seconds > 0 { values[MetricName.throughput] = Double(report.samples) / seconds }
    bus.post(.event(.metrics([run.record(values)])))
    bus.post(.event(.progress(run.progress)))
    if let problem = report.problem { raise(problem, run) }

    let (isMeasured, verdict) = try evaluateIfDue(run)
    try proveIfDue(run)
    let isLast = run.step >= run.plan.totalSteps
    if run.plan.checkpoints(after: run.step) {
      _ = try holding(run) { try writeCheckpoint(run, .automatic) }
    } else if isMeasured, verdict == nil, !isLast, isBest(run) {
      _ = try holding(run) { try writeCheckpoint(run, .best) }
    }
    return isLast ? nil : verdict
  }

  /// Does what writes a checkpoint; where the disk does not take it the run is held, and owes one before the next step.
  func holding<Value>(_ run: Run, _ work: () throws -> Value) throws -> Value? {
    do { return try work() } catch let error as CheckpointError {
      run.owesCheckpoint = true
      hold(run, because: "\(error)", "the run is paused, make room and resume it")
      return nil
    }
  }

  private func raise(_ problem: StepProblem, _ run: Run) {
    hold(
      run, because: problem.message, row: problem.row,
      "the step's update was withheld and the run is paused")
  }

  /// Holds the run because of something that a person should see.
  private func hold(
    _ run: Run, because problem: String, row: String? = nil, _ consequence: String
  ) {
    run.control.hold()
    run.alarm = problem
    let message = "\(problem); \(consequence)"
    bus.post(.event(.alarm(Alarm(step: run.step, row: row, message: message))))
    journal("alarm: \(problem)", .applied(step: run.step, note: "paused"), run)
  }

  /// Measures the validation split if it is time to; a verdict says why the run is to end.
  private func evaluateIfDue(_ run: Run) throws -> (isMeasured: Bool, verdict: String?) {
    guard run.plan.evaluates(after: run.step), run.learner.canEvaluate else { return (false, nil) }
    return (true, run.control.note(validationLoss: try evaluate(run).loss, at: run.step))
  }

  private func stop(_ run: Run, reason: String) throws -> EngineOutcome {
    let info = try writeCheckpoint(run)
    journal(reason, .applied(step: run.step, note: "written to \(info.folder)"), run)
    return end(run, in: .stopped, reason: reason)
  }

  private func end(_ run: Run, in phase: Phase, reason: String?) -> EngineOutcome {
    run.control.end()
    // A run that was stopped may go on, and be undone further.
    if phase == .finished { run.undo.clear() }
    // What arrived too late is answered too: it changes nothing any more.
    if let late = try? takeRequests() { serve(late, run) }
    run.alarm = reason
    announce(phase, of: run)
    return EngineOutcome(phase: phase, step: run.step, reason: reason)
  }

  /// Tells the phase, unless it was told last.
  func announce(_ phase: Phase, of run: Run) {
    let reason = phase == .training || phase == .evaluating ? nil : run.alarm
    tell(phase, reason: reason, of: run)
  }

  func tell(_ phase: Phase, reason: String?, of run: Run) {
    guard run.phase != (phase, reason) else { return }
    run.phase = (phase, reason)
    bus.post(.event(.phase(phase, step: run.step, reason: reason)))
  }
}
