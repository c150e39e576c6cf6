import DequeModule

/// Which requests wait for an answer, and the newest answers that were given.
@usableFromInline
struct AnswerBook<Payload: Sendable> {
  /// What to do with a request.
  enum Entry {
    /// It is new: post it.
    case opened
    /// It was posted and waits for its answer: wait with it.
    case waiting
    /// It was answered: answer the same again.
    case answered(Payload)
    /// Too many wait.
    case full
  }

  private let waitingLimit: Int
  private let memory: Int
  private var waiting: Set<String> = []
  private var answers: [String: Payload] = [:]
  private var order: Deque<String> = []

  init(waitingLimit: Int, memory: Int) {
    self.waitingLimit = waitingLimit
    self.memory = memory
  }

  /// Looks a request up and notes it where it is new.
  mutating func open(_ id: String) -> Entry {
    if let answer = answers[id] { return .answered(answer) }
    if waiting.contains(id) { return .waiting }
    guard waiting.count < waitingLimit else { return .full }
    waiting.insert(id)
    return .opened
  }

  /// Keeps an answer, if its request waits; the oldest answer goes when the memory is full.
  ///
  /// Returns whether it waited: a second answer is none.
  @usableFromInline
  mutating func close(_ id: String, with answer: Payload) -> Bool {
    guard waiting.remove(id) != nil else { return false }
    answers[id] = answer
    order.append(id)
    if order.count > memory, let oldest = order.popFirst() { answers[oldest] = nil }
    return true
  }
}
