import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

/// The screens that are pictured, each with the keys that lead to it.
enum Scene: String, CaseIterable {
  case live
  case pending
  case alarm
  case layers
  case sessions
  case compare
  case help
  case palette
  case extend
  case filter
  case settings
  case tour
  case lost
  case watched
  case empty
  case noSessions
  case noComparison

  func state(width: Int, height: Int) -> DashboardState {
    switch self {
    case .live: Fixture.live(width: width, height: height)
    case .pending: pressed(["v", "k", "k", "k", " ", "p", "L"], width, height)
    case .alarm: alarmed(width, height)
    case .layers: pressed(["2", "k"], width, height)
    case .sessions: marked(width, height)
    case .compare: Fixture.compared(width: width, height: height)
    case .help: pressed(["?"], width, height)
    case .palette: pressed([":"] + "freeze blocks.1".map(Key.character), width, height)
    case .extend: extending(width, height)
    case .filter: pressed(["/"] + "blocks.1".map(Key.character), width, height)
    case .settings: pressed([",", "j", "j"], width, height)
    case .tour:
      opened(
        .tour(session: nil, speed: 20), width, height,
        .recordingLoaded(Fixture.history(state: .finished)), .ticked(at: 6))
    case .lost: lost(width, height)
    case .watched:
      opened(
        .watch(path: "/logs/metrics.csv", run: Fixture.session), width, height,
        .historyLoaded(Fixture.imported))
    case .empty: opened(.attach(session: "new", isReadOnly: true), width, height)
    case .noSessions: opened(.sessions, width, height, .sessionsLoaded([]))
    case .noComparison: opened(.sessions, width, height, .keyPressed("4"))
    }
  }

  private func opened(
    _ opening: Opening, _ width: Int, _ height: Int, _ actions: DashboardAction...
  ) -> DashboardState {
    var state = DashboardState.opening(
      opening, size: Size(width: width, height: height), client: "test"
    ).state
    for action in actions { _ = reduce(&state, action) }
    return state
  }

  private func lost(_ width: Int, _ height: Int) -> DashboardState {
    var state = Fixture.live(width: width, height: height)
    for key: Key in [" ", "3", "5", "1"] { _ = reduce(&state, .keyPressed(key)) }
    _ = reduce(&state, .disconnected(reason: "the socket was closed"))
    return state
  }

  private func pressed(_ keys: [Key], _ width: Int, _ height: Int) -> DashboardState {
    var state = Fixture.live(width: width, height: height)
    for key in keys { _ = reduce(&state, .keyPressed(key)) }
    return state
  }

  private func alarmed(_ width: Int, _ height: Int) -> DashboardState {
    var state = Fixture.live(width: width, height: height)
    let record = MetricRecord(
      step: 1_241, epoch: 1.323, time: 162.6, values: [MetricName.trainLoss: .nan])
    let alarm = Alarm(step: 1_241, row: "blocks.14", message: "loss is NaN; the run is paused")
    for (index, event) in [
      Event.metrics([record]), .alarm(alarm),
      .phase(.paused, step: 1_241, reason: "loss is NaN"),
    ].enumerated() {
      _ = reduce(&state, .eventArrived(sequence: 101 + UInt64(index), event))
    }
    return state
  }

  private func extending(_ width: Int, _ height: Int) -> DashboardState {
    var state = Fixture.live(width: width, height: height)
    _ = reduce(&state, .eventArrived(sequence: 101, .regimen(Fixture.regimen)))
    for key in [":"] + "extend 2000".map(Key.character) { _ = reduce(&state, .keyPressed(key)) }
    return state
  }

  private func marked(_ width: Int, _ height: Int) -> DashboardState {
    var state = Fixture.sessionList(width: width, height: height)
    for key: Key in ["j", " ", "j", " "] { _ = reduce(&state, .keyPressed(key)) }
    return state
  }
}
