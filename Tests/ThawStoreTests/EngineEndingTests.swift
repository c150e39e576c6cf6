import Foundation
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@Suite("How an engine ended")
struct EngineEndingTests {
  @Test(
    "Exit codes, signals and lack of memory are told apart",
    arguments: [
      ("0", .exit(code: 0), false), ("3", .exit(code: 3), false), ("137", .signal(9), false),
      ("137 memory", .signal(9), true), ("139 ", .signal(11), false), ("", .unknown, false),
      ("running 2147483647", .unknown, false), ("nonsense", .unknown, false),
    ] as [(String, EngineEnding.Cause, Bool)])
  func causes(text: String, cause: EngineEnding.Cause, memory: Bool) async throws {
    try await withTemporaryFolder { url in
      let folder = SessionFolder(url)
      try "\(text)\n".write(to: folder.ending, atomically: true, encoding: .utf8)
      let ending = EngineEnding(of: folder)
      #expect(ending.cause == cause)
      #expect(ending.memoryRanOut == memory)
      #expect(ending.lastWords.isEmpty)
    }
  }

  @Test("Its last three lines are kept, without what would steer a terminal")
  func lastWords() async throws {
    try await withTemporaryFolder { url in
      let folder = SessionFolder(url)
      let filler = String(repeating: "x", count: 10_000)
      try "\(filler)\none\ntwo\n\u{1B}[31mthree\nfour\n"
        .write(to: folder.log, atomically: true, encoding: .utf8)
      #expect(EngineEnding(of: folder).lastWords == ["two", "[31mthree", "four"])
    }
  }

  @Test(
    "Of a crash what was said before the report of it is kept, and whether that was for want of memory"
  )
  func crash() async throws {
    try await withTemporaryFolder { url in
      let folder = SessionFolder(url)
      try "134\n".write(to: folder.ending, atomically: true, encoding: .utf8)
      let reason = "Fatal error: failed to allocate 34078656 bytes of memory with alignment 8"
      let report =
        "*** Signal 6: Backtracing from 0x7fd6… done ***\n\nThread 0:\n\nBacktrace took 1.93s\n"
      try "older\n\(reason)\n\n\(report)".write(to: folder.log, atomically: true, encoding: .utf8)
      let ending = EngineEnding(of: folder)
      #expect(ending.lastWords == ["older", reason])
      #expect(ending.memoryRanOut)
      #expect(ending.text == "the engine ended as it got no more memory")
    }
  }

  @Test("The end is said in words")
  func words() {
    #expect(EngineEnding(cause: .exit(code: 1)).text == "the engine ended with exit code 1")
    #expect(
      EngineEnding(cause: .signal(11)).text == "the engine was killed by signal 11 (SIGSEGV)")
    #expect(EngineEnding(cause: .signal(64)).text == "the engine was killed by signal 64")
    // Any other signal is not what lack of memory sends.
    #expect(
      EngineEnding(cause: .signal(11), memoryRanOut: true).text
        == "the engine was killed by signal 11 (SIGSEGV)")
  }
}
