import Synchronization
import ThawProtocol

/// How far apart a viewer is told news.
final class Pace: Sendable {
  /// How long news wait at most, whatever a viewer wants and however many take turns.
  private let limit: Duration
  /// And how long where something happened that people should see.
  private static let urgentLimit = Duration.milliseconds(100)

  private struct State {
    var wanted = NewsPace(seconds: 0)
    var isUrgent = false
    var sleep: Task<Void, Never>?
  }

  private let turns: Turns
  private let state = Mutex(State())

  init(among turns: Turns, limit: Duration = .seconds(4)) {
    self.turns = turns
    self.limit = limit
  }

  deinit { if state.withLock({ $0.wanted.isShared }) { turns.leave() } }

  /// Takes what the viewer said; a wait that goes on counts by it, too.
  func take(_ pace: NewsPace) {
    state.withLock { state in
      if pace.isShared != state.wanted.isShared { pace.isShared ? turns.join() : turns.leave() }
      state.wanted = pace
      state.sleep?.cancel()
    }
  }

  /// Lets the next news wait for next to nothing.
  func hurry() {
    state.withLock { state in
      state.isUrgent = true
      state.sleep?.cancel()
    }
  }

  var interval: Duration { state.withLock { interval($0) } }

  /// Waits until news may follow those of an instant; false where they may already.
  ///
  /// - Throws: `CancellationError`.
  func wait(since last: ContinuousClock.Instant) async throws -> Bool {
    var hasWaited = false
    while let sleep = sleep(since: last) {
      hasWaited = true
      await withTaskCancellationHandler {
        await sleep.value
      } onCancel: {
        sleep.cancel()
      }
      try Task.checkCancellation()
    }
    state.withLock { $0.isUrgent = false }
    return hasWaited
  }

  private func sleep(since last: ContinuousClock.Instant) -> Task<Void, Never>? {
    state.withLock { state in
      let due = last + interval(state)
      guard ContinuousClock.now < due else { return nil }
      let sleep = Task<Void, Never> { try? await Task.sleep(until: due, clock: .continuous) }
      state.sleep = sleep
      return sleep
    }
  }

  private func interval(_ state: State) -> Duration {
    let (seconds, limit) = (state.wanted.seconds, limit / .seconds(1))
    guard seconds.isFinite, seconds > 0 else { return .zero }
    let turn = seconds * Double(state.wanted.isShared ? turns.count : 1)
    let interval = Duration.seconds(min(turn, limit))
    return state.isUrgent ? min(interval, Self.urgentLimit) : interval
  }
}

/// The viewers of a host that take turns to be told news.
final class Turns: Sendable {
  private let viewers = Atomic(0)

  var count: Int { viewers.load(ordering: .relaxed) }

  func join() { viewers.wrappingAdd(1, ordering: .relaxed) }

  func leave() { viewers.wrappingSubtract(1, ordering: .relaxed) }
}
