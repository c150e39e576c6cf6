import Foundation
import Testing
import ThawTestSupport

@testable import ThawBus

@Suite("Subscription", .timeLimit(.minutes(1)))
struct SubscriptionTests {
  @Test("A reader that was cancelled before it waits does not wait")
  func cancelledBefore() async {
    let subscription = MessageBus<Int>().subscribe()
    let reader = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await subscription.next()
    }
    await #expect(throws: CancellationError.self) { try await reader.value }
  }

  @Test("A reader that is cancelled while it waits is let go, and another can read on")
  func cancelledWhile() async throws {
    let bus = MessageBus<Int>()
    let subscription = bus.subscribe()
    for round in 1...100 {
      let reader = Task { try await subscription.next() }
      if round.isMultiple(of: 2) { await Task.yield() }
      reader.cancel()
      await #expect(throws: CancellationError.self) { try await reader.value }
    }
    bus.post(5)
    #expect(try await subscription.next()?.payload == 5)
  }

  @Test("A thread that waits gets every message, in order, from many posters")
  func blockingDrain() async throws {
    let bus = MessageBus<Int>()
    let subscription = bus.subscribe(capacity: 4_000)
    async let sequences = onThread {
      var seen: [UInt64] = []
      while seen.count < 4_000 {
        seen += try subscription.drain(waitingUpTo: nil).map(\.sequence)
      }
      return seen
    }
    await withDiscardingTaskGroup { group in
      for poster in 0..<4 {
        group.addTask {
          for number in 0..<1_000 {
            bus.post(poster * 1_000 + number)
            if number.isMultiple(of: 50) { await Task.yield() }
          }
        }
      }
    }
    #expect(try await sequences == Array(1...4_000))
  }

  @Test("A thread that waits is told of the end, of cancellation, and of the time limit")
  func blockingEnds() async throws {
    let bus = MessageBus<Int>()
    let cancelled = bus.subscribe()
    let finished = bus.subscribe()
    #expect(try cancelled.drain(waitingUpTo: .zero).isEmpty)
    #expect(try cancelled.drain(waitingUpTo: .nanoseconds(1)).isEmpty)

    async let first = onThread { try cancelled.drain(waitingUpTo: nil).count }
    async let second = onThread { try finished.drain(waitingUpTo: .seconds(1 << 40)).count }
    cancelled.cancel()
    bus.finish()
    #expect(try await first == 0)
    #expect(try await second == 0)
  }

  @Test("Released, a subscription is off the bus")
  func release() {
    final class Token: Sendable {}
    let bus = MessageBus<Int>()
    weak var token: Token?
    do {
      let held = Token()
      token = held
      let subscription = bus.subscribe { [held] _ in withExtendedLifetime(held) { true } }
      bus.post(1)
      #expect(subscription.isOpen)
      #expect(token != nil)
    }
    #expect(token == nil)
  }

  @Test("A loop over a subscription keeps it, and ends when the bus is released")
  func loop() async throws {
    var bus: MessageBus<Int>? = MessageBus<Int>()
    let values = try #require(bus).subscribe { $0.isMultiple(of: 2) }
    for number in 1...6 { bus?.post(number) }
    bus = nil

    var seen: [Int] = []
    for try await envelope in values { seen.append(envelope.payload) }
    #expect(seen == [2, 4, 6])
  }
}

/// Runs blocking work on a thread of its own, as the engine does.
private func onThread<Result: Sendable>(
  _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Swift.Result { try work() }) }.start()
  }
}
