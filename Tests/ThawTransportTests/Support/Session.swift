import Foundation
import Synchronization
import ThawBus
import ThawProtocol
import ThawTestSupport

@testable import ThawTransport

/// A session to connect to: a bus, a socket's path, and what the tests say happens on it.
struct Session: Sendable {
  let bus: MessageBus<Signal>
  let path: String

  /// Runs a test with a session that has no server yet.
  static func run<Result>(
    bus: MessageBus<Signal> = MessageBus(), _ body: (Session) async throws -> Result
  ) async throws -> Result {
    try await withTemporaryFolder { folder in
      try await body(Session(bus: bus, path: folder.path + "/s/engine.sock"))
    }
  }

  /// Runs a test with a session that is served.
  static func served<Result>(
    capacity: Int = 1_024, _ body: (Session) async throws -> Result
  ) async throws -> Result {
    try await run { session in
      try await session.serve(capacity: capacity) { try await body(session) }
    }
  }

  /// Serves while the body runs.
  func serve<Result>(
    capacity: Int = 1_024, hello: Hello = Hello(peer: "engine", pid: 1),
    snapshot: (@Sendable () async throws -> Snapshot)? = nil, _ body: () async throws -> Result
  ) async throws -> Result {
    let server = try TransportServer(
      bus: bus, path: path, hello: hello, mailboxCapacity: capacity,
      snapshot: snapshot ?? { self.snapshot() })
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      let result = try await body()
      group.cancelAll()
      try await group.waitForAll()
      return result
    }
  }

  /// Answers every request with its number, counted from 1, while the body runs.
  func answering<Result>(_ body: () async throws -> Result) async throws -> Result {
    let requests = bus.subscribe { if case .request = $0 { true } else { false } }
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        var count = 0
        for try await envelope in requests {
          guard case .request(let request) = envelope.payload else { continue }
          count += 1
          bus.post(.reply(Reply(id: request.id, outcome: .applied(step: count))))
        }
      }
      let result = try await body()
      requests.cancel()
      try await group.waitForAll()
      return result
    }
  }

  /// How things are at the bus's newest number.
  func snapshot(_ phase: Phase = .training) -> Snapshot {
    Snapshot(
      session: "clothes", recipe: "", started: Date(timeIntervalSince1970: 1_700_000_000),
      architecture: "efficientnet-lite0", phase: phase,
      progress: Progress(step: 0, totalSteps: 9, epoch: 0, samplesPerSecond: 0, secondsLeft: nil),
      rows: [], sequence: bus.lastSequence, pid: 1)
  }

  /// Posts a lossless event that can be told from others by its step.
  @discardableResult
  func post(step: Int, padding: Int = 0) -> UInt64 {
    bus.post(.event(.phase(.training, step: step, reason: String(repeating: "x", count: padding))))
  }
}

extension Event {
  /// The step of an event that ``Session/post(step:padding:)`` posted.
  var step: Int? {
    if case .phase(_, let step, _) = self { step } else { nil }
  }
}
