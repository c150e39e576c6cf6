import NIOCore
import NIOPosix
public import ThawBus
public import ThawProtocol

/// Joins a host's bus with the viewers that connect to a unix socket.
///
/// Requests of viewers go to the bus, each answered to the viewer that asked; events go to every
/// viewer that asked for a snapshot. A viewer that is slow, silent or wrong affects nobody else,
/// and never the bus: what it does not read waits in its bounded mailbox and is then dropped, which
/// it is told.
public final class TransportServer: Sendable {
  private let socket: ListeningSocket
  private let viewers: ViewerService

  /// Takes the path; callers may connect from here on, and are served while ``run()`` runs.
  ///
  /// - Parameters:
  ///   - bus: The session's bus.
  ///   - path: The socket's path; its folder is made where it is missing, and must be ours alone.
  ///   - hello: How this side introduces itself.
  ///   - mailboxCapacity: How many events may wait for a viewer before it has lagged.
  ///   - snapshot: Makes the store current, then describes the run. Called on each viewer's request.
  /// - Throws: ``TransportError/alreadyRunning(path:)`` when another server listens there; other
  ///   cases when the socket cannot be made.
  public init(
    bus: MessageBus<Signal>, path: String, hello: Hello, mailboxCapacity: Int = 16_384,
    snapshot: @escaping @Sendable () async throws -> Snapshot
  ) throws(TransportError) {
    socket = try ListeningSocket(path: path)
    viewers = ViewerService(
      bus: bus, hello: hello, mailboxCapacity: mailboxCapacity, snapshot: snapshot)
  }

  /// Serves viewers until the task is cancelled, or the bus has finished and they have all been told.
  ///
  /// After the end of the bus each viewer has 2 s to read what waits for it. May be called once.
  ///
  /// - Throws: Why no connection can be accepted.
  public func run() async throws {
    guard let descriptor = socket.handOver() else {
      preconditionFailure("a server runs once")
    }
    defer { socket.removeFile() }
    let connections = ConnectionTasks()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { [viewers] channel in
        ByteChannel.wrapping(channel).map { bytes in
          connections.start { await viewers.serve(bytes) }
        }
      }
      .withBoundSocket(descriptor).get()
    await withTaskCancellationHandler {
      // Cancellation is the other end of the wait.
      try? await viewers.bus.waitUntilFinished()
      listener.close(promise: nil)
      try? await listener.closeFuture.get()
      await connections.waitUntilEmpty()
    } onCancel: {
      connections.cancel()
    }
    connections.cancel()
  }
}

extension MessageBus<Signal> {
  /// Opens a session's bus: gauges coalesce, and replies answer requests.
  public init() {
    self.init(coalescingKey: \.coalescingKey, answeredID: \.answeredID)
  }
}
