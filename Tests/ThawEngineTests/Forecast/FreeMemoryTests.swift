import Testing
import ThawProtocol
import ThawStore

@testable import ThawEngine

@Suite("Free memory")
struct FreeMemoryTests {
  @Test("The machine's is read from its line, and this machine has some")
  func machine() throws {
    #expect(FreeMemory.available("MemTotal: 9 kB\nMemAvailable:   123 kB\n") == 123 * 1_024)
    #expect(FreeMemory.available("MemTotal: 9 kB\n") == nil)
    #expect(try #require(FreeMemory.bytes()) > 0)
  }

  @Test("A container's limit leaves what is not used of it; max is no limit")
  func container() {
    #expect(FreeMemory.limit("1000\n", used: "400\n") == 600)
    #expect(FreeMemory.limit("1000\n", used: "4000\n") == 0)
    #expect(FreeMemory.limit("max\n", used: "400\n") == nil)
    #expect(FreeMemory.limit(nil, used: nil) == nil)
  }

  @Test("Viewers are told what becomes of a thawed row's optimizer state, and who has none yet")
  func traits() throws {
    var rig = try Rig(Recipe.Optimizer(moments: .reset, rampSteps: 7), method: .head)
    let rows = rig.control.mask.names
    let frozen = Array(rows.indices.dropLast())
    #expect(
      rig.learner.traits(availableBytes: 5)
        == TrainingTraits(
          batch: 8, stateBytes: 8, moments: "optimizer state reset", rampSteps: 7,
          untrained: frozen, availableBytes: 5))
    try rig.takeStep()
    try rig.apply(.thaw([rows[0]]))
    try rig.takeStep()
    try rig.apply(.freeze([rows[0]]))
    #expect(rig.learner.traits(availableBytes: nil).untrained == Array(frozen.dropFirst()))
  }
}
