public import Foundation
import ThawBus
public import ThawProtocol

extension EngineClient {
  /// Connects, asks for one thing, and waits for the answer: what `thaw send` does.
  ///
  /// - Parameters:
  ///   - command: What is asked.
  ///   - path: The engine's socket.
  ///   - peer: The program's name, for the engine.
  ///   - id: The request's id.
  ///   - timeout: How long to wait; nil for as long as it takes.
  /// - Returns: The answer.
  /// - Throws: ``TransportError``, or `CancellationError`.
  public static func send(
    _ command: Command, to path: String, peer: String = "thaw", id: String = UUID().uuidString,
    timeout: Duration? = .seconds(30)
  ) async throws -> Reply {
    let request = Message.request(Request(id: id, command: command))
    return try await ask(request, at: path, as: .ofThisProcess(peer), timeout: timeout) {
      if case .reply(let reply) = $0, reply.id == id { reply } else { nil }
    }
  }

  /// Connects and asks for a snapshot.
  ///
  /// - Parameters:
  ///   - path: The engine's socket.
  ///   - peer: The program's name, for the engine.
  ///   - timeout: How long to wait; nil for as long as it takes.
  /// - Returns: The snapshot.
  /// - Throws: ``TransportError``, or `CancellationError`.
  public static func snapshot(
    from path: String, peer: String = "thaw", timeout: Duration? = .seconds(10)
  ) async throws -> Snapshot {
    try await ask(.snapshotRequest, at: path, as: .ofThisProcess(peer), timeout: timeout) {
      if case .snapshot(let snapshot) = $0 { snapshot } else { nil }
    }
  }

  private static func ask<Answer: Sendable>(
    _ question: Message, at path: String, as hello: Hello, timeout: Duration?,
    _ answer: @escaping @Sendable (Message) -> Answer?
  ) async throws -> Answer {
    try await withTransportTimeout(timeout) {
      let channel = try await ByteChannel.connecting(to: path)
      return try await channel.withMessages { reader, writer in
        try await channel.checkPeer()
        _ = try await writer.greet(as: hello, &reader)
        try await writer.write(question)
        while let message = try await reader.next() {
          if case .bye(let reason) = message { throw TransportError.closed(reason: reason) }
          if let answer = answer(message) { return answer }
        }
        try Task.checkCancellation()
        throw TransportError.closed(reason: "it is gone")
      }
    }
  }
}

/// Runs work under a time limit that shows as a transport's error; nil sets none.
func withTransportTimeout<Result: Sendable>(
  _ limit: Duration?, _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  do {
    return try await withTimeLimit(limit, work)
  } catch let error as TimeLimitExceeded {
    throw TransportError.timedOut(error.limit)
  } catch {
    throw transportError(error)
  }
}

/// What went wrong on a connection, as a transport's error; cancellation stays as it is.
func transportError(_ error: any Error) -> any Error {
  switch error {
  case is TransportError, is CancellationError: error
  default: TransportError.closed(reason: "\(error)")
  }
}
