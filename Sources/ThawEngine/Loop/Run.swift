import ThawData
import ThawProtocol
import ThawStore

/// The changing state of a run, all of it on the engine's thread.
final class Run {
  let learner: Learner
  let clock: RunClock
  var control: RunControl
  /// Steps completed.
  var step: Int
  var journalEntries: Int
  var speed = Speedometer()
  var savings: SavingMeter
  /// Steps completed at the last check of what is frozen.
  var provenStep: Int
  var proofCadence = ProofCadence()
  /// The phase last told, with its reason.
  var phase: (Phase, reason: String?) = (.preparing, nil)
  /// The phase that a wait for data interrupts, while it lasts.
  var phaseBeforeWait: Phase?
  /// Why the run holds, where an alarm holds it.
  var alarm: String?
  /// The step of the newest checkpoint that this process wrote.
  var checkpointStep: Int?
  /// Whether one that was due could not be written, which is tried again before the next step.
  var owesCheckpoint = false
  /// The checkpoints on the disk, the one written last last.
  var checkpoints: [StoredCheckpoint] = []
  /// What was measured last.
  var validation: Evaluation?
  /// The unreadable files that were told.
  var skipped: Set<SkippedFile> = []
  /// The moments that it can go back to.
  var undo: UndoHistory
  /// The attempt of the session that it began.
  var firstAttempt = 1
  /// The branch it is on, and how many there are beside the one it began with.
  var branch = 0
  var branches = 0
  /// What the engine asks of itself, and how much of that was done.
  let script: ReplayScript?
  var scripted: Int

  init(
    learner: Learner, control: RunControl, clock: RunClock, step: Int, journalEntries: Int,
    undo: UndoHistory, script: ReplayScript? = nil, scripted: Int = 0
  ) {
    self.undo = undo
    self.script = script
    self.scripted = scripted
    self.learner = learner
    self.control = control
    provenStep = step
    savings = SavingMeter(learner.timeModel, mask: learner.stepMask)
    self.clock = clock
    self.step = step
    self.journalEntries = journalEntries
  }

  var plan: RunPlan { learner.plan.following(control.regimen) }

  /// Passes over the training split completed, as a fraction.
  var epoch: Double { learner.epoch }

  /// The name of a checkpoint written now; one that nobody asked for takes no place of one that somebody did.
  func checkpointName(_ occasion: CheckpointOccasion) -> String {
    let name = CheckpointFolder.name(step: step)
    guard occasion != .asked else { return name }
    let taken = Set(checkpoints.filter { $0.occasion == .asked }.map(\.folder))
    var number = 1
    while taken.contains(number == 1 ? name : "\(name)-\(number)") { number += 1 }
    return number == 1 ? name : "\(name)-\(number)"
  }

  /// A record of values logged now.
  func record(_ values: [String: Double]) -> MetricRecord {
    MetricRecord(step: step, epoch: epoch, time: clock.seconds(), values: values)
  }

  var progress: Progress {
    Progress(
      step: step, totalSteps: plan.totalSteps, epoch: epoch,
      samplesPerSecond: speed.samplesPerSecond,
      secondsLeft: speed.seconds(for: plan.totalSteps - step), cache: learner.activations.status)
  }
}
