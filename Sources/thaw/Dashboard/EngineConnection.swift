import ThawDashboard
import ThawProtocol
import ThawStore
import ThawTransport

/// The dashboard's connection to a session's engine; what it says arrives as actions.
final class EngineConnection: Sendable {
  private let client: EngineClient
  private let inlet: AsyncStream<DashboardAction>.Continuation
  private let following: Task<Void, Never>

  init(
    to session: SessionFolder, pace: NewsPace, inlet: AsyncStream<DashboardAction>.Continuation
  ) {
    let client = EngineClient(
      path: SocketLocation.path(toReachSession: session.url), peer: "thaw")
    self.client = client
    self.inlet = inlet
    following = Task {
      await client.take(pace)
      do {
        try await client.run { updates in
          let actions = updates.compactMap(DashboardAction.init)
          guard !Task.isCancelled, !actions.isEmpty else { return }
          inlet.yield(.cameTogether(actions))
        }
      } catch {
        if !Task.isCancelled { inlet.yield(.disconnected(reason: "\(error)")) }
      }
    }
  }

  /// Says how far apart news may come.
  func take(_ pace: NewsPace) {
    Task { [client] in await client.take(pace) }
  }

  func send(_ request: Request) {
    Task { [client, inlet] in
      do {
        let reply = try await client.send(request.command, id: request.id, timeout: nil)
        inlet.yield(.replied(id: request.id, reply.outcome))
      } catch {
        inlet.yield(.replied(id: request.id, .refused(reason: "\(error)")))
      }
    }
  }

  func close() {
    following.cancel()
  }
}

extension DashboardAction {
  /// What an update of the connection is to the dashboard; nil for what the connection mends itself.
  fileprivate init?(_ update: EngineClient.Update) {
    switch update {
    case .connected(let snapshot): self = .connected(snapshot)
    case .event(let sequence, let event): self = .eventArrived(sequence: sequence, event)
    case .lagged: return nil
    case .disconnected(let reason): self = .disconnected(reason: reason)
    }
  }
}
