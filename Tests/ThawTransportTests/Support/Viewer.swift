import ThawBus
import ThawProtocol

@testable import ThawTransport

/// A client that runs, and its updates one by one.
final class Viewer {
  let client: EngineClient
  private var updates: AsyncStream<EngineClient.Update>.Iterator
  private let running: Task<Void, any Error>

  /// Starts a client that tries again quickly.
  ///
  /// - Parameters:
  ///   - session: Whose engine to connect to.
  ///   - hello: How it introduces itself.
  ///   - gate: Passed before each update, so that a test can make the viewer slow.
  init(
    _ session: Session, hello: Hello = Hello(peer: "viewer", pid: 2),
    gate: @escaping @Sendable () async -> Void = {}
  ) {
    let client = EngineClient(
      path: session.path, hello: hello,
      backoff: Backoff(first: .milliseconds(1), limit: .milliseconds(5)))
    let (stream, continuation) = AsyncStream.makeStream(of: EngineClient.Update.self)
    self.client = client
    updates = stream.makeAsyncIterator()
    running = Task {
      defer { continuation.finish() }
      try await client.run { updates in
        for update in updates {
          await gate()
          continuation.yield(update)
        }
      }
    }
  }

  deinit { running.cancel() }

  /// The next update; nil when the client has ended.
  func next() async -> EngineClient.Update? { await updates.next(isolation: #isolation) }

  /// The next update that the closure maps to something, those before it passed over.
  func first<Value>(_ map: (EngineClient.Update) -> Value?) async -> Value? {
    while let update = await next() {
      if let value = map(update) { return value }
    }
    return nil
  }

  /// Waits for a connection.
  func connected() async -> Snapshot? {
    await first { if case .connected(let snapshot) = $0 { snapshot } else { nil } }
  }

  /// Waits for the connection's loss.
  func disconnected() async -> String? {
    await first { if case .disconnected(let reason) = $0 { reason } else { nil } }
  }

  /// The next events, as many as asked for.
  func events(_ count: Int) async -> [UInt64: Int] {
    var events: [UInt64: Int] = [:]
    while events.count < count, let update = await next() {
      if case .event(let sequence, let event) = update { events[sequence] = event.step }
    }
    return events
  }

  /// Waits for the client's own end.
  func end() async throws { try await running.value }

  /// Cancels the client and waits for its end.
  func stop() async throws {
    running.cancel()
    try await running.value
  }
}

/// A bare connection, on which a test says what it likes.
func withPeer<Result: Sendable>(
  _ session: Session, greeting: Hello? = Hello(peer: "peer", pid: 3),
  _ body: (inout MessageReader, MessageWriter) async throws -> Result
) async throws -> Result {
  let channel = try await ByteChannel.connecting(to: session.path)
  return try await channel.withMessages { reader, writer in
    if let greeting { _ = try await writer.greet(as: greeting, &reader) }
    return try await body(&reader, writer)
  }
}

extension MessageReader {
  /// Reads to the end of the connection, and returns the reason it was given.
  mutating func readToBye() async throws -> String? {
    var reason: String?
    while let message = try await next() {
      if case .bye(let text) = message { reason = text }
    }
    return reason
  }
}
