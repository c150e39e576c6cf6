import Testing
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor
import ThawTestSupport

@testable import ThawEngine

@Suite("Proof that frozen is frozen")
struct ProofTests {
  @Test(
    "Training leaves what is frozen as it was, over toggles too", arguments: Recipe.Optimizer.tested
  )
  func whole(optimizer: Recipe.Optimizer) throws {
    var rig = try Rig(optimizer)
    try rig.apply(.freeze([rig.names[0]]))
    for step in 0..<12 {
      if step == 4 { try rig.apply(.thaw([rig.names[0]])) }
      if step == 6 { try rig.apply(.freeze([rig.names[0], rig.names[1]])) }
      try rig.takeStep()
      #expect(try rig.learner.checkFrozen() == [])
    }
  }

  @Test("A frozen tensor that something writes to is named, once", arguments: [true, false])
  func planted(isParameter: Bool) throws {
    var rig = try Rig(Recipe.Optimizer())
    try rig.apply(.freeze([rig.names[0]]))
    try rig.takeStep()
    let model = rig.learner.model
    let row = model.rows[0]
    let victim =
      isParameter
      ? model.parameters[row.parameters[1]]
      : model.buffers[try #require(row.buffers.first)]
    try victim.tensor.fill(0.125)

    #expect(
      try rig.learner.checkFrozen() == [.init(row: row.name, tensor: victim.name, frozenAt: 0)])
    #expect(try rig.learner.checkFrozen() == [])
  }

  @Test("What a checkpoint holds is held to what was frozen, not to what it is read as")
  func resumed() async throws {
    try await withTemporaryFolder { folder in
      var rig = try Rig(Recipe.Optimizer())
      _ = try rig.train(to: 2)
      try rig.apply(.freeze([rig.names[0]]))
      _ = try rig.train(to: 4)
      try rig.save(to: folder)
      #expect(try Rig(Recipe.Optimizer(), from: folder).learner.checkFrozen() == [])

      let tensor = rig.learner.model.parameters[rig.learner.model.rows[0].parameters[0]]
      try tensor.tensor.fill(0.5)
      try rig.save(to: folder)

      let resumed = try Rig(Recipe.Optimizer(), from: folder)
      #expect(
        try resumed.learner.checkFrozen()
          == [.init(row: rig.names[0], tensor: tensor.name, frozenAt: 2)])
      #expect(resumed.learner.movedTensors == [rig.names[0]: tensor.name])
    }
  }

  @Test("A row that trains may change; frozen again, it is held to what it is then")
  func refrozen() throws {
    var rig = try Rig(Recipe.Optimizer())
    try rig.apply(.freeze([rig.names[0]]))
    try rig.takeStep()
    try rig.apply(.thaw([rig.names[0]]))
    try rig.takeStep()
    try rig.apply(.freeze([rig.names[0]]))
    #expect(try rig.learner.checkFrozen() == [])
  }

  @Test("Frozen again before a step was taken, a row is held to what it was frozen as")
  func untouched() throws {
    var rig = try Rig(Recipe.Optimizer())
    try rig.apply(.freeze([rig.names[0]]))
    try rig.takeStep()
    let tensor = rig.learner.model.parameters[rig.learner.model.rows[0].parameters[0]]
    try tensor.tensor.fill(0.5)
    try rig.apply(.freeze([rig.names[1]]))
    #expect(try rig.learner.checkFrozen().map(\.tensor) == [tensor.name])
  }

  @Test("Checks come as often as a five-hundredth of the time allows, at most every 20 steps")
  func cadence() {
    var cadence = ProofCadence()
    #expect(cadence.interval == 20)
    cadence.took(0.004, stepSeconds: 0.3)
    #expect(cadence.interval == 20)
    cadence.took(0.004, stepSeconds: 0.01)
    #expect(cadence.interval == 200)
    cadence.took(1, stepSeconds: 0)
    #expect(cadence.interval == 200)
    cadence.took(50, stepSeconds: 0.01)
    #expect(cadence.interval == 2_000)
  }
}

extension Rig {
  fileprivate var names: [String] { control.mask.names }
}
