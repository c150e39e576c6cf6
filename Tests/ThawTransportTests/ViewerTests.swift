import Synchronization
import Testing
import ThawBus
import ThawProtocol

@testable import ThawTransport

@Suite("Viewers", .timeLimit(.minutes(1)))
struct ViewerTests {
  @Test("Several viewers see all events of all posters in the same order")
  func order() async throws {
    try await Session.served { session in
      let viewers = (0..<3).map { _ in Viewer(session) }
      for viewer in viewers { #expect(await viewer.connected()?.session == "clothes") }
      await withDiscardingTaskGroup { group in
        for poster in 0..<4 {
          group.addTask { for number in 0..<50 { session.post(step: poster * 50 + number) } }
        }
      }

      var seen: [[UInt64]] = []
      for viewer in viewers {
        var sequences: [UInt64] = []
        while sequences.count < 200, case .event(let sequence, _) = await viewer.next() {
          sequences.append(sequence)
        }
        seen.append(sequences)
      }
      #expect(seen[0] == Array(1...200))
      #expect(seen[1] == seen[0])
      #expect(seen[2] == seen[0])
    }
  }

  @Test("A snapshot comes first, and only events with a higher number follow it")
  func snapshotFirst() async throws {
    try await Session.run { session in
      session.post(step: 1)
      let snapshot: @Sendable () async throws -> Snapshot = {
        // Posted after the viewer's mailbox was opened, and part of the snapshot.
        session.post(step: 2)
        defer { session.post(step: 3) }
        return session.snapshot()
      }
      try await session.serve(snapshot: snapshot) {
        let viewer = Viewer(session)
        guard case .connected(let snapshot) = await viewer.next() else {
          Issue.record("no snapshot")
          return
        }
        #expect(snapshot.sequence == 2)
        #expect(await viewer.events(1) == [3: 3])
      }
    }
  }

  @Test("A snapshot that fits into no frame ends the connection with the reason")
  func hugeSnapshot() async throws {
    try await Session.run { session in
      let snapshot: @Sendable () async throws -> Snapshot = {
        var snapshot = session.snapshot()
        snapshot.recipe = String(repeating: "x", count: FrameCodec.limit)
        return snapshot
      }
      try await session.serve(snapshot: snapshot) {
        let reason = await Viewer(session).disconnected()
        #expect(reason?.contains("no snapshot can be sent: a message of ") == true)
      }
    }
  }

  @Test("A viewer that was too slow is told, gets a new snapshot, and misses nothing after it")
  func lagging() async throws {
    try await Session.served(capacity: 16) { session in
      let gate = Gate()
      let viewer = Viewer(session) { await gate.pass() }
      let first = try #require(await viewer.connected())
      gate.close()
      // More than the mailbox and all buffers between hold.
      for step in 1...1_500 { session.post(step: step, padding: 4_096) }
      gate.open()

      var known = first.sequence
      var lags = 0
      while known < 1_500, let update = await viewer.next() {
        switch update {
        case .event(let sequence, _):
          #expect(sequence == known + 1)
          known = sequence
        case .lagged: lags += 1
        case .connected(let snapshot):
          #expect(snapshot.sequence >= known)
          known = snapshot.sequence
        case .disconnected(let reason): Issue.record("\(reason)")
        }
      }
      #expect(lags > 0)
      session.post(step: 1_501)
      #expect(await viewer.events(1) == [1_501: 1_501])
    }
  }

  @Test("A viewer that never reads holds up neither posting nor others, and finds that it lagged")
  func neverReads() async throws {
    try await Session.served(capacity: 64) { session in
      try await withPeer(session) { reader, writer in
        try await writer.write(.snapshotRequest)
        #expect(try await reader.next() == .snapshot(session.snapshot()))
        let viewer = Viewer(session)
        _ = await viewer.connected()
        for step in 1...1_500 {
          session.post(step: step, padding: 4_096)
          #expect(await viewer.events(1).values.first == step)
        }

        var count = 0
        var last = try await reader.next()
        while case .event = last {
          count += 1
          last = try await reader.next()
        }
        #expect(last == .lagged)
        #expect(count < 1_500)
      }
    }
  }

  @Test("What a viewer asks is answered to it alone")
  func answers() async throws {
    try await Session.served { session in
      try await session.answering {
        try await withPeer(session) { reader, writer in
          try await writer.write(.snapshotRequest)
          #expect(try await reader.next() == .snapshot(session.snapshot()))
          let viewer = Viewer(session)
          _ = await viewer.connected()
          #expect(try await viewer.client.send(.pause, id: "1").outcome == .applied(step: 1))
          session.post(step: 7)

          guard case .event(_, let event) = try await reader.next() else {
            Issue.record("got something else")
            return
          }
          #expect(event.step == 7)
        }
      }
    }
  }

  @Test("The end of the bus reaches viewers after all events, and ends server and clients")
  func sessionEnd() async throws {
    try await Session.run { session in
      let server = try TransportServer(
        bus: session.bus, path: session.path, hello: Hello(peer: "engine", pid: 1),
        snapshot: { session.snapshot() })
      async let running: Void = server.run()
      let viewer = Viewer(session)
      _ = await viewer.connected()
      for step in 1...100 { session.post(step: step) }
      session.bus.post(.event(.phase(.finished, step: 101, reason: nil)))
      session.bus.finish()

      #expect(await viewer.events(101).count == 101)
      #expect(
        await viewer.disconnected() == "\(TransportError.closed(reason: "the session is over"))")
      #expect(await viewer.next() == nil)
      try await viewer.end()
      try await running
    }
  }

  @Test("A snapshot that cannot be taken ends that connection, with the reason")
  func failingSnapshot() async throws {
    struct Failure: Error {}
    try await Session.run { session in
      try await session.serve(snapshot: { throw Failure() }) {
        let reason = try await withPeer(session) { reader, writer in
          try await writer.write(.snapshotRequest)
          return try await reader.readToBye()
        }
        #expect(reason == "no snapshot can be taken: Failure()")
      }
    }
  }
}

/// Lets callers pass, or holds them while it is closed.
final class Gate: Sendable {
  private struct State {
    var isOpen = true
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  func close() { state.withLock { $0.isOpen = false } }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func pass() async {
    await withCheckedContinuation { continuation in
      let passes = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if passes { continuation.resume() }
    }
  }
}
