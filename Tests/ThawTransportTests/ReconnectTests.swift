import Testing
import ThawBus
import ThawProtocol

@testable import ThawTransport

@Suite("Reconnecting", .timeLimit(.minutes(1)))
struct ReconnectTests {
  @Test("A viewer finds an engine that starts later, and one that went away and came back")
  func comesBack() async throws {
    try await Session.run { first in
      let viewer = Viewer(first)
      #expect(
        await viewer.disconnected() == "\(TransportError.notConnected(path: first.path))")
      try await first.serve {
        // Next: an outage is told once, however often the client tries.
        #expect(await viewer.next() == .connected(first.snapshot()))
        first.post(step: 1)
        #expect(await viewer.events(1) == [1: 1])
      }
      #expect(await viewer.disconnected() == "the engine closed the connection")

      let second = Session(bus: MessageBus(), path: first.path)
      try await second.serve {
        #expect(await viewer.next() == .connected(second.snapshot()))
        second.post(step: 5)
        #expect(await viewer.events(1) == [1: 5])
      }
      try await viewer.stop()
    }
  }

  @Test("A request under way when the connection breaks is sent again, and applied once")
  func resend() async throws {
    try await Session.run { session in
      let requests = session.bus.subscribe { if case .request = $0 { true } else { false } }
      let viewer = Viewer(session)
      let answer = try await session.serve {
        _ = await viewer.connected()
        let answer = Task { [client = viewer.client] in try await client.send(.pause, id: "1") }
        let request = try await requests.next()
        #expect(request?.payload == .request(Request(id: "1", command: .pause)))
        return answer
      }
      _ = await viewer.disconnected()
      try await session.serve {
        _ = await viewer.connected()
        session.bus.post(.reply(Reply(id: "1", outcome: .applied(step: 3))))
        let outcome = try await answer.value.outcome
        #expect(outcome == .applied(step: 3))
      }
      #expect(try requests.drain().isEmpty)
    }
  }

  @Test("Without a connection nothing is sent")
  func notConnected() async throws {
    try await Session.run { session in
      let viewer = Viewer(session)
      _ = await viewer.disconnected()
      await #expect(throws: TransportError.notConnected(path: session.path)) {
        try await viewer.client.send(.pause)
      }
    }
  }

  @Test("Requests that wait end when the client does")
  func closed() async throws {
    try await Session.served { session in
      let requests = session.bus.subscribe { if case .request = $0 { true } else { false } }
      let viewer = Viewer(session)
      _ = await viewer.connected()
      let answer = Task { [client = viewer.client] in try await client.send(.pause, timeout: nil) }
      _ = try await requests.next()
      try await viewer.stop()
      await #expect(throws: TransportError.self) { try await answer.value }
    }
  }

  @Test("Waits double from the first to the limit, and start over after a success")
  func backoff() {
    var backoff = Backoff()
    let waits = (0..<7).map { _ in backoff.next() }
    #expect(waits == [100, 200, 400, 800, 1_600, 2_000, 2_000].map { .milliseconds($0) })
    backoff.reset()
    #expect(backoff.next() == .milliseconds(100))
  }
}
