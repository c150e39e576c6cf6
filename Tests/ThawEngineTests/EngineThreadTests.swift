import Foundation
import Testing

@testable import ThawEngine

@Suite("Engine thread") struct EngineThreadTests {
  private actor Probe {
    private let thread = EngineThread(name: "probe")
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func identity() -> UInt { UInt(pthread_self()) }

    func depth(_ levels: Int) -> Int {
      // Far deeper than the 512 KiB stack of a thread of the cooperative pool allows.
      levels == 0
        ? 0
        : 1
          + withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { block in
            block[0] = 1
            return depth(levels - 1)
          }
    }
  }

  @Test("An actor's jobs all run on one thread of its own, with a stack of more than 8 MB")
  func oneThread() async {
    let probe = Probe()

    let first = await probe.identity()
    await Task.yield()
    let second = await probe.identity()

    #expect(first == second)
    #expect(first != UInt(pthread_self()))
    #expect(await probe.depth(2_100) == 2_100)
  }
}
