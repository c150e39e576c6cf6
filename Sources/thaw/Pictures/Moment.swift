import Foundation
import ThawDashboard
import ThawProtocol
import ThawStore
import ThawTransport

/// What the dashboard would show now.
struct Moment {
  let library: SessionLibrary
  let once: OnceOptions

  /// A session's screen: what its engine says, where one answers, and its store.
  ///
  /// - Throws: `StoreError`.
  func session(_ folder: SessionFolder) async throws -> DashboardState {
    let reader = try HistoryReader(of: folder.name, in: library)
    var snapshot: Snapshot?
    if EngineLock.isHeld(folder) {
      snapshot = try? await EngineClient.snapshot(
        from: SocketLocation.path(toReachSession: folder.url), timeout: .seconds(3))
    }
    // After the snapshot: the store holds all that came before it.
    let history = try reader.adding(rowsTo: try reader.withoutRows())
    var state = opened(
      snapshot == nil
        ? .saved(session: folder.name) : .attach(session: folder.name, isReadOnly: false))
    if let snapshot { _ = reduce(&state, .connected(snapshot)) }
    _ = reduce(&state, .historyLoaded(history))
    // Greetings are for those who stay.
    _ = reduce(&state, .ticked(at: 10))
    return try pressed(state)
  }

  /// A comparison's screen.
  ///
  /// - Throws: `StoreError`.
  func comparison(_ opening: Opening) throws -> DashboardState {
    var state = opened(opening)
    let histories = try state.compare.names.map {
      try HistoryReader(of: $0, in: library).compared()
    }
    _ = reduce(&state, .comparisonLoaded(histories))
    return try pressed(state)
  }

  /// The screen after the keys were pressed, each with what it has read.
  private func pressed(_ state: DashboardState) throws -> DashboardState {
    var state = state
    for key in try once.keys {
      for effect in reduce(&state, .keyPressed(key)) {
        if let answer = try answer(to: effect) { _ = reduce(&state, answer) }
      }
    }
    return state
  }

  /// What comes of an effect that only reads; nothing is sent or written.
  private func answer(to effect: DashboardEffect) throws -> DashboardAction? {
    switch effect {
    case .loadSessions(let fields):
      return .listing(of: library, at: fields)
    case .loadComparison(let names):
      return .comparisonLoaded(try names.map { try HistoryReader(of: $0, in: library).compared() })
    case .loadHistory(let session):
      let reader = try HistoryReader(of: session, in: library)
      return .historyLoaded(try reader.adding(rowsTo: try reader.withoutRows()))
    default: return nil
    }
  }

  private func opened(_ opening: Opening) -> DashboardState {
    DashboardState.opening(
      opening, size: once.area, client: "thaw-once",
      secondsFromGMT: TimeZone.current.secondsFromGMT()
    ).state
  }
}
