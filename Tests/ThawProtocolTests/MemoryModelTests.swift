import Testing
import ThawProtocol

@Suite("Memory of a mask")
struct MemoryModelTests {
  private static let rows = [100, 10, 1].map { parameters in
    LayerRow(
      name: "row \(parameters)", parameters: parameters, state: .trainable,
      cost: RowCost(forward: 1, outputs: 1_000 * parameters))
  }
  private static let traits = TrainingTraits(
    batch: 8, stateBytes: 8, moments: "v kept, m zeroed", rampSteps: 50, untrained: [0],
    availableBytes: 1)

  // Of 8 samples 3.75 copies of each output are kept.
  @Test("Outputs are kept from the first row that trains on, gradients of those that train")
  func bytes() throws {
    let model = try #require(MemoryModel(Self.rows, Self.traits))
    #expect(model.bytes(StepMask(trainable: [2])) == 4 * 30 * 1_000 + 6 * 1)
    #expect(model.bytes(StepMask(trainable: [0, 2])) == 4 * 30 * 111_000 + 6 * 101)
    #expect(model.bytes(StepMask(trainable: [])) == 0)
  }

  @Test("The optimizer's state counts for rows that never trained, and for no others")
  func added() throws {
    let model = try #require(MemoryModel(Self.rows, Self.traits))
    let last = StepMask(trainable: [2])
    #expect(
      model.bytesAdded(from: last, to: StepMask(trainable: [1, 2]))
        == 4 * 30 * 10_000 + 6 * 10)
    #expect(
      model.bytesAdded(from: StepMask(trainable: [1, 2]), to: StepMask(trainable: [0, 1, 2]))
        == 4 * 30 * 100_000 + 6 * 100 + 11 * 100)
    #expect(model.bytesAdded(from: StepMask(trainable: [1, 2]), to: last) < 0)
  }

  @Test("Without costs nothing is predicted")
  func unknown() {
    #expect(MemoryModel([LayerRow(name: "a", parameters: 1, state: .frozen)], Self.traits) == nil)
  }

  @Test(
    "Sizes are printed short",
    arguments: [(999, "0 kB"), (61_400_000, "61 MB"), (1_250_000_000, "1.2 GB"), (-5_000, "-5 kB")])
  func printed(bytes: Int, text: String) { #expect(printedMemory(bytes) == text) }
}
