import Foundation
import Synchronization
import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawStore

@Suite("Engine lock and session state")
struct EngineLockTests {
  @Test("One holds it, others see who, and it is free afterwards")
  func holding() async throws {
    try await withTemporaryFolder { folder in
      let session = SessionFolder(folder)
      #expect(!EngineLock.isHeld(session))
      do {
        let lock = try EngineLock(session)
        #expect(EngineLock.holder(of: session) == getpid())
        let error = try #require(throws: StoreError.self) { try EngineLock(session) }
        #expect(error == .engineRunning(session: session.name, pid: getpid()))
        #expect(error.description.contains("process \(getpid())"))
        #expect(EngineLock.isHeld(session))
        withExtendedLifetime(lock) {}
      }
      #expect(EngineLock.holder(of: session) == nil)
      _ = try EngineLock(session)
    }
  }

  @Test("Another process is refused, and told which one has it")
  func otherProcess() async throws {
    try await withTemporaryFolder { folder in
      let lock = try EngineLock(SessionFolder(folder))
      let path = folder.path
      let pid = getpid()

      await #expect(processExitsWith: .exitCode(7)) { [path = path as String, pid = pid as Int32] in
        let session = SessionFolder(URL(filePath: path))
        guard EngineLock.isHeld(session) else { exit(1) }
        do {
          _ = try EngineLock(session)
        } catch let error as StoreError {
          exit(error == .engineRunning(session: session.name, pid: pid) ? 7 : 2)
        }
      }
      withExtendedLifetime(lock) {}
    }
  }

  @Test("A killed process leaves it free, whatever the file says")
  func killed() async throws {
    try await withTemporaryFolder { folder in
      let path = folder.path
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        let lock = try EngineLock(SessionFolder(URL(filePath: path)))
        withExtendedLifetime(lock) { _ = kill(getpid(), SIGKILL) }
      }
      let session = SessionFolder(folder)

      #expect(FileManager.default.fileExists(atPath: session.lock.path))
      #expect(!EngineLock.isHeld(session))
      _ = try EngineLock(session)
    }
  }

  @Test("Where it is refused, only the file that it opened is closed")
  func closedOnce() async throws {
    try await withTemporaryFolder { folder in
      let session = SessionFolder(folder)
      let lock = try EngineLock(session)
      let isOver = Atomic(false)
      async let lost = {
        var lost = 0
        while !isOver.load(ordering: .relaxed) {
          let other = open("/dev/null", O_RDONLY | O_CLOEXEC)
          if close(other) != 0 { lost += 1 }
        }
        return lost
      }()
      for _ in 0..<3_000 { #expect(throws: StoreError.self) { try EngineLock(session) } }
      isOver.store(true, ordering: .relaxed)
      #expect(await lost == 0)
      withExtendedLifetime(lock) {}
    }
  }

  @Test(
    "The state follows from phase, lock and silence",
    arguments: [
      (Phase.finished, true, nil, nil, SessionState.finished),
      (.stopped, false, nil, nil, .stopped), (.failed, false, nil, nil, .failed),
      (.training, false, 0, nil, .dead), (.paused, false, nil, nil, .dead),
      (.preparing, false, nil, nil, .dead), (.paused, true, 9999, 0.1, .paused),
      (.preparing, true, 9999, nil, .running), (.evaluating, true, 9999, 0.1, .running),
      (.training, true, nil, nil, .running), (.training, true, 15.9, nil, .running),
      (.training, true, 16.1, nil, .stalled), (.training, true, 2.9, 0.1, .running),
      (.training, true, 3.1, 0.1, .stalled), (.training, true, 10.9, 1, .running),
      (.training, true, 11.1, 1, .stalled), (.waiting, true, 9.9, 0.1, .running),
      (.waiting, true, 10.1, 0.1, .stalled),
    ] as [(Phase, Bool, Double?, Double?, SessionState)])
  func states(
    phase: Phase, engineIsThere: Bool, silence: Double?, stepSeconds: Double?, wanted: SessionState
  ) {
    let state = SessionStateRule.state(
      phase: phase, engineIsThere: engineIsThere, silence: silence, stepSeconds: stepSeconds)

    #expect(state == wanted)
  }

  @Test("A run is stalled by its own pace, and a phase counts as a sign of life")
  func stalled() async throws {
    try await withTemporaryFolder { folder in
      let (session, recipe) = try emptySession(folder)
      let lock = try EngineLock(session)
      let store = try SessionStore(creating: session, recipe: recipe) {
        Date(timeIntervalSince1970: 1000)
      }
      let reader = try SessionReader(session)
      func state(after seconds: Double) throws -> SessionState {
        try reader.summary(now: Date(timeIntervalSince1970: 1000 + seconds)).state
      }

      try store.setPhase(.training, step: 0)
      #expect(try state(after: 15) == .running)
      #expect(try state(after: 17) == .stalled)
      try store.append((1...5).map { record($0, ["loss": 1], time: Double($0) * 2) })
      #expect(try state(after: 20) == .running)
      #expect(try state(after: 22) == .stalled)
      withExtendedLifetime(lock) {}
    }
  }
}
