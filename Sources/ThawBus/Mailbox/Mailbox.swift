public import Dispatch
public import Synchronization

/// A bounded queue with many posters and one reader.
///
/// Posting never waits. The reader is a task that awaits ``next()``, or a thread that takes
/// everything at once with ``drain()`` and may sleep in ``drain(waitingUpTo:)``.
@usableFromInline
final class Mailbox<Payload: Sendable>: Sendable {
  @usableFromInline
  typealias Continuation = CheckedContinuation<Envelope<Payload>?, any Error>

  /// Who waits: a task for one message, or a thread for there being any.
  @usableFromInline
  enum Waiter: Sendable {
    case task(Continuation)
    case thread(DispatchSemaphore)

    @inlinable
    func wake(with envelope: Envelope<Payload>?) -> Wake<Payload> {
      switch self {
      case .task(let continuation): .task(continuation, envelope)
      case .thread(let semaphore): .thread(semaphore)
      }
    }
  }

  @usableFromInline let state: Mutex<MailboxState<Payload, Waiter>>

  init(capacity: Int) {
    state = Mutex(MailboxState(capacity: capacity))
  }

  /// Whether messages are still taken.
  var isOpen: Bool { state.withLock { $0.isOpen } }

  /// Whether a message waits.
  var hasMessages: Bool { state.withLock { $0.count > 0 } }

  /// Takes a message in and returns how to wake its reader, to be called when no lock is held.
  @inlinable
  func post(_ envelope: Envelope<Payload>, _ delivery: Delivery) -> Wake<Payload>? {
    switch state.withLock({ $0.post(envelope, delivery) }) {
    case .none: nil
    case .resume(let waiter, let envelope): waiter.wake(with: envelope)
    case .wake(let waiter): waiter.wake(with: nil)
    }
  }

  /// Waits for the oldest message; nil when none will follow.
  ///
  /// - Throws: ``MailboxError/lagged(capacity:)``, or `CancellationError`.
  @inlinable
  func next() async throws -> Envelope<Payload>? {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: Continuation) in
        // Cancellation is looked at under the lock: one that comes later finds the waiter.
        let action = state.withLock { state -> MailboxState<Payload, Waiter>.NextAction? in
          Task.isCancelled ? nil : state.next(waiter: .task(continuation))
        }
        switch action {
        case .deliver(let envelope): continuation.resume(returning: envelope)
        case .fail(let error): continuation.resume(throwing: error)
        case .end: continuation.resume(returning: nil)
        case nil: continuation.resume(throwing: CancellationError())
        case .suspend: break
        }
      }
    } onCancel: {
      guard case .task(let continuation) = state.withLock({ $0.cancelWaiter() }) else { return }
      continuation.resume(throwing: CancellationError())
    }
  }

  /// Takes everything that waits, without waiting for more.
  ///
  /// - Throws: ``MailboxError/lagged(capacity:)``.
  func drain() throws(MailboxError) -> [Envelope<Payload>] {
    try state.withLock { state throws(MailboxError) in try state.drain() }
  }

  /// Takes everything that waits; puts the calling thread to sleep until there is something.
  ///
  /// Returns an empty array at the time limit, or when no message will follow.
  func drain(waitingUpTo limit: Duration?) throws(MailboxError) -> [Envelope<Payload>] {
    let semaphore = DispatchSemaphore(value: 0)
    if state.withLock({ $0.waitToDrain(.thread(semaphore)) }) {
      if let limit {
        _ = semaphore.wait(timeout: .now() + limit.dispatchInterval)
      } else {
        semaphore.wait()
      }
      _ = state.withLock { $0.cancelWaiter() }
    }
    return try drain()
  }

  /// Takes no more messages and leaves those that wait; then the reader is told of the end.
  func finish() -> Wake<Payload>? { state.withLock { $0.finish() }?.wake(with: nil) }

  /// Takes no more messages and drops those that wait.
  func cancel() -> Wake<Payload>? { state.withLock { $0.cancel() }?.wake(with: nil) }
}

/// Wakes a reader.
///
/// Called after all locks are let go, so that the reader may post.
@usableFromInline
enum Wake<Payload: Sendable>: Sendable {
  case task(CheckedContinuation<Envelope<Payload>?, any Error>, Envelope<Payload>?)
  case thread(DispatchSemaphore)

  func callAsFunction() {
    switch self {
    case .task(let continuation, let envelope): continuation.resume(returning: envelope)
    case .thread(let semaphore): semaphore.signal()
    }
  }
}

extension Duration {
  /// The duration for Dispatch, at least 1 ns where positive and capped at 292 years.
  fileprivate var dispatchInterval: DispatchTimeInterval {
    let (seconds, attoseconds) = components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return .nanoseconds(.max) }
    let (sum, tooLong) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
    return .nanoseconds(tooLong ? .max : Int(sum))
  }
}
