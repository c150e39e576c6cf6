public import DequeModule

/// What a mailbox holds and who waits for it, without locks or threads.
///
/// Each method returns what the shell must do once it has let its lock go. `Waiter` stands for a
/// suspended reader, so that tests can use a number where the shell uses a continuation.
@usableFromInline
struct MailboxState<Payload: Sendable, Waiter> {
  /// What to do after a message was posted.
  @usableFromInline
  enum PostAction {
    case none
    /// Hand the message, which was not queued, to the reader that waited for one.
    case resume(Waiter, Envelope<Payload>)
    /// Tell the reader that waited for any that the queue has one.
    case wake(Waiter)
  }

  /// What to do for a reader that wants a message.
  @usableFromInline
  enum NextAction {
    case deliver(Envelope<Payload>)
    /// The reader was noted and waits.
    case suspend
    case fail(MailboxError)
    /// No message will follow.
    case end
  }

  @usableFromInline
  enum Ending: Equatable {
    case finished
    case lagged
  }

  @usableFromInline
  struct Entry {
    @usableFromInline let envelope: Envelope<Payload>
    @usableFromInline let key: String?

    @inlinable
    init(envelope: Envelope<Payload>, key: String?) {
      self.envelope = envelope
      self.key = key
    }
  }

  @usableFromInline let capacity: Int
  @usableFromInline var queue: Deque<Entry> = []
  /// The queued message of each key, by its sequence number.
  @usableFromInline var gauges: [String: UInt64] = [:]
  @usableFromInline var waiter: (who: Waiter, takesFromQueue: Bool)?
  @usableFromInline var ending: Ending?

  init(capacity: Int) {
    precondition(capacity > 0, "a mailbox holds at least one message")
    self.capacity = capacity
  }

  /// Whether messages are still taken.
  @inlinable var isOpen: Bool { ending == nil }

  /// How many messages wait.
  var count: Int { queue.count }

  /// Takes a message in, in place of an older one with its key.
  ///
  /// The newer message goes to the end of the queue, not to the older one's place: numbers rise
  /// along the queue. A full mailbox that would have to lose a message empties itself and closes.
  @inlinable
  mutating func post(_ envelope: Envelope<Payload>, _ delivery: Delivery) -> PostAction {
    guard isOpen else { return .none }
    let waiter = takeWaiter()
    if let waiter, !waiter.takesFromQueue { return .resume(waiter.who, envelope) }
    var key: String?
    if case .latest(let gauge) = delivery {
      key = gauge
      if let superseded = gauges.updateValue(envelope.sequence, forKey: gauge) {
        queue.remove(at: index(of: superseded))
      }
    }
    guard queue.count < capacity else {
      close(.lagged)
      return .none
    }
    queue.append(Entry(envelope: envelope, key: key))
    return waiter.map { .wake($0.who) } ?? .none
  }

  /// Takes the oldest message out, or notes the reader.
  @inlinable
  mutating func next(waiter: @autoclosure () -> Waiter) -> NextAction {
    if let entry = queue.popFirst() {
      forget(entry)
      return .deliver(entry.envelope)
    }
    switch ending {
    case .lagged: return .fail(.lagged(capacity: capacity))
    case .finished: return .end
    case nil:
      note(waiter(), takesFromQueue: false)
      return .suspend
    }
  }

  /// Takes everything out, without noting a reader.
  mutating func drain() throws(MailboxError) -> [Envelope<Payload>] {
    if ending == .lagged { throw .lagged(capacity: capacity) }
    defer {
      queue.removeAll(keepingCapacity: true)
      gauges.removeAll(keepingCapacity: true)
    }
    return queue.map(\.envelope)
  }

  /// Notes a reader that will drain, unless there is something to drain or nothing will follow.
  mutating func waitToDrain(_ waiter: Waiter) -> Bool {
    guard isOpen, queue.isEmpty else { return false }
    note(waiter, takesFromQueue: true)
    return true
  }

  /// Forgets the reader that waits, and returns it.
  @inlinable
  mutating func cancelWaiter() -> Waiter? { takeWaiter()?.who }

  /// Takes no more messages, leaves those that wait, and returns the reader to be told.
  mutating func finish() -> Waiter? {
    if isOpen { ending = .finished }
    return takeWaiter()?.who
  }

  /// Takes no more messages, drops those that wait, and returns the reader to be told.
  mutating func cancel() -> Waiter? {
    close(.finished)
    return takeWaiter()?.who
  }

  @inlinable
  mutating func note(_ waiter: Waiter, takesFromQueue: Bool) {
    precondition(self.waiter == nil, "a mailbox has one reader, and one already waits")
    self.waiter = (waiter, takesFromQueue)
  }

  @inlinable
  mutating func takeWaiter() -> (who: Waiter, takesFromQueue: Bool)? {
    defer { waiter = nil }
    return waiter
  }

  @usableFromInline
  mutating func close(_ ending: Ending) {
    self.ending = ending
    queue = []
    gauges = [:]
  }

  @inlinable
  mutating func forget(_ entry: Entry) {
    if let key = entry.key { gauges[key] = nil }
  }

  /// Where a queued number is; the queue is sorted by it.
  @inlinable
  func index(of sequence: UInt64) -> Int {
    var low = 0
    var high = queue.count
    while low < high {
      let middle = (low + high) / 2
      if queue[middle].envelope.sequence < sequence { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
