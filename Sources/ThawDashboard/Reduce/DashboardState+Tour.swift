import ThawProtocol

extension DashboardState {
  /// Whether a recording is playing, so that ticks should come often.
  public var isPlaying: Bool { tour.map { !$0.playback.isPaused && !$0.playback.isOver } ?? false }

  /// Begins the tour on a recorded session.
  mutating func startTour(on recording: SessionHistory) -> [DashboardEffect] {
    let previous = tour?.previous ?? run?.opening
    open(RunState(name: recording.detail.summary.name, isReadOnly: true, link: .saved))
    tour = Tour(Playback(recording, speed: tourSpeed), at: now, previous: previous)
    showMoment()
    return [.leave]
  }

  mutating func perform(_ intent: TourIntent) -> [DashboardEffect] {
    guard var tour else { return [] }
    switch intent {
    case .togglePlayback where tour.playback.isOver:
      tour.playback.seek(to: 0)
      tour.playback.isPaused = false
    case .togglePlayback: tour.playback.isPaused.toggle()
    case .changeSpeed(let distance): tour.playback.changeSpeed(by: distance)
    case .moveTip(let distance): guard tour.chooseTip(by: distance) else { return endTour() }
    case .end: return endTour()
    }
    self.tour = tour
    showMoment()
    return []
  }

  /// Lets the recording go on as far as time did.
  mutating func advanceTour() {
    let wasPlaying = isPlaying
    tour?.advance(to: now)
    if wasPlaying { showMoment() }
  }

  private mutating func endTour() -> [DashboardEffect] {
    guard let previous = tour?.previous else {
      tour = nil
      run = nil
      return show(.sessions)
    }
    return open(previous)
  }

  /// Shows the recording as it was at the playback's time.
  private mutating func showMoment() {
    guard let tour, var run else { return }
    let before = run.curves.ruler.span(on: plots.axis)
    run.curves = CurveSet()
    run.journal = []
    run.checkpoints = []
    run.take(tour.playback.moment)
    run.recording = tour.playback.isOver ? .finished : tour.playback.isPaused ? .paused : .playing
    self.run = run
    guard let before, let after = run.curves.ruler.span(on: plots.axis),
      after.upperBound > after.lowerBound
    else { return }
    plots.hold((before.upperBound - before.lowerBound) / (after.upperBound - after.lowerBound))
  }
}
