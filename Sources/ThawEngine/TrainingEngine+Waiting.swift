import ThawBus
import ThawData
import ThawProtocol

extension TrainingEngine {
  /// Journals files that turned out unreadable only when they were decoded.
  func tellSkipped(_ run: Run) {
    for file in run.learner.skipped where run.skipped.insert(file).inserted {
      journal("skipped \(file)", .applied(step: run.step, note: nil), run)
    }
  }

  /// Tells when the run waits for data, and lets go of the step where something is asked meanwhile.
  ///
  /// A source that hangs must not keep the run from being paused or stopped.
  func watchData(of run: Run) {
    run.learner.dataWatch = DataWatch(
      goesOn: { file in
        let phase = run.phaseBeforeWait ?? run.phase.0
        run.phaseBeforeWait = phase
        let what = file.map { "reading \($0)" } ?? "reading the next batch"
        self.tell(.waiting, reason: what, of: run)
        // A measurement is taken to its end: half of one says nothing.
        return phase != .training || !(self.requests.hasMessages || Task.isCancelled)
      },
      ended: {
        if let phase = run.phaseBeforeWait { self.announce(phase, of: run) }
        run.phaseBeforeWait = nil
      })
  }
}
