import Testing
import ThawTestSupport

@testable import ThawBus

private typealias State = MailboxState<String, Int>

extension MailboxState<String, Int> {
  /// Posts text under a number and says what is to be done.
  fileprivate mutating func post(
    _ sequence: UInt64, _ text: String, latest key: String? = nil
  ) -> String {
    let delivery = key.map(Delivery.latest) ?? .lossless
    return switch post(Envelope(sequence: sequence, payload: text), delivery) {
    case .none: "none"
    case .resume(let waiter, let envelope): "resume \(waiter) with \(envelope.payload)"
    case .wake(let waiter): "wake \(waiter)"
    }
  }

  fileprivate mutating func read(waiter: Int = 0) -> String {
    switch next(waiter: waiter) {
    case .deliver(let envelope): "\(envelope.sequence) \(envelope.payload)"
    case .suspend: "suspend"
    case .fail(let error): "fail \(error)"
    case .end: "end"
    }
  }
}

@Suite("Mailbox state")
struct MailboxStateTests {
  @Test("Messages come out in the order in which they went in")
  func order() {
    var state = State(capacity: 4)
    #expect(state.post(1, "a") == "none")
    #expect(state.post(2, "b") == "none")

    #expect(state.read() == "1 a")
    #expect(state.read() == "2 b")
    #expect(state.read(waiter: 7) == "suspend")
  }

  @Test("A waiting task is handed the message, which is not queued as well")
  func handOver() {
    var state = State(capacity: 1)
    #expect(state.read(waiter: 7) == "suspend")

    #expect(state.post(1, "a") == "resume 7 with a")
    #expect(state.count == 0)
  }

  @Test("A waiting thread is woken to take the message from the queue")
  func wake() throws {
    var state = State(capacity: 1)
    let waits = state.waitToDrain(9)
    #expect(waits)

    #expect(state.post(1, "a") == "wake 9")
    #expect(try state.drain().map(\.payload) == ["a"])
  }

  @Test("A thread does not wait when there is something to take, or nothing will come")
  func noWait() {
    var state = State(capacity: 2)
    _ = state.post(1, "a")
    let waitsForMore = state.waitToDrain(9)
    #expect(!waitsForMore)
    _ = try? state.drain()
    _ = state.finish()
    let waitsAtEnd = state.waitToDrain(9)
    #expect(!waitsAtEnd)
  }

  @Test("A newer gauge takes the older one's place, at the end, so that numbers rise")
  func coalescing() throws {
    var state = State(capacity: 8)
    _ = state.post(1, "speed 1", latest: "speed")
    _ = state.post(2, "fact")
    _ = state.post(3, "memory 1", latest: "memory")
    _ = state.post(4, "speed 2", latest: "speed")

    #expect(try state.drain().map(\.payload) == ["fact", "memory 1", "speed 2"])
  }

  @Test("A gauge that was read is not superseded any more")
  func readGauge() throws {
    var state = State(capacity: 8)
    _ = state.post(1, "speed 1", latest: "speed")
    #expect(state.read() == "1 speed 1")
    _ = state.post(2, "fact")
    _ = state.post(3, "speed 2", latest: "speed")

    #expect(try state.drain().map(\.sequence) == [2, 3])
  }

  @Test("A gauge needs no further room when it supersedes one in a full mailbox")
  func fullGauge() throws {
    var state = State(capacity: 2)
    _ = state.post(1, "speed 1", latest: "speed")
    _ = state.post(2, "fact")
    _ = state.post(3, "speed 2", latest: "speed")

    #expect(try state.drain().map(\.sequence) == [2, 3])
  }

  @Test("A mailbox that would lose a message closes, and says so to every read")
  func lagging() {
    var state = State(capacity: 2)
    for sequence: UInt64 in 1...3 { _ = state.post(sequence, "fact") }

    #expect(!state.isOpen)
    #expect(state.count == 0)
    #expect(state.read() == "fail \(MailboxError.lagged(capacity: 2))")
    #expect(throws: MailboxError.lagged(capacity: 2)) { try state.drain() }
    #expect(state.post(4, "late") == "none")
    #expect(state.count == 0)
  }

  @Test("After finishing, what waits is still read; after cancelling, nothing is")
  func ends() {
    var finished = State(capacity: 2)
    _ = finished.post(1, "a")
    #expect(finished.finish() == nil)
    #expect(finished.read() == "1 a")
    #expect(finished.read() == "end")

    var cancelled = State(capacity: 2)
    _ = cancelled.post(1, "a")
    #expect(cancelled.cancel() == nil)
    #expect(cancelled.read() == "end")
  }

  @Test("Whoever waits is returned by an end, to be told")
  func waiterAtEnd() {
    var state = State(capacity: 2)
    _ = state.read(waiter: 5)
    #expect(state.finish() == 5)

    var other = State(capacity: 2)
    _ = other.read(waiter: 6)
    #expect(other.cancelWaiter() == 6)
    #expect(other.post(1, "a") == "none")
  }

  @Test("Random traffic: numbers rise, facts all arrive or it lags, and the newest gauge arrives")
  func property() throws {
    for seed: UInt64 in 0..<300 {
      var random = SeededGenerator(seed: seed)
      let capacity = Int.random(in: 1...6, using: &random)
      var state = MailboxState<String, Int>(capacity: capacity)
      var model: [(sequence: UInt64, key: String?)] = []
      for sequence: UInt64 in 1...40 {
        let key = ["a", "b", nil, nil].randomElement(using: &random) ?? nil
        _ = state.post(sequence, "", latest: key)
        if key != nil { model.removeAll { $0.key == key } }
        model.append((sequence, key))
        guard model.count <= capacity else {
          #expect(!state.isOpen, "seed \(seed)")
          break
        }
        try #require(state.isOpen, "seed \(seed)")
        if Bool.random(using: &random) {
          #expect(state.read() == "\(model.removeFirst().sequence) ", "seed \(seed)")
        }
        #expect(state.count == model.count, "seed \(seed)")
      }
      if state.isOpen {
        #expect(try state.drain().map(\.sequence) == model.map(\.sequence), "seed \(seed)")
      }
    }
  }
}
