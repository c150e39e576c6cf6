import Foundation
import ThawBus
import ThawData
import ThawProtocol

extension TrainingEngine {
  /// The moment before an intervention that was decided on and not yet carried out; nil for any other command.
  func moment(before request: Request, _ control: RunControl, _ run: Run) throws -> Moment? {
    guard request.command.isIntervention, control != run.control else { return nil }
    // From here on the rows move that train once it is carried out.
    return try Moment(
      before: request.command.text, run, control: control, sequence: bus.lastSequence,
      rows: trainable(run.control.mask))
  }

  /// Has the last moment hold the rows too that the plan is about to thaw: they have not moved since.
  ///
  /// What cannot be held cannot be undone any more.
  func keepUndoable(_ names: [String], _ run: Run) {
    let rows = names.compactMap { run.control.mask.names.firstIndex(of: $0) }
    do { run.undo.extend(by: try rows.map { try run.learner.tensors(of: [$0]) }) } catch {
      run.undo.clear()
    }
  }

  /// Goes back to the moment before the last intervention.
  func undo(_ run: Run) throws -> CommandOutcome {
    guard let moment = run.undo.last else {
      return .refused(reason: "nothing was done to the run since it began")
    }
    let (tip, contents) = (try self.tip(of: run, leavingFor: moment), try moment.read())
    run.undo.undo(from: tip)
    try go(to: moment, contents, run)
    return .applied(step: run.step, note: "before “\(moment.state.command)”")
  }

  /// Returns to where the last undo was asked for.
  func redo(_ run: Run) throws -> CommandOutcome {
    guard let tip = run.undo.tip else {
      return .refused(reason: "nothing was undone, or something else was done since")
    }
    let contents = try tip.read()
    run.undo.redo()
    try go(to: tip, contents, run)
    return .applied(step: run.step, note: "where “undo” was asked for")
  }

  /// The present, with all that differs from an earlier moment or moves once the run is back there.
  private func tip(of run: Run, leavingFor moment: Moment) throws -> Moment {
    let rows = Set(trainable(run.control.mask)).union(trainable(moment.state.mask))
    return try Moment(
      before: "undo", run, control: run.control, sequence: bus.lastSequence, rows: rows.sorted())
  }

  private func go(to target: Moment, _ contents: Moment.Contents, _ run: Run) throws {
    let moment = target.state
    try run.learner.restore(contents.tensors)
    run.learner.training.seek(epoch: moment.position.epoch, batch: moment.position.batch)
    run.control.rewind(to: RunControl(mask: moment.mask, regimen: moment.regimen))
    run.learner.gradientSums = nil
    if !contents.gradientSums.isEmpty {
      try run.learner.restoreGradientSums(contents.gradientSums, from: URL(filePath: "undo"))
    }
    run.learner.follow(run.control.regimen)
    run.learner.proof = moment.proof
    // No row was thawed at such a step, so that what the optimizer remembers stays as it was put back.
    try run.learner.follow(run.control.mask, at: .min)
    try run.learner.followPrefix(weightsChanged: true)
    run.learner.completedSteps = moment.step
    run.step = moment.step
    run.provenStep = min(run.provenStep, run.step)
    run.journalEntries = moment.journalEntries
    run.validation = moment.validation
    for index in run.checkpoints.indices {
      run.checkpoints[index].isInForce =
        moment.checkpoints?.contains(run.checkpoints[index].folder) ?? true
    }
    run.scripted = moment.scripted
    run.alarm = nil
    run.branches += 1
    run.branch = run.branches
    bus.post(.event(.rewound(Rewind(step: moment.step, to: target.place))))
    let states = run.control.mask.rows.map { ($0.name, $0.state) }
    bus.post(.event(.rows(Dictionary(uniqueKeysWithValues: states), step: run.step)))
    tellStandings(of: run.control.mask.names, run)
    bus.post(.event(.regimen(run.control.regimen)))
    bus.post(.event(.progress(run.progress)))
    // An engine that is killed now goes on from here, and not from what was left.
    _ = try holding(run) { try writeCheckpoint(run, .automatic) }
  }

  private func trainable(_ mask: FreezeMask) -> [Int] {
    mask.rows.indices.filter(mask.isTrainable)
  }
}
