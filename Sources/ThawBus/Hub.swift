import Dispatch
public import Synchronization

/// The part of a bus under the lock: numbers, subscribers, and the book of requests.
///
/// Readers are woken after the lock is let go. A mailbox's own lock is only ever taken inside
/// this one, or alone.
///
/// What a post runs is inlinable here and in the mailbox: without the payload's type at hand, a third
/// of its time goes into looking types up.
@usableFromInline
final class Hub<Payload: Sendable>: Sendable {
  /// What a subscriber takes.
  @usableFromInline
  enum Interest: Sendable {
    case messages(@Sendable (Payload) -> Bool)
    /// The first answer to a request.
    case answer(id: String)
  }

  @usableFromInline
  struct Subscriber {
    @usableFromInline let id: UInt64
    @usableFromInline let mailbox: Mailbox<Payload>
    @usableFromInline let interest: Interest

    @inlinable
    func wants(_ payload: Payload, firstAnswerTo answered: String?) -> Bool {
      switch interest {
      case .messages(let wants): wants(payload)
      case .answer(let id): id == answered
      }
    }
  }

  @usableFromInline
  struct State {
    @usableFromInline var lastSequence: UInt64 = 0
    var lastSubscriber: UInt64 = 0
    @usableFromInline var subscribers: [Subscriber] = []
    var isFinished = false
    @usableFromInline var book: AnswerBook<Payload>
  }

  @usableFromInline let coalescingKey: @Sendable (Payload) -> String?
  @usableFromInline let answeredID: @Sendable (Payload) -> String?
  private let requestLimit: Int
  @usableFromInline let state: Mutex<State>

  init(
    coalescingKey: @escaping @Sendable (Payload) -> String?,
    answeredID: @escaping @Sendable (Payload) -> String?,
    requestLimit: Int, answerMemory: Int
  ) {
    self.coalescingKey = coalescingKey
    self.answeredID = answeredID
    self.requestLimit = requestLimit
    state = Mutex(State(book: AnswerBook(waitingLimit: requestLimit, memory: answerMemory)))
  }

  deinit { finish() }

  var lastSequence: UInt64 { state.withLock { $0.lastSequence } }

  @inlinable
  func post(_ payload: Payload) -> UInt64 {
    let (sequence, wakes) = state.withLock { state in
      let wakes = enqueue(payload, &state)
      return (state.lastSequence, wakes)
    }
    wake(wakes)
    return sequence
  }

  func subscribe(
    capacity: Int, where wants: @escaping @Sendable (Payload) -> Bool
  ) -> Subscription<Payload> {
    state.withLock { addSubscriber(capacity: capacity, .messages(wants), &$0) }
  }

  func submit(_ payload: Payload, id: String) throws(RequestError) -> Submission<Payload> {
    let (submission, wakes) = try state.withLock { state throws(RequestError) in
      let entry = state.book.open(id)
      if case .answered(let answer) = entry {
        return (Submission(content: .answered(answer)), [Wake<Payload>]())
      }
      guard !state.isFinished else { throw .closed }
      if case .full = entry { throw .tooManyWaiting(limit: requestLimit) }
      // Subscribed before the request is posted, so that the answer can't be missed.
      let answer = addSubscriber(capacity: 1, .answer(id: id), &state)
      var wakes: [Wake<Payload>] = []
      if case .opened = entry { wakes = enqueue(payload, &state) }
      return (Submission(content: .waiting(answer)), wakes)
    }
    wake(wakes)
    return submission
  }

  func remove(_ id: UInt64) {
    // Released outside the lock: a subscriber's filter may hold anything.
    let removed = state.withLock { state -> Subscriber? in
      state.subscribers.firstIndex { $0.id == id }.map { state.subscribers.remove(at: $0) }
    }
    withExtendedLifetime(removed) {}
  }

  func finish() {
    let subscribers = state.withLock { state -> [Subscriber] in
      state.isFinished = true
      defer { state.subscribers = [] }
      return state.subscribers
    }
    for subscriber in subscribers { subscriber.mailbox.finish()?() }
  }

  /// Wakes readers; whoever posts pays for one of them, however many there are.
  @usableFromInline
  func wake(_ wakes: [Wake<Payload>]) {
    guard wakes.count > 1 else {
      wakes.first?()
      return
    }
    DispatchQueue.global().async { for wake in wakes { wake() } }
  }

  @inlinable
  func enqueue(_ payload: Payload, _ state: inout State) -> [Wake<Payload>] {
    state.lastSequence += 1
    let envelope = Envelope(sequence: state.lastSequence, payload: payload)
    let answered = answeredID(payload).flatMap { state.book.close($0, with: payload) ? $0 : nil }
    let delivery = coalescingKey(payload).map(Delivery.latest) ?? .lossless
    return state.subscribers.compactMap { subscriber in
      subscriber.wants(payload, firstAnswerTo: answered)
        ? subscriber.mailbox.post(envelope, delivery) : nil
    }
  }

  private func addSubscriber(
    capacity: Int, _ interest: Interest, _ state: inout State
  ) -> Subscription<Payload> {
    state.lastSubscriber += 1
    let mailbox = Mailbox<Payload>(capacity: capacity)
    if state.isFinished {
      _ = mailbox.finish()
    } else {
      state.subscribers.append(
        Subscriber(id: state.lastSubscriber, mailbox: mailbox, interest: interest))
    }
    return Subscription(hub: self, mailbox: mailbox, id: state.lastSubscriber)
  }
}
