import Testing
import ThawModels
import ThawProtocol
import ThawStore
import ThawTestSupport

@testable import ThawEngine

@Suite("Rows that share a tensor")
struct TiedRowTests {
  private static let optimizer = Recipe.Optimizer(
    name: .sgd, learningRate: 0.05, momentum: 0.9, rampSteps: 4)

  @Test("The board names the other row at both ends, and counts the parameters once")
  func board() throws {
    let model = try TiedModel(seed: 3)
    let rows = model.layerRows()
    #expect(rows.map(\.sharedWith) == [nil, ["decode"], nil, ["embed"], nil])
    #expect(rows.map(\.parameters) == [768 * 12 + 12, 156, 156, 12, 39])
    #expect(model.parameters.map(\.name).contains("decode.weight") == false)
    #expect(model.tiedRows == [[1, 3]])
  }

  @Test(
    "Freezing either freezes both, bit for bit, and thawing either thaws both",
    arguments: ["embed", "decode"])
  func toggle(row: String) throws {
    var rig = try Rig(Self.optimizer, model: try TiedModel(seed: 3))
    try rig.takeStep()
    let frozen = try rig.everything()
    try rig.apply(.freeze([row]))
    #expect(
      rig.control.mask.rows.map(\.state) == [.trainable, .frozen, .trainable, .frozen, .trainable])
    for _ in 0..<5 { try rig.takeStep() }
    let after = try rig.everything()
    for name in ["embed.weight", "embed.bias", "decode.bias"] {
      #expect(after[name] == frozen[name])
    }
    #expect(after["middle.weight"] != frozen["middle.weight"])
    #expect(try rig.learner.checkFrozen() == [])

    try rig.apply(.thaw([row]))
    for _ in 0..<5 { try rig.takeStep() }
    #expect(rig.control.mask.rows.allSatisfy { $0.state == .trainable })
    #expect(try rig.everything()["embed.weight"] != frozen["embed.weight"])
  }

  @Test(
    "A recipe that trains one of them trains the other too, and a checkpoint keeps them together")
  func recipe() async throws {
    var rig = try Rig(
      Self.optimizer, method: .rows(["decode", "head"]), model: try TiedModel(seed: 3))
    #expect(
      rig.control.mask.rows.map(\.state) == [.frozen, .trainable, .frozen, .trainable, .trainable])
    try rig.takeStep()
    try await withTemporaryFolder { folder in
      try rig.save(to: folder)
      var resumed = try Rig(Self.optimizer, model: try TiedModel(seed: 9), from: folder)
      #expect(try resumed.everything() == rig.everything())
      try resumed.apply(.freeze(["decode"]))
      #expect(resumed.control.mask.rows[1].state == .frozen)
    }
  }

  @Test("Weights may name the shared tensor once, by either name, or twice; they are written once")
  func names() throws {
    let source = try TiedModel(seed: 3).export()
    #expect(source.map(\.name).filter { $0.hasSuffix("code.weight") }.isEmpty)
    let shared = try #require(source.first { $0.name == "embed.weight" })
    let others = source.filter { $0.name != "embed.weight" }
    var alias = shared
    alias.name = "decode.weight"
    for weights in [source, others + [alias], source + [alias]] {
      let model = try TiedModel(seed: 8)
      try model.load(weights)
      #expect(try model.export() == source)
    }
  }
}
