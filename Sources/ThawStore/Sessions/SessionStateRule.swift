import ThawProtocol

/// Derives the state a listing shows from what the database says and whether an engine is there.
enum SessionStateRule {
  /// Derives the state from the phase that was stored last and whether the engine's lock is held.
  ///
  /// `silence` is seconds since metrics or a phase were stored, nil before the first; `stepSeconds` what
  /// a step usually takes, nil while that is unknown.
  static func state(
    phase: Phase, engineIsThere: Bool, silence: Double?, stepSeconds: Double?
  ) -> SessionState {
    switch phase {
    case .stopped: .stopped
    case .finished: .finished
    case .failed: .failed
    case _ where !engineIsThere: .dead
    case .paused: .paused
    case .preparing, .evaluating: .running
    case .training:
      // What is stored is a little older than what happened.
      if let silence, silence > Stall.patience(stepSeconds: stepSeconds) + 1 {
        .stalled
      } else {
        .running
      }
    case .waiting:
      if let silence, silence > max(10, 20 * (stepSeconds ?? 0)) { .stalled } else { .running }
    }
  }
}
