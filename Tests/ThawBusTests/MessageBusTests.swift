import Testing
import ThawBus

@Suite("Message bus", .timeLimit(.minutes(1)))
struct MessageBusTests {
  @Test("All readers see all messages of all posters in one order, with rising numbers")
  func totalOrder() async throws {
    let bus = MessageBus<String>()
    let readers = (0..<3).map { _ in bus.subscribe(capacity: 4_000) }
    let posted = await withTaskGroup(of: [String: UInt64].self) { group in
      for poster in 0..<8 {
        group.addTask {
          var numbers: [String: UInt64] = [:]
          for message in 0..<500 {
            let text = "\(poster):\(message)"
            numbers[text] = bus.post(text)
          }
          return numbers
        }
      }
      return await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }

    let seen = try readers.map { try $0.drain() }
    #expect(seen[0].map(\.sequence) == Array(1...4_000))
    #expect(seen[1] == seen[0])
    #expect(seen[2] == seen[0])
    #expect(seen[0].allSatisfy { posted[$0.payload] == $0.sequence })
    #expect(bus.lastSequence == 4_000)
  }

  @Test("Readers that read while others post see the same order too")
  func orderWhileReading() async throws {
    let bus = MessageBus<Int>()
    let readers = (0..<3).map { _ in bus.subscribe(capacity: 2_000) }
    let seen = try await withThrowingTaskGroup(of: [Envelope<Int>].self) { group in
      for reader in readers {
        group.addTask {
          var seen: [Envelope<Int>] = []
          for try await envelope in reader { seen.append(envelope) }
          return seen
        }
      }
      await withDiscardingTaskGroup { posters in
        for poster in 0..<4 {
          posters.addTask {
            for number in 0..<500 {
              bus.post(poster * 500 + number)
              if number.isMultiple(of: 20) { await Task.yield() }
            }
          }
        }
      }
      bus.finish()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(seen.map(\.count) == [2_000, 2_000, 2_000])
    #expect(seen[0].map(\.sequence) == Array(1...2_000))
    #expect(seen[1] == seen[0])
    #expect(seen[2] == seen[0])
  }

  @Test("A reader that does not read holds up neither posting nor other readers, and is told")
  func slowReader() async throws {
    let bus = MessageBus<Int>()
    let slow = bus.subscribe(capacity: 4)
    let quick = bus.subscribe(capacity: 1)
    for number in 1...10_000 {
      bus.post(number)
      #expect(try quick.drain().map(\.payload) == [number])
    }
    await #expect(throws: MailboxError.lagged(capacity: 4)) { try await slow.next() }

    let again = bus.subscribe(capacity: 4)
    let start = bus.lastSequence
    bus.post(0)
    #expect(try await again.next()?.sequence == start + 1)
  }

  @Test("A gap in the numbers hides only superseded gauges")
  func gauges() throws {
    let bus = MessageBus<String>(coalescingKey: { $0.hasPrefix("gauge") ? $0 : nil })
    let reader = bus.subscribe(capacity: 3)
    for round in 1...100 {
      bus.post("gauge a")
      bus.post("gauge b")
      if round == 50 { bus.post("fact") }
    }
    #expect(try reader.drain().map(\.payload) == ["fact", "gauge a", "gauge b"])
    #expect(bus.lastSequence == 201)
  }

  @Test("After the end readers get what waits and no more, and new readers nothing")
  func finish() async throws {
    let bus = MessageBus<Int>()
    let reader = bus.subscribe()
    bus.post(1)
    bus.finish()
    bus.post(2)

    #expect(try await reader.next()?.payload == 1)
    #expect(try await reader.next() == nil)
    #expect(try await bus.subscribe().next() == nil)
    try await bus.waitUntilFinished()
  }

  @Test("Waiting for the end ends by cancellation")
  func cancelledWait() async {
    let bus = MessageBus<Int>()
    let wait = Task { try await bus.waitUntilFinished() }
    wait.cancel()
    await #expect(throws: CancellationError.self) { try await wait.value }
  }
}
