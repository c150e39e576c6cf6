import Testing
import ThawBus
import ThawProtocol

@testable import ThawTransport

@Suite("Commands over the socket", .timeLimit(.minutes(1)))
struct CommandTests {
  @Test("One call connects, asks and is answered")
  func oneShot() async throws {
    try await Session.served { session in
      try await session.answering {
        let reply = try await EngineClient.send(.freeze(["stem"]), to: session.path, id: "1")
        #expect(reply == Reply(id: "1", outcome: .applied(step: 1)))
        #expect(try await EngineClient.snapshot(from: session.path) == session.snapshot())
      }
    }
  }

  @Test("A command that comes again with its id, over any connection, is applied once")
  func idempotent() async throws {
    try await Session.served { session in
      try await session.answering {
        for id in ["1", "1", "2", "1"] {
          let reply = try await EngineClient.send(.step(1), to: session.path, id: id)
          #expect(reply.outcome == .applied(step: id == "1" ? 1 : 2))
        }
      }
    }
  }

  @Test("Commands of one viewer reach the trainer in the order in which it sent them")
  func order() async throws {
    try await Session.served { session in
      let requests = session.bus.subscribe { if case .request = $0 { true } else { false } }
      try await withPeer(session) { _, writer in
        for step in 1...200 {
          try await writer.write(.request(Request(id: "\(step)", command: .step(step))))
        }
        for step in 1...200 {
          let wanted = Signal.request(Request(id: "\(step)", command: .step(step)))
          #expect(try await requests.next()?.payload == wanted)
        }
      }
    }
  }

  @Test("A command that this version cannot read is refused, and the connection goes on")
  func unreadable() async throws {
    try await Session.served { session in
      try await withPeer(session) { reader, writer in
        try await writer.write(.unreadableRequest(id: "1", command: "dance", reason: ""))
        guard case .reply(let reply) = try await reader.next() else {
          Issue.record("no reply")
          return
        }
        #expect(reply.id == "1")
        #expect(reply.outcome.text.hasPrefix("refused: no command “dance”; there are freeze"))
        try await writer.write(.unknown(type: "from_the_future"))
        try await writer.write(.snapshotRequest)
        #expect(try await reader.next() == .snapshot(session.snapshot()))
      }
    }
  }

  @Test("When too many commands wait, one more is refused")
  func tooMany() async throws {
    try await Session.run(
      bus: MessageBus(
        coalescingKey: \.coalescingKey, answeredID: \.answeredID, requestLimit: 1)
    ) { session in
      try await session.serve {
        try await withPeer(session) { reader, writer in
          try await writer.write(.request(Request(id: "1", command: .pause)))
          try await writer.write(.request(Request(id: "2", command: .pause)))
          let reason = "\(RequestError.tooManyWaiting(limit: 1))"
          #expect(
            try await reader.next() == .reply(Reply(id: "2", outcome: .refused(reason: reason))))
        }
      }
    }
  }

  @Test("A call ends at its time limit, and when nobody listens")
  func errors() async throws {
    try await Session.run { session in
      await #expect(throws: TransportError.notConnected(path: session.path)) {
        try await EngineClient.send(.pause, to: session.path)
      }
      try await session.serve {
        _ = await #expect(throws: TransportError.timedOut(.milliseconds(1))) {
          try await EngineClient.send(.pause, to: session.path, timeout: .milliseconds(1))
        }
      }
    }
  }
}
