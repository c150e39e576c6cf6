/// A reader's place on a bus: the messages posted since it subscribed, in order.
///
/// Has one reader at a time: a `for try await` loop, ``next()``, or a thread of its own with
/// ``drain()`` and ``drain(waitingUpTo:)``. Releasing it unsubscribes.
public final class Subscription<Payload: Sendable>: Sendable {
  private let hub: Hub<Payload>
  private let mailbox: Mailbox<Payload>
  private let id: UInt64

  init(hub: Hub<Payload>, mailbox: Mailbox<Payload>, id: UInt64) {
    self.hub = hub
    self.mailbox = mailbox
    self.id = id
  }

  deinit { cancel() }

  /// Whether further messages can arrive: false once cancelled, lagged, or the bus has finished.
  public var isOpen: Bool { mailbox.isOpen }

  /// Whether a message waits to be read.
  public var hasMessages: Bool { mailbox.hasMessages }

  /// Waits for the next message; nil once cancelled, or when the bus finished and all was read.
  ///
  /// - Throws: ``MailboxError/lagged(capacity:)``, or `CancellationError`.
  public func next() async throws -> Envelope<Payload>? {
    try await mailbox.next()
  }

  /// Takes all messages that wait, without suspending or blocking.
  ///
  /// - Throws: ``MailboxError/lagged(capacity:)``.
  public func drain() throws(MailboxError) -> [Envelope<Payload>] {
    try mailbox.drain()
  }

  /// Takes all messages that wait, or blocks the calling thread until one arrives.
  ///
  /// For a thread that the caller owns; never for one of the cooperative pool.
  ///
  /// - Parameter limit: How long to wait; nil for as long as it takes.
  /// - Returns: The messages; empty at the limit, once cancelled, or when the bus finished.
  /// - Throws: ``MailboxError/lagged(capacity:)``.
  public func drain(waitingUpTo limit: Duration?) throws(MailboxError) -> [Envelope<Payload>] {
    try mailbox.drain(waitingUpTo: limit)
  }

  /// Unsubscribes; messages that wait are dropped and a waiting reader is told of the end.
  public func cancel() {
    hub.remove(id)
    mailbox.cancel()?()
  }
}

extension Subscription: AsyncSequence {
  /// Reads a subscription in a loop.
  public struct Iterator: AsyncIteratorProtocol {
    let subscription: Subscription

    /// The next message; nil at the end.
    public mutating func next() async throws -> Envelope<Payload>? {
      try await subscription.next()
    }
  }

  /// Starts, or goes on, reading.
  public func makeAsyncIterator() -> Iterator { Iterator(subscription: self) }
}
