import Testing
import ThawBus

@Suite("Time limit", .timeLimit(.minutes(1)))
struct TimeLimitTests {
  @Test("Work that is done in time gives its result, and its own errors pass")
  func inTime() async throws {
    struct Failure: Error {}
    #expect(try await withTimeLimit(.seconds(600)) { 5 } == 5)
    #expect(try await withTimeLimit(nil) { 6 } == 6)
    await #expect(throws: Failure.self) {
      try await withTimeLimit(.seconds(600)) { throw Failure() }
    }
  }

  @Test("Work that takes too long is cancelled")
  func tooLong() async throws {
    let bus = MessageBus<Int>()
    await #expect(throws: TimeLimitExceeded(limit: .milliseconds(1))) {
      try await withTimeLimit(.milliseconds(1)) { try await bus.waitUntilFinished() }
    }
  }
}
