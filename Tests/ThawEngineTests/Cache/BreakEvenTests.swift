import Testing
import ThawProtocol

@testable import ThawEngine

@Suite("Break-even of the activation cache") struct BreakEvenTests {
  @Test(
    "It pays where filling and payback end before the run does",
    arguments: [
      // Writing a tenth of what is saved: paid back after a tenth of a pass.
      (BreakEven(compute: 1.1, write: 0.1, read: 0.1, fillPasses: 1), 0.1, 1.2, true),
      (BreakEven(compute: 1.1, write: 0.1, read: 0.1, fillPasses: 1), 0.1, 1.05, false),
      // Three draws: three passes to fill, and three times the writing.
      (BreakEven(compute: 1.1, write: 0.1, read: 0.1, fillPasses: 3), 0.3, 3.4, true),
      (BreakEven(compute: 1.1, write: 0.1, read: 0.1, fillPasses: 3), 0.3, 3.2, false),
    ])
  func pays(times: BreakEven, payback: Double, passes: Double, pays: Bool) throws {
    #expect(abs(try #require(times.paybackPasses) - payback) < 1e-12)
    #expect(times.pays(within: passes) == pays)
  }

  @Test("It never pays where reading takes as long as computing")
  func never() {
    let times = BreakEven(compute: 0.2, write: 0.1, read: 0.2, fillPasses: 1)

    #expect(times.paybackPasses == nil)
    #expect(!times.pays(within: .infinity))
    #expect(times.objection(within: 3) == "reading takes as long as computing")
  }

  @Test("The objection says after how many passes it would pay, and how many are left")
  func objection() {
    let times = BreakEven(compute: 1.1, write: 0.5, read: 0.1, fillPasses: 1)

    #expect(
      times.objection(within: 1)
        == "it would pay after 1.5 passes over the data, and 1.0 are left")
  }

  @Test("Of measured times the middle of the last five counts")
  func durations() {
    var durations = Durations()
    #expect(durations.median == nil)
    for seconds in [9.0, 8, 3, 1, 2, 100, 4] { durations.add(seconds) }

    #expect(durations.median == 3)
    #expect(durations.count == 5)
  }
}

@Suite("Room for the activation cache") struct CacheRoomTests {
  private let room = CacheRoom(memory: 100 << 20)
  private let gibibyte = 1 << 30

  private func kept(
    _ mebibytes: Int, _ place: CacheStatus.Place = .memory, needed: Bool = false
  ) -> CacheRoom.Kept {
    CacheRoom.Kept(bytes: mebibytes << 20, place: place, isNeeded: needed)
  }

  @Test("Memory is used to the last byte of the budget")
  func memory() {
    #expect(
      room.decide(60 << 20, beside: [kept(40)], freeDisk: nil) == .place(.memory, dropping: []))
  }

  @Test("No more is taken than half of the memory that is free and that nothing kept will fill")
  func free() {
    func memory(_ wanted: Int, _ kept: [CacheRoom.Kept], _ free: Int?) -> Int {
      CacheRoom(wanted: wanted << 20, beside: kept, free: free.map { $0 << 20 }).memory >> 20
    }
    #expect(memory(100, [], nil) == 100)
    #expect(memory(100, [], 300) == 100)
    #expect(memory(1_000, [], 300) == 150)
    // Of one that was just made nothing is filled; of one on the disk nothing takes memory.
    var made = kept(150)
    #expect(memory(1_000, [made], 150) == 225)
    made.unfilled = made.bytes
    #expect(memory(1_000, [made, kept(500, .disk)], 300) == 225)
    #expect(memory(1_000, [made], 100) == 150)
  }

  @Test("What is not needed makes way, the earliest first, and what is on the disk does not count")
  func dropping() {
    let all = [kept(30, needed: true), kept(20), kept(500, .disk), kept(10), kept(30)]

    #expect(room.decide(35 << 20, beside: all, freeDisk: nil) == .place(.memory, dropping: [1, 3]))
  }

  @Test("What memory has no room for goes to the disk, and nothing is dropped for it")
  func disk() {
    #expect(
      room.decide(80 << 20, beside: [kept(30, needed: true), kept(20)], freeDisk: 2 * gibibyte)
        == .place(.disk, dropping: []))
  }

  @Test("A disk keeps its reserve, and the refusal says how much there is of everything")
  func refused() {
    #expect(
      room.decide(200 << 20, beside: [], freeDisk: gibibyte + (199 << 20))
        == .refused(
          "200 MiB are more than the 100 MiB of cache.memory, and the disk has 1223 MiB free, "
            + "of which 1024 MiB stay so"))
    #expect(
      room.decide(101 << 20, beside: [], freeDisk: nil)
        == .refused(
          "101 MiB are more than the 100 MiB of cache.memory, and there is no folder for more"))
  }
}
