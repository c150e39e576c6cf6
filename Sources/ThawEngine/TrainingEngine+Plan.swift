import Foundation
import ThawBus
import ThawProtocol

extension TrainingEngine {
  /// Carries out what the plan has for now; the journal says of each command that the plan gave it.
  func followPlan(_ run: Run) throws {
    try lookFromFront(run)
    while let command = run.control.takeDue(at: run.step) { perform(command, run) }
  }

  /// Freezes the rows whose gradients have settled, where that rule is in force and an interval is over.
  private func lookFromFront(_ run: Run) throws {
    guard let rule = run.control.regimen.frontFirst,
      let due = rule.nextLook(totalSteps: run.plan.totalSteps), run.step >= due
    else { return }
    let rows = run.control.look(try run.learner.takeGradientNorms())
    bus.post(.event(.regimen(run.control.regimen)))
    if !rows.isEmpty { perform(.freeze(rows), run) }
  }

  private func perform(_ command: Command, _ run: Run) {
    let outcome: CommandOutcome
    var done = Decision.Effect.none
    switch run.control.decide(Request(id: UUID().uuidString, command: command), at: run.step) {
    case .repeated(let earlier): outcome = earlier
    case .refuse(let reason): outcome = .refused(reason: reason)
    case .apply(let effect, let note):
      // A replay lets the plan act of itself, so that an undo goes back over it to what a person did.
      keepUndoable(effect.thawedRows, run)
      outcome = carryOut(effect, of: command, note: note, run)
      done = effect
    }
    bus.post(.event(.regimen(run.control.regimen)))
    journal("plan: \(command.text)", outcome, run)
    keepBest(after: done, run)
  }
}
