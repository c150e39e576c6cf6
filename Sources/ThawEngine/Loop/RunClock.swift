/// Seconds since a session began, going on across a resume.
struct RunClock: Sendable {
  /// Seconds since the session began.
  let seconds: @Sendable () -> Double

  /// Starts at `offset` seconds.
  init(_ clock: some Clock<Duration>, offset: Double) {
    let start = clock.now
    seconds = { offset + start.duration(to: clock.now) / .seconds(1) }
  }
}
