public import Foundation
import ThawBus
public import ThawProtocol

/// A viewer's connection to the engine of a session, which it keeps up.
public actor EngineClient {
  /// What a viewer is told.
  public enum Update: Equatable, Sendable {
    /// A connection stands, or the viewer has caught up: this is how things are. Events follow.
    case connected(Snapshot)
    /// Something happened. `sequence` is greater than that of the last snapshot, and rises.
    case event(sequence: UInt64, Event)
    /// This viewer was too slow and missed events; a new ``connected(_:)`` comes next.
    case lagged
    /// The connection is lost, or none could be made; told once, until the next ``connected(_:)``.
    case disconnected(reason: String)
  }

  private let path: String
  private let hello: Hello
  private var backoff: Backoff
  /// Replies as they arrive, for the callers of ``send(_:id:timeout:)`` who wait for them.
  private let replies = MessageBus<Reply>(coalescingKey: \.id)
  /// Requests without an answer, in the order in which they were sent.
  private var unanswered: [Request] = []
  private var writer: MessageWriter?
  private var pace = NewsPace(seconds: 0)
  private var isSessionOver = false

  /// Makes a client; it connects in ``run(_:)``.
  ///
  /// - Parameters:
  ///   - path: The engine's socket.
  ///   - peer: The program's name, for the engine.
  public init(path: String, peer: String) {
    self.init(path: path, hello: .ofThisProcess(peer), backoff: Backoff())
  }

  init(path: String, hello: Hello, backoff: Backoff) {
    self.path = path
    self.hello = hello
    self.backoff = backoff
  }

  /// Connects, follows the run, and connects again after 0.1 s to 2 s whenever that ends.
  ///
  /// Returns when the task is cancelled, or the connection ended after the run's last phase. What
  /// came together is received together. The next updates are read when `receive` has returned: a
  /// slow receiver lags, it does not fill memory. May be called once.
  ///
  /// - Throws: ``TransportError/versionMismatch(ours:theirs:)`` or
  ///   ``TransportError/notOurs(uid:)``, with which trying again can't help.
  public func run(_ receive: @escaping @Sendable ([Update]) async -> Void) async throws {
    defer { replies.finish() }
    var isOutageTold = false
    while !Task.isCancelled {
      var reason = "the engine closed the connection"
      do {
        try await follow { updates in
          isOutageTold = false
          await receive(updates)
        }
      } catch let error as TransportError where error.isFinal {
        await receive([.disconnected(reason: error.description)])
        throw error
      } catch {
        reason = "\(transportError(error))"
      }
      writer = nil
      if Task.isCancelled { return }
      if !isOutageTold { await receive([.disconnected(reason: reason)]) }
      isOutageTold = true
      if isSessionOver { return }
      // Cancelled while it sleeps, the loop ends.
      try? await Task.sleep(for: backoff.next())
    }
  }

  /// Asks for something and waits for the answer.
  ///
  /// A request that is under way when the connection breaks is sent again, with its id, after the
  /// next one; the engine applies it once. Requests take effect in the order of the calls.
  ///
  /// - Parameters:
  ///   - command: What is asked.
  ///   - id: The request's id. Use the one of an earlier call to learn what became of that.
  ///   - timeout: How long to wait; nil for as long as it takes.
  /// - Returns: The answer.
  /// - Throws: ``TransportError/notConnected(path:)`` when there is no connection at this moment,
  ///   ``TransportError/timedOut(_:)``, ``TransportError/closed(reason:)`` when the session ended
  ///   first, or `CancellationError`.
  public func send(
    _ command: Command, id: String = UUID().uuidString, timeout: Duration? = .seconds(30)
  ) async throws -> Reply {
    guard let writer else { throw TransportError.notConnected(path: path) }
    let request = Request(id: id, command: command)
    let replies = replies.subscribe(capacity: 1) { $0.id == id }
    // Posted before this call suspends, so that requests go out in the order of the calls.
    try writer.post(.request(request))
    unanswered.append(request)
    defer { unanswered.removeAll { $0.id == id } }
    return try await withTransportTimeout(timeout) {
      guard let reply = try await replies.next() else {
        throw TransportError.closed(reason: "the session ended before it answered")
      }
      return reply.payload
    }
  }

  /// Says how long metrics and progress may wait to be sent together; at first not at all.
  public func take(_ pace: NewsPace) {
    guard pace != self.pace else { return }
    self.pace = pace
    // A connection that breaks meanwhile is told when it stands again.
    try? writer?.post(.pace(pace))
  }

  /// Follows the run over one connection.
  private func follow(_ receive: ([Update]) async -> Void) async throws {
    let channel = try await ByteChannel.connecting(to: path)
    try await channel.withMessages { reader, writer in
      try await channel.checkPeer()
      _ = try await writer.greet(as: hello, &reader)
      self.writer = writer
      for request in unanswered { try writer.post(.request(request)) }
      if pace != NewsPace(seconds: 0) { try writer.post(.pace(pace)) }
      try await writer.write(.snapshotRequest)
      while let messages = try await reader.nextTogether() {
        let updates = messages.compactMap(update)
        if !updates.isEmpty { await receive(updates) }
        if updates.contains(.lagged) { try await writer.write(.snapshotRequest) }
        for case .bye(let reason) in messages { throw TransportError.closed(reason: reason) }
      }
    }
  }

  /// What a message tells the viewer; nil for what is between the client and the host.
  private func update(_ message: Message) -> Update? {
    switch message {
    case .snapshot(let snapshot):
      backoff.reset()
      isSessionOver = snapshot.phase.isFinal
      return .connected(snapshot)
    case .event(let sequence, let event):
      if case .phase(let phase, _, _) = event { isSessionOver = phase.isFinal }
      return .event(sequence: sequence, event)
    case .lagged: return .lagged
    case .reply(let reply):
      replies.post(reply)
      return nil
    case .bye, .hello, .snapshotRequest, .pace, .request, .unreadableRequest, .unknown: return nil
    }
  }
}

extension Hello {
  /// Introduces this process.
  static func ofThisProcess(_ peer: String) -> Hello {
    Hello(peer: peer, pid: ProcessInfo.processInfo.processIdentifier)
  }
}
