import Glibc
import Testing
import ThawBus
import ThawProtocol
import ThawTestSupport

@testable import ThawTransport

@Suite("Bad peers", .timeLimit(.minutes(1)))
struct BadPeerTests {
  /// Makes sure that a viewer that was there before still gets events.
  private func whileWatched(
    _ session: Session, _ body: () async throws -> Void
  ) async throws {
    let viewer = Viewer(session)
    _ = await viewer.connected()
    try await body()
    let sequence = session.post(step: 42)
    #expect(await viewer.events(1) == [sequence: 42])
  }

  @Test("A frame that is too long closes its connection, with the reason, and no other")
  func oversize() async throws {
    try await Session.served { session in
      try await whileWatched(session) {
        let reason = try await withPeer(session) { reader, writer in
          try await writer.write(bytes: [0x7F, 0xFF, 0xFF, 0xFF])
          return try await reader.readToBye()
        }
        #expect(reason == "\(FrameError.tooLong(bytes: 2_147_483_647, limit: 1_048_576))")
      }
    }
  }

  @Test("Garbage closes its connection and no other", arguments: 0..<20 as Range<UInt64>)
  func garbage(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let bytes = [0, 0, 0, 8] + (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
    try await Session.served { session in
      try await whileWatched(session) {
        let reason = try await withPeer(session, greeting: seed.isMultiple(of: 2) ? nil : .peer) {
          try await $1.write(bytes: bytes)
          return try await $0.readToBye()
        }
        #expect(reason?.hasPrefix("not a message of thaw's protocol: ") == true)
      }
    }
  }

  @Test("A peer that vanishes in the middle of a frame affects nobody")
  func vanishes() async throws {
    try await Session.served { session in
      try await whileWatched(session) {
        for cut in [1, 4, 20] {
          try await withPeer(session) { _, writer in
            try await writer.write(.snapshotRequest)
            let frame = try FrameCodec.frame(.request(Request(id: "1", command: .pause)))
            try await writer.write(bytes: Array(frame[..<cut]))
          }
        }
      }
    }
  }

  @Test("A peer that does not begin with hello is told so")
  func noHello() async throws {
    try await Session.served { session in
      let reason = try await withPeer(session, greeting: nil) { reader, writer in
        try await writer.write(.snapshotRequest)
        return try await reader.readToBye()
      }
      #expect(reason == "the first message must be hello")
    }
  }

  @Test("Another major version is refused by both sides, each naming both versions")
  func versions() async throws {
    try await Session.served { session in
      let theirs = Hello(version: [9, 1], peer: "later", pid: 3)
      let reason = try await withPeer(session, greeting: nil) { reader, writer in
        try await writer.write(.hello(theirs))
        return try await reader.readToBye()
      }
      #expect(reason?.hasPrefix("this side speaks protocol 2.0, the other 9.1; ") == true)

      let viewer = Viewer(session, hello: theirs)
      let mismatch = TransportError.versionMismatch(ours: [9, 1], theirs: Hello.currentVersion)
      #expect(await viewer.disconnected() == mismatch.description)
      await #expect(throws: mismatch) { try await viewer.end() }
    }
  }

  @Test("Another minor version is welcome")
  func minorVersion() async throws {
    try await Session.served { session in
      let viewer = Viewer(
        session, hello: Hello(version: [Hello.currentVersion[0], 99], peer: "later", pid: 3))
      #expect(await viewer.connected() != nil)
    }
  }

  @Test("A process of another user is refused")
  func otherUser() async throws {
    try await Session.served { session in
      let channel = try await ByteChannel.connecting(to: session.path)
      try await channel.withMessages { _, _ in
        try await channel.checkPeer(uid: geteuid())
        await #expect(throws: TransportError.notOurs(uid: geteuid())) {
          try await channel.checkPeer(uid: geteuid() + 1)
        }
      }
    }
  }
}

extension Hello {
  fileprivate static let peer = Hello(peer: "peer", pid: 3)
}
