import ThawBus
import ThawProtocol

extension TrainingEngine {
  /// Takes note of how long a step took, and journals what a toggle did once that is known.
  func weigh(_ seconds: Double, _ run: Run) {
    let saving = run.savings.record(seconds, of: run.learner.stepMask)
    if run.savings.isLearning { bus.post(.event(.calibration(run.savings.calibration))) }
    guard let saving else { return }
    journal(
      SavingText.measured(saving.measured),
      .applied(
        step: run.step,
        note: "predicted \(SavingText.percentage(saving.predicted)) for \(saving.command)"), run)
  }

  /// What a toggle is predicted to do, for its answer; the tensors follow it already.
  func predict(_ command: Command, _ run: Run) -> String {
    SavingText.predicted(
      run.savings.toggle(to: run.learner.stepMask, command: command.text))
  }
}
