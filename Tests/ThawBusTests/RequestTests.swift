import Testing
import ThawBus

/// A message of a small protocol with requests.
private enum Message: Equatable, Sendable {
  case ask(id: String)
  case answer(id: String, String)
  case other

  static let limit = 3

  static func bus() -> MessageBus<Message> {
    MessageBus(
      answeredID: { if case .answer(let id, _) = $0 { id } else { nil } },
      requestLimit: limit, answerMemory: 2)
  }
}

@Suite("Requests", .timeLimit(.minutes(1)))
struct RequestTests {
  private let bus = Message.bus()
  private let engine: Subscription<Message>

  init() {
    engine = bus.subscribe { if case .ask = $0 { true } else { false } }
  }

  private func asked() throws -> [Message] { try engine.drain().map(\.payload) }

  @Test("A request gets the answer with its id, whatever else is posted")
  func answer() async throws {
    let first = try bus.submit(.ask(id: "1"), id: "1")
    let second = try bus.submit(.ask(id: "2"), id: "2")
    bus.post(.other)
    bus.post(.answer(id: "2", "two"))
    bus.post(.answer(id: "1", "one"))

    #expect(try await first.answer() == .answer(id: "1", "one"))
    #expect(try await second.answer() == .answer(id: "2", "two"))
    #expect(try asked() == [.ask(id: "1"), .ask(id: "2")])
  }

  @Test("A request that comes again while it waits is posted once and answered to both")
  func waitsAlong() async throws {
    let first = try bus.submit(.ask(id: "1"), id: "1")
    let second = try bus.submit(.ask(id: "1"), id: "1")
    #expect(try asked() == [.ask(id: "1")])

    bus.post(.answer(id: "1", "one"))
    #expect(try await first.answer() == .answer(id: "1", "one"))
    #expect(try await second.answer() == .answer(id: "1", "one"))
  }

  @Test("A request that comes again after its answer gets the same, and is not posted")
  func remembered() async throws {
    _ = try bus.submit(.ask(id: "1"), id: "1")
    bus.post(.answer(id: "1", "one"))
    bus.post(.answer(id: "1", "a later answer"))
    _ = try asked()

    let again = try await bus.request(.ask(id: "1"), id: "1")
    #expect(again == .answer(id: "1", "one"))
    #expect(try asked().isEmpty)
  }

  @Test("The first of several answers is the answer, also to who has not read it yet")
  func answeredTwice() async throws {
    let waiting = try bus.submit(.ask(id: "1"), id: "1")
    for text in ["one", "two", "three"] { bus.post(.answer(id: "1", text)) }
    #expect(try await waiting.answer() == .answer(id: "1", "one"))
  }

  @Test("Only the last answers are kept")
  func boundedMemory() async throws {
    for id in ["1", "2", "3"] {
      _ = try bus.submit(.ask(id: id), id: id)
      bus.post(.answer(id: id, ""))
    }
    _ = try asked()
    for id in ["3", "2", "1"] { _ = try bus.submit(.ask(id: id), id: id) }
    #expect(try asked() == [.ask(id: "1")])
  }

  @Test("Only so many requests may wait; one more is refused until one is answered")
  func boundedWaiting() throws {
    for id in ["1", "2", "3"] { _ = try bus.submit(.ask(id: id), id: id) }
    #expect(throws: RequestError.tooManyWaiting(limit: 3)) {
      try bus.submit(.ask(id: "4"), id: "4")
    }
    bus.post(.answer(id: "2", ""))
    _ = try bus.submit(.ask(id: "4"), id: "4")
    #expect(try asked().count == 4)
  }

  @Test("The wait for an answer ends at the time limit; the request stands")
  func timeout() async throws {
    await #expect(throws: RequestError.timedOut(.zero)) {
      try await bus.request(.ask(id: "1"), id: "1", timeout: .zero)
    }
    let again = try bus.submit(.ask(id: "1"), id: "1")
    #expect(try asked() == [.ask(id: "1")])
    bus.post(.answer(id: "1", "late"))
    #expect(try await again.answer() == .answer(id: "1", "late"))
  }

  @Test("The end of the bus ends the wait, but answers that were given remain")
  func closed() async throws {
    let waiting = try bus.submit(.ask(id: "1"), id: "1")
    _ = try bus.submit(.ask(id: "2"), id: "2")
    bus.post(.answer(id: "2", "two"))
    bus.finish()

    await #expect(throws: RequestError.closed) { try await waiting.answer() }
    #expect(throws: RequestError.closed) { try bus.submit(.ask(id: "3"), id: "3") }
    #expect(try await bus.request(.ask(id: "2"), id: "2") == .answer(id: "2", "two"))
  }
}
