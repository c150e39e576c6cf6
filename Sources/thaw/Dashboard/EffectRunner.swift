import ThawDashboard
import ThawProtocol
import ThawStore
import ThawTerminal

/// Does what the dashboard asks of the store and the engine; results come back as actions.
@TerminalActor
final class EffectRunner {
  private let library: SessionLibrary
  private let inlet: AsyncStream<DashboardAction>.Continuation
  private var connection: EngineConnection?

  init(library: SessionLibrary, inlet: AsyncStream<DashboardAction>.Continuation) {
    self.library = library
    self.inlet = inlet
  }

  func perform(_ effect: DashboardEffect) {
    switch effect {
    case .send(let request): send(request)
    case .attach(let session):
      connection?.close()
      connection = EngineConnection(to: library.session(session), inlet: inlet)
    case .leave: close()
    case .loadHistory(let session):
      read { [library] in .historyLoaded(try SessionHistory(of: session, in: library)) }
    case .loadSessions:
      read { [library] in .sessionsLoaded(library.listing().sessions) }
    case .loadComparison(let names):
      read { [library] in
        .comparisonLoaded(try names.map { try SessionHistory(of: $0, in: library) })
      }
    // A connection asks for a snapshot itself when it has lagged; the rest is the program's.
    case .requestSnapshot, .cycleTheme, .setTheme, .redraw, .detach: break
    }
  }

  func close() {
    connection?.close()
    connection = nil
  }

  private func send(_ request: Request) {
    guard let connection else {
      let outcome = CommandOutcome.refused(reason: "no engine runs this session")
      inlet.yield(.replied(id: request.id, outcome))
      return
    }
    connection.send(request)
  }

  /// Reads the store away from the screen's thread.
  private func read(_ body: @escaping @Sendable () throws -> DashboardAction) {
    Task.detached { [inlet] in
      do {
        inlet.yield(try body())
      } catch {
        inlet.yield(.loadFailed(message: "\(error)"))
      }
    }
  }
}

extension SessionHistory {
  /// How many stretches of a curve are read: more than any screen has columns.
  private static let buckets = 2_048

  /// Reads a session's store.
  ///
  /// - Throws: `StoreError`.
  init(of session: String, in library: SessionLibrary) throws {
    let reader = try SessionReader(library.session(session))
    self.init(
      detail: try reader.detail(),
      curves: try reader.series(try reader.metricNames(), buckets: Self.buckets))
  }
}
