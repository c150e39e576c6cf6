import ThawCanvas
import ThawProtocol

/// A line above the panes that stays until what it says is over.
struct Banner: Equatable {
  var role: Role
  var text: String
}

extension DashboardState {
  /// What must not be overlooked now: an alarm, a failure, a lost engine.
  var banner: Banner? {
    guard let run else { return nil }
    if let alarm = run.alarm {
      let place = alarm.row.map { " in \($0)" } ?? ""
      return Banner(role: .error, text: "step \(grouped(alarm.step))\(place): \(alarm.message)")
    }
    switch run.condition(at: now) {
    case .lost: return lostBanner(run)
    case .dead:
      return Banner(
        role: .error,
        text: "the engine is gone without having said so; "
          + "“thaw resume \(run.name)” goes on from the last checkpoint")
    case .failed:
      return Banner(role: .error, text: "the run has failed" + (run.reason.map { ": \($0)" } ?? ""))
    case .stalled:
      let silence = compactDuration((now - run.lastStepAt).rounded(.down))
      return Banner(role: .warning, text: "no step for \(silence); the engine still answers")
    case .paused: return run.reason.map { Banner(role: .warning, text: "paused: \($0)") }
    default: return nil
    }
  }

  private func lostBanner(_ run: RunState) -> Banner? {
    guard case .lost(let reason, let attempts, let retryAt) = run.link else { return nil }
    let wait = compactDuration(max(0, (retryAt - now).rounded(.up)))
    return Banner(
      role: .warning,
      text: "no connection to the engine: \(reason); attempt \(attempts + 1) in \(wait)")
  }
}
