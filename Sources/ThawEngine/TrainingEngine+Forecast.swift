import ThawBus
import ThawProtocol

extension TrainingEngine {
  /// Takes note of how long a step took, and journals what a toggle did once that is known.
  func weigh(_ seconds: Double, keptRows: Int, _ run: Run) {
    let mask = StepMask(trainable: run.learner.stepMask.trainable, cachedRows: keptRows)
    // What a step takes with other batches than before must not look like the work of a mask.
    let batches = Double(run.control.regimen.accumulation.batches)
    let saving = run.savings.record(seconds / batches, of: mask)
    if run.savings.isLearning { tellCalibration(run) }
    guard let saving else { return }
    journal(
      SavingText.measured(saving.measured),
      .applied(
        step: run.step,
        note: "predicted \(SavingText.percentage(saving.predicted)) for \(saving.command)"), run)
  }

  /// Tells viewers all that they need to forecast a toggle.
  func tellCalibration(_ run: Run) {
    let calibration = Calibration(
      timings: run.savings.model.timings,
      traits: run.learner.traits(availableBytes: FreeMemory.bytes()))
    bus.post(.event(.calibration(calibration)))
  }

  /// What a toggle is predicted to do, for its answer; the tensors follow it already.
  ///
  /// Memory is spoken of only where there is too little of it.
  func predict(_ command: Command, _ run: Run) -> String {
    let before = run.savings.mask
    let change = run.savings.toggle(to: run.learner.stepMask.trainable, command: command.text)
    let traits = run.learner.traits(availableBytes: FreeMemory.bytes())
    defer { tellCalibration(run) }
    guard case .thaw = command, let available = traits.availableBytes,
      let needed = run.learner.memory(traits)?.bytesAdded(from: before, to: run.savings.mask),
      needed > available
    else { return SavingText.predicted(change) }
    return SavingText.predicted(change)
      + "; needs about \(printedMemory(needed)) more memory, "
      + "\(printedMemory(available)) are available"
  }
}
