import ThawBus
import ThawProtocol
import ThawStore

extension TrainingEngine {
  /// Checks what is frozen, if it is time to.
  func proveIfDue(_ run: Run) throws {
    guard run.step - run.provenStep >= run.proofCadence.interval else { return }
    try prove(run)
  }

  /// Compares every bit of what is frozen with what it was, and tells the result for each frozen row.
  ///
  /// A difference holds the run: something has written where nothing may, and nothing that follows can be relied on.
  ///
  /// `found` says where what it looks at is from, if not from the steps since the last check.
  func prove(_ run: Run, found: String? = nil) throws {
    let frozen = run.control.mask.rows.filter { $0.state == .frozen }.map(\.name)
    guard !frozen.isEmpty else { return }
    let start = run.clock.seconds()
    let violations = try run.learner.checkFrozen()
    if let stepSeconds = run.speed.seconds(for: 1) {
      run.proofCadence.took(run.clock.seconds() - start, stepSeconds: stepSeconds)
    }
    let before = run.provenStep
    run.provenStep = run.step
    let moved = run.learner.movedTensors
    let standings = frozen.map { ($0, RowStanding(provenStep: run.step, movedTensor: moved[$0])) }
    bus.post(
      .event(.standings(Dictionary(uniqueKeysWithValues: standings), step: run.step)))
    if let first = violations.first {
      let found = found ?? "found at step \(run.step), whole at step \(before)"
      raise(first, of: violations.count, found: found, run)
    }
  }

  private func raise(
    _ violation: Learner.Violation, of count: Int, found: String, _ run: Run
  ) {
    let more = count == 1 ? "" : ", and \(count - 1) more frozen tensors"
    let problem =
      "\(violation.tensor) changed although \(violation.row) is frozen since step "
      + "\(violation.frozenAt)\(more); \(found)"
    run.control.hold()
    run.alarm = problem
    bus.post(
      .event(
        .alarm(
          Alarm(step: run.step, row: violation.row, message: "\(problem); the run is paused"))))
    journal("alarm: \(problem)", .applied(step: run.step, note: "paused"), run)
  }

  /// Tells what stands behind rows that were toggled: the ramp of a thawed one, nothing yet for a frozen one.
  func tellStandings(of names: [String], _ run: Run) {
    let standings = run.control.mask.standings(
      at: run.step, rampSteps: run.learner.recipe.optimizer.rampSteps)
    let told = names.map { ($0, standings[$0] ?? RowStanding()) }
    bus.post(.event(.standings(Dictionary(uniqueKeysWithValues: told), step: run.step)))
  }
}

extension FreezeMask {
  /// The ramps that are in force after `step` completed steps, by row.
  func standings(at step: Int, rampSteps: Int) -> [String: RowStanding] {
    var standings: [String: RowStanding] = [:]
    for row in rows where row.state == .trainable {
      guard let start = row.rampStart, rampSteps > 0 else { continue }
      let standing = RowStanding(rampStart: start, rampSteps: rampSteps)
      if standing.rampFactor(at: step) != nil { standings[row.name] = standing }
    }
    return standings
  }
}
