import Foundation
import Testing
import ThawBus
import ThawHost
import ThawProtocol
import ThawStore
import ThawTestSupport
import ThawTransport

@Suite("Hosting a session", .timeLimit(.minutes(1)))
struct SessionHostTests {
  private static let recipe = Recipe(
    name: "hosted", model: Recipe.Model(architecture: "efficientnet-lite0"),
    data: Recipe.Data(source: .folder(Recipe.Data.Folder(path: "/photos")), size: 32),
    run: Recipe.Run(batch: 4, steps: 3))

  private func newSession(in folder: URL) throws -> SessionFolder {
    try SessionLibrary(folder: folder).create(for: Self.recipe)
  }

  @Test("Everything a trainer posts is in the store when the host ends, non-finite values too")
  func recordsEverything() async throws {
    try await withTemporaryFolder { folder in
      let session = try newSession(in: folder)
      let losses = (0..<500).map { $0 == 250 ? .nan : Double($0) }

      let phase = try await SessionHost(folder: session, recipe: Self.recipe, resumeStep: nil)
        .run { ScriptedTrainer(bus: $0, losses: losses) }

      #expect(phase == .finished)
      let reader = try SessionReader(session)
      let stored = try reader.points(of: MetricName.trainLoss).map(\.value)
      #expect(stored.count == 500)
      #expect(zip(stored, losses).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
      #expect(try reader.summary().state == .finished)
      #expect(try reader.journal().map(\.command) == ["1 file skipped"])
      #expect(try reader.journal().map(\.time) == [7])
    }
  }

  @Test("A trainer that cannot start fails the session with its reason, and throws it")
  func failure() async throws {
    try await withTemporaryFolder { folder in
      let session = try newSession(in: folder)
      let host = SessionHost(folder: session, recipe: Self.recipe, resumeStep: nil)

      await #expect(throws: ScriptedTrainer.Broken.self) {
        try await host.run { ScriptedTrainer(bus: $0, failsToPrepare: true) }
      }

      let reader = try SessionReader(session)
      #expect(try reader.summary().state == .failed)
      #expect(try reader.reason() == "the weights are gone")
    }
  }

  @Test("A snapshot over the socket holds all that was posted, and so does the store by then")
  func snapshotIsCurrent() async throws {
    try await withTemporaryFolder { folder in
      let session = try newSession(in: folder)
      let host = SessionHost(folder: session, recipe: Self.recipe, resumeStep: nil)
      async let phase = host.run {
        ScriptedTrainer(bus: $0, losses: [3, 2, 1], waitsForStop: true)
      }
      let path = SocketLocation.path(toReachSession: session.url)
      let snapshot = try await firstSnapshot(at: path) { $0.progress.step == 3 }

      #expect(snapshot.session == session.name)
      #expect(snapshot.phase == .training)
      #expect(try SessionReader(session).points(of: MetricName.trainLoss).count == 3)
      let reply = try await EngineClient.send(.stop, to: path)
      #expect(reply.outcome == .applied(step: 3))
      #expect(try await phase == .stopped)
      #expect(try SessionReader(session).journal().last?.command == "stop")
    }
  }

  @Test("A second host of the same session is refused, and the first is not disturbed")
  func secondHost() async throws {
    try await withTemporaryFolder { folder in
      let session = try newSession(in: folder)
      let host = SessionHost(folder: session, recipe: Self.recipe, resumeStep: nil)
      async let first = host.run { ScriptedTrainer(bus: $0, losses: [1], waitsForStop: true) }
      let path = SocketLocation.path(toReachSession: session.url)
      _ = try await firstSnapshot(at: path) { $0.phase == .training }

      await #expect(throws: StoreError.self) {
        try await SessionHost(folder: session, recipe: Self.recipe, resumeStep: nil)
          .run { ScriptedTrainer(bus: $0) }
      }

      _ = try await EngineClient.send(.stop, to: path)
      #expect(try await first == .stopped)
    }
  }

  @Test(
    "On a full disk the run is paused, told so once, and all of it is stored when there is room",
    .enabled(if: SmallDisk.isPossible, Comment(rawValue: SmallDisk.refusal)))
  func fullDisk() async throws {
    try await withSmallDisk(bytes: 8 << 20) { folder in
      let session = try newSession(in: folder)
      let ballast = try fillDisk(folder, allBut: 400_000)
      let losses = (0..<30_000).map(Double.init)
      let host = SessionHost(folder: session, recipe: Self.recipe, resumeStep: nil)
      let (buses, continuation) = AsyncStream<MessageBus<Signal>>.makeStream()
      async let phase = host.run(onStart: { continuation.yield($0) }) {
        ScriptedTrainer(bus: $0, losses: losses, waitsForStop: true)
      }
      let bus = try #require(await buses.first { _ in true })
      let alarms = bus.subscribe(capacity: 100) {
        if case .event(.alarm) = $0 { true } else { false }
      }
      guard case .event(.alarm(let alarm))? = try await alarms.next()?.payload else {
        return #expect(Bool(false), "no alarm came")
      }
      #expect(
        alarm.message
          == "\(StoreError.diskFull(file: session.database.path)); the run is paused, resume it when "
          + "that is mended")
      try FileManager.default.removeItem(at: ballast)
      bus.post(.request(Request(id: "end", command: .stop)))

      #expect(try await phase == .stopped)
      #expect(try await alarms.next() == nil)
      let reader = try SessionReader(session)
      #expect(try reader.points(of: MetricName.trainLoss).map(\.value) == losses)
      #expect(try reader.journal().map(\.command) == ["1 file skipped", "pause", "stop"])
    }
  }

  private func firstSnapshot(
    at path: String, where isWanted: (Snapshot) -> Bool
  ) async throws -> Snapshot {
    while true {
      let snapshot = try? await EngineClient.snapshot(from: path)
      if let snapshot, isWanted(snapshot) { return snapshot }
      // A host that ended would otherwise be asked for ever.
      try Task.checkCancellation()
      await Task.yield()
    }
  }
}
