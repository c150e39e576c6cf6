import ThawProtocol

/// Something that a person who looks elsewhere should be told: the run ended, its engine died, or an alarm was raised.
public struct Announcement: Equatable, Sendable {
  /// The session's name.
  public var title: String
  /// What happened.
  public var body: String
}

extension DashboardState {
  /// What is to be told of the session that is followed; nil where all goes its way.
  public var announcement: Announcement? {
    guard settings.notifications, let run else { return nil }
    // One that was dead when it was opened is no news.
    if run.stored == .dead, run.link == .saved, run.sequence > 0 {
      return Announcement(
        title: run.name, body: (run.ending ?? EngineEnding(cause: .unknown)).text)
    }
    guard run.link == .connected else { return nil }
    if let alarm = run.alarm {
      return Announcement(title: run.name, body: "step \(grouped(alarm.step)): \(alarm.message)")
    }
    guard let phase = run.phase, phase == .finished || phase == .failed else { return nil }
    let why = run.reason.map { ": \($0)" } ?? ""
    return Announcement(
      title: run.name, body: "\(phase.rawValue) at step \(grouped(run.step))\(why)")
  }
}
