import Foundation
import Glibc
import Synchronization
import Testing
import ThawBus
import ThawProtocol
import ThawTestSupport

@testable import ThawTransport

@Suite("Socket", .timeLimit(.minutes(1)))
struct SocketTests {
  private func mode(_ path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  /// Leaves a socket file behind, as a killed process does.
  private func leaveSocket(at path: String) throws {
    var socket: ListeningSocket? = try ListeningSocket(path: path)
    let descriptor = try #require(socket?.handOver())
    #expect(rename(path, path + ".kept") == 0)
    close(descriptor)
    socket = nil
    #expect(rename(path + ".kept", path) == 0)
  }

  @Test("Folder and socket are ours alone, and the file goes with the server")
  func modes() async throws {
    try await Session.run { session in
      let folder = String(session.path.dropLast("/engine.sock".count))
      try await session.serve {
        #expect(mode(folder) == 0o700)
        #expect(mode(session.path) == 0o600)
      }
      #expect(mode(session.path) == nil)
    }
  }

  @Test("A server that never runs leaves no file either")
  func neverRuns() async throws {
    try await Session.run { session in
      var socket: ListeningSocket? = try ListeningSocket(path: session.path)
      #expect(mode(session.path) != nil)
      withExtendedLifetime(socket) {}
      socket = nil
      #expect(mode(session.path) == nil)
    }
  }

  @Test("A socket file at which nobody listens is replaced")
  func stale() async throws {
    try await Session.run { session in
      try leaveSocket(at: session.path)
      await #expect(throws: TransportError.notConnected(path: session.path)) {
        try await EngineClient.snapshot(from: session.path)
      }
      try await session.serve {
        let snapshot = try await EngineClient.snapshot(from: session.path)
        #expect(snapshot == session.snapshot())
      }
    }
  }

  @Test("A second server on the path is refused, and the first serves on")
  func second() async throws {
    try await Session.served { session in
      #expect(throws: TransportError.alreadyRunning(path: session.path)) {
        try ListeningSocket(path: session.path)
      }
      let snapshot = try await EngineClient.snapshot(from: session.path)
      #expect(snapshot == session.snapshot())
    }
  }

  @Test("Of two that start on a stale file at once, one gets the path")
  func race() async throws {
    try await Session.run { session in
      for round in 0..<300 {
        try leaveSocket(at: session.path)
        let won = Winners()
        DispatchQueue.concurrentPerform(iterations: 2) { _ in
          // Both start as close together as can be.
          won.arrived.add(1, ordering: .relaxed)
          for _ in 0..<100_000 where won.arrived.load(ordering: .relaxed) < 2 {}
          guard let socket = try? ListeningSocket(path: session.path) else { return }
          won.sockets.withLock { $0.append(socket) }
        }
        #expect(won.sockets.withLock(\.count) == 1, "round \(round)")
        won.sockets.withLock { $0 = [] }
      }
    }
  }

  @Test("Callers that arrive while the server ends are answered, or told that it is gone")
  func ending() async throws {
    for _ in 0..<40 {
      try await Session.run { session in
        try await withThrowingDiscardingTaskGroup { group in
          try await session.serve {
            for _ in 0..<8 {
              group.addTask {
                do {
                  _ = try await EngineClient.snapshot(from: session.path, timeout: nil)
                } catch is TransportError {
                  // It came too late.
                }
              }
            }
            await Task.yield()
          }
        }
      }
    }
  }

  @Test("A server that goes leaves another's file alone")
  func successor() async throws {
    try await Session.run { session in
      var first: ListeningSocket? = try ListeningSocket(path: session.path)
      withExtendedLifetime(first) {}
      #expect(unlink(session.path) == 0)
      let second = try ListeningSocket(path: session.path)
      first = nil
      #expect(mode(session.path) != nil)
      withExtendedLifetime(second) {}
    }
  }

  @Test("A folder that others can enter, a link, and a file in the way are refused")
  func refusals() async throws {
    try await withTemporaryFolder { folder in
      let open = folder.path + "/open"
      mkdir(open, 0o700)
      chmod(open, 0o750)
      #expect(
        throws: TransportError.unusable(
          path: open, reason: "is open to others; close it with “chmod 700”")
      ) { try ListeningSocket(path: open + "/a.sock") }

      chmod(open, 0o700)
      symlink(open, folder.path + "/link")
      #expect(throws: TransportError.self) {
        try ListeningSocket(path: folder.path + "/link/a.sock")
      }

      try Data("precious".utf8).write(to: URL(filePath: open + "/a.sock"))
      #expect(throws: TransportError.self) { try ListeningSocket(path: open + "/a.sock") }
      #expect(try String(contentsOfFile: open + "/a.sock", encoding: .utf8) == "precious")
    }
  }

  @Test("A path that is too long is an error on both sides")
  func tooLong() async throws {
    try await withTemporaryFolder { folder in
      let path =
        folder.path + "/s/" + String(repeating: "x", count: 104 - folder.path.utf8.count - 3)
      let wanted = TransportError.pathTooLong(path: path, limit: 103)
      #expect(throws: wanted) { try ListeningSocket(path: path) }
      await #expect(throws: wanted) { try await EngineClient.snapshot(from: path) }
      #expect(throws: Never.self) { try ListeningSocket(path: String(path.dropLast())) }
    }
  }
}

/// Holds sockets so that the test says when they go.
private final class Winners: Sendable {
  let arrived = Atomic(0)
  let sockets = Mutex<[ListeningSocket]>([])
}

@Suite("Socket location")
struct SocketLocationTests {
  private let session = URL(filePath: "/home/me/sessions/clothes")

  @Test("The path is short, the same for one session and another for another")
  func hash() throws {
    let paths = SocketLocation.candidates(forSession: session, environment: [:])
    let path = try #require(paths.first)
    #expect(paths.count == 1)
    #expect(path.hasPrefix("/tmp/thaw-\(geteuid())/"))
    #expect(path.hasSuffix(".sock"))
    #expect(path.utf8.count < 50)

    let same = URL(filePath: "/home/me/../me/sessions/clothes/")
    #expect(SocketLocation.candidates(forSession: same, environment: [:]) == paths)
    let other = URL(filePath: "/home/me/sessions/clothes-2")
    #expect(SocketLocation.candidates(forSession: other, environment: [:]) != paths)
  }

  @Test("The runtime folder is the second choice, unless its path is too long or relative")
  func runtimeFolder() {
    func count(_ runtime: String) -> Int {
      SocketLocation.candidates(forSession: session, environment: ["XDG_RUNTIME_DIR": runtime])
        .count
    }
    #expect(count("/run/user/1000") == 2)
    #expect(count("/" + String(repeating: "x", count: 90)) == 1)
    #expect(count("relative") == 1)
    #expect(count("") == 1)
  }

  @Test("A folder that is not ours alone is passed over, and where none is left, named")
  func passedOver() async throws {
    try await withTemporaryFolder { folder in
      let taken = folder.path + "/taken"
      mkdir(taken, 0o700)
      chmod(taken, 0o777)
      let paths = [taken + "/a.sock", folder.path + "/ours/a.sock"]
      let usable = try SocketLocation.firstUsable(of: paths)
      #expect(usable == paths[1])
      let error = #expect(throws: TransportError.self) {
        try SocketLocation.firstUsable(of: [paths[0]])
      }
      #expect(error?.description.hasPrefix(taken) == true)
    }
  }

  @Test("An engine is looked for where its socket is, or else where it would be")
  func reach() async throws {
    try await withTemporaryFolder { folder in
      let environment = ["XDG_RUNTIME_DIR": folder.path]
      let session = folder.appending(path: "session")
      let paths = SocketLocation.candidates(forSession: session, environment: environment)
      #expect(SocketLocation.path(toReachSession: session, environment: environment) == paths[0])
      let socket = try ListeningSocket(path: paths[1])
      #expect(SocketLocation.path(toReachSession: session, environment: environment) == paths[1])
      withExtendedLifetime(socket) {}
    }
  }
}
