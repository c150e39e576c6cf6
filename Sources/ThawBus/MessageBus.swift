/// Carries messages from many posters to many readers, all of whom see one order.
///
/// What it guarantees:
/// 1. *One order.* Numbering and queueing happen under one lock, so every reader sees strictly
///    rising numbers, and any two readers see the same order.
/// 2. *No silent loss.* A gap in the numbers hides only messages that the reader did not subscribe
///    to, or that a newer one with the same key superseded. A reader for whom more would be lost is
///    told with ``MailboxError/lagged(capacity:)``, and subscribes again.
/// 3. *Posting never waits.* It takes time in the number of readers, suspends nowhere, and needs
///    nothing of any reader.
/// 4. *Bounded memory.* Every mailbox, the book of waiting requests and the memory of answers have
///    a capacity.
/// 5. *A repeated request is answered, not repeated.* Requests carry an id made by the client;
///    a second one with the id of a waiting request waits with it, and one with the id of an
///    answered request gets the same answer, as long as that is among the last ones.
///
/// Posting and subscribing are for any thread, without `await`; only waiting for an answer suspends.
public actor MessageBus<Payload: Sendable> {
  @usableFromInline nonisolated let hub: Hub<Payload>

  /// Opens a bus.
  ///
  /// Both closures run under the bus's lock: they only look at the message.
  ///
  /// - Parameters:
  ///   - coalescingKey: The key under which a newer message replaces an older one in mailboxes;
  ///     nil for messages that must all arrive.
  ///   - answeredID: The id of the request that a message answers; nil for other messages.
  ///   - requestLimit: How many requests may wait for their answers. A reader that takes requests
  ///     never lags if its mailbox holds at least so many.
  ///   - answerMemory: How many answers are kept for requests that come again.
  public init(
    coalescingKey: @escaping @Sendable (Payload) -> String? = { _ in nil },
    answeredID: @escaping @Sendable (Payload) -> String? = { _ in nil },
    requestLimit: Int = 256, answerMemory: Int = 1_024
  ) {
    hub = Hub(
      coalescingKey: coalescingKey, answeredID: answeredID,
      requestLimit: requestLimit, answerMemory: answerMemory)
  }

  deinit { hub.finish() }

  /// The number of the newest message; 0 before the first.
  public nonisolated var lastSequence: UInt64 { hub.lastSequence }

  /// Adds a reader of the messages that are posted from now on.
  ///
  /// - Parameters:
  ///   - capacity: How many messages may wait before the reader has lagged.
  ///   - wants: Which messages to take. Runs under the bus's lock: it only looks at the message.
  /// - Returns: The reader's place; releasing it unsubscribes.
  public nonisolated func subscribe(
    capacity: Int = 1_024, where wants: @escaping @Sendable (Payload) -> Bool = { _ in true }
  ) -> Subscription<Payload> {
    hub.subscribe(capacity: capacity, where: wants)
  }

  /// Posts a request, unless it waits or was answered already, and returns where its answer comes.
  ///
  /// - Throws: ``RequestError/tooManyWaiting(limit:)``, or ``RequestError/closed`` after the end.
  public nonisolated func submit(
    _ payload: Payload, id: String
  ) throws(RequestError) -> Submission<Payload> {
    try hub.submit(payload, id: id)
  }

  /// Submits a request and waits for its answer.
  ///
  /// - Parameters:
  ///   - payload: The request.
  ///   - id: Its id, made by the client and unique.
  ///   - timeout: How long to wait; nil for as long as it takes.
  /// - Returns: The answer.
  /// - Throws: ``RequestError``, or `CancellationError`.
  public func request(
    _ payload: Payload, id: String, timeout: Duration? = nil
  ) async throws -> Payload {
    let submission = try submit(payload, id: id)
    do {
      return try await withTimeLimit(timeout) { try await submission.answer() }
    } catch let error as TimeLimitExceeded {
      throw RequestError.timedOut(error.limit)
    }
  }

  /// Ends the bus: readers get what waits for them and then the end; later posts reach nobody.
  public nonisolated func finish() { hub.finish() }

  /// Waits until the bus has finished.
  ///
  /// - Throws: `CancellationError` when the task is cancelled first.
  public nonisolated func waitUntilFinished() async throws {
    let subscription = subscribe(capacity: 1) { _ in false }
    _ = try await subscription.next()
  }
}

// In an extension: only there is a method of an actor compiled anew for the payload at hand.
extension MessageBus {
  /// Numbers a message and puts it into every subscriber's mailbox, without waiting.
  ///
  /// - Returns: The message's number.
  /// - Complexity: O(subscribers); a coalesced message also moves the rest of a mailbox up.
  @discardableResult @inlinable
  public nonisolated func post(_ payload: Payload) -> UInt64 { hub.post(payload) }
}
