import ThawCanvas
import ThawProtocol

/// A line above the panes that stays until what it says is over.
struct Banner: Equatable {
  var role: Role
  var text: String
  /// What belongs to it, where there is room: the engine's last words.
  var details: [String] = []

  /// The text behind a sign, broken where it is wider than the screen: what to do stands at its end.
  func lines(width: Int, _ glyphs: Glyphs) -> [Line] {
    Line(text, role).wrapped(to: width - 4).enumerated().map { row, line in
      Line([Span(row == 0 ? " \(glyphs.alarm) " : "   ", role)] + line.spans)
    }
  }
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
    case .connecting: return silenceBanner(run)
    case .lost: return lostBanner(run)
    case .dead:
      return Banner(
        role: .error,
        text: "\((run.ending ?? EngineEnding(cause: .unknown)).text); "
          + run.checkpoints.resuming(run.address),
        details: run.ending?.lastWords ?? [])
    case .failed:
      let words = run.ending?.lastWords ?? []
      let why = (run.reason ?? words.last).map { ": \($0)" } ?? ""
      return Banner(
        role: .error,
        text: "the run has failed\(why); \(run.checkpoints.resuming(run.address))",
        details: run.reason == nil ? Array(words.dropLast()) : words)
    case .unreadable: return Banner(role: .error, text: run.unreadable ?? "")
    case .stalled:
      let silence = now - run.lastStepAt
      let times = run.pace.median.map { ", \(grouped(Int(silence / $0))) times the usual" } ?? ""
      return Banner(
        role: .warning,
        text: "no step for \(compactDuration(silence.rounded(.down)))\(times); still connected")
    case .waiting:
      let seconds = compactDuration(max(0, now - run.lastStepAt).rounded(.down))
      return Banner(
        role: .warning,
        text: "no data for \(seconds): \(run.reason ?? "reading"); training goes on when it comes")
    case .paused: return run.reason.map { Banner(role: .warning, text: "paused: \($0)") }
    default: return nil
    }
  }

  private func silenceBanner(_ run: RunState) -> Banner? {
    let silence = now - run.openedAt
    // A usual engine answers within milliseconds.
    guard run.link == .connecting, silence >= 3 else { return nil }
    return Banner(
      role: .warning,
      text:
        "no answer from the engine for \(compactDuration(silence.rounded(.down))): it is busy or was "
        + "stopped; what is stored is shown meanwhile, and “thaw ls” tells how it is")
  }

  private func lostBanner(_ run: RunState) -> Banner? {
    guard case .lost(let reason, let attempts, let retryAt) = run.link else { return nil }
    let wait = compactDuration(max(0, (retryAt - now).rounded(.up)))
    return Banner(
      role: .warning,
      text: "no connection to the engine: \(reason); attempt \(attempts + 1) in \(wait)")
  }
}
