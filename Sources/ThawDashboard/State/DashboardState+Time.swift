extension DashboardState {
  /// Whether time changes next to nothing, so that ticks may come rarely: nothing is followed, plays, goes by itself
  /// or waits for an answer.
  public var isAtRest: Bool {
    let isFollowing = run.map { $0.link != .saved } ?? false
    return !isFollowing && !isPlaying && toasts.isEmpty && pending.isEmpty
  }

  /// Whether nothing is shown unlike before a tick: nothing came or went, and no line tells the time.
  public func isShownLike(_ earlier: DashboardState) -> Bool {
    !isPlaying && !earlier.isPlaying && toasts == earlier.toasts && pending == earlier.pending
      && run?.link == earlier.run?.link && run?.board.visible == earlier.run?.board.visible
      && run?.condition(at: now) == earlier.run?.condition(at: earlier.now)
      && banner == earlier.banner
  }
}
