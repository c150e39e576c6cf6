import Foundation
import Testing
import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor
import ThawTestSupport

@testable import ThawEngine

@Suite("Resuming") struct ResumeTests {
  private static let script: [Int: [Command]] = [
    2: [.freeze(["blocks.1-3"]), .learningRate(4e-3)],
    5: [.thaw(["blocks.2"]), .freeze(["final"])],
    9: [.thaw(["*"])],
  ]

  @Test(
    "A run resumed at any step goes on bit for bit as if never interrupted",
    arguments: Recipe.Optimizer.tested, Array(0...10))
  func resume(optimizer: Recipe.Optimizer, at interruption: Int) async throws {
    // 31 training samples in batches of 8: step 6 is inside the second epoch. Dropout is active.
    var whole = try Rig(optimizer)
    let wanted = try whole.train(to: 11, script: Self.script)

    try await withTemporaryFolder { folder in
      var first = try Rig(optimizer)
      let before = try first.train(to: interruption, script: Self.script)
      try first.save(to: folder)
      var second = try Rig(optimizer, from: folder)
      let after = try second.train(to: 11, script: Self.script)

      #expect(before + after == wanted)
      #expect(try second.everything() == whole.everything())
      #expect(second.control.mask == whole.control.mask)
    }
  }

  @Test("A toggle applied before the checkpoint of the same step is not lost or done twice")
  func toggleAtCheckpoint() async throws {
    let optimizer = Recipe.Optimizer(name: .adamw, rampSteps: 4)
    func prefix() throws -> Rig {
      var rig = try Rig(optimizer, method: .rows(["blocks.*", "head"]))
      _ = try rig.train(to: 2)
      try rig.apply(.freeze(["blocks.0"]))
      _ = try rig.train(to: 4)
      try rig.apply(.thaw(["blocks.0"]))
      return rig
    }
    var whole = try prefix()
    let wanted = try whole.train(to: 7)

    try await withTemporaryFolder { folder in
      try prefix().save(to: folder)
      var resumed = try Rig(optimizer, method: .rows(["blocks.*", "head"]), from: folder)

      #expect(try resumed.train(to: 7) == wanted)
      #expect(try resumed.everything() == whole.everything())
    }
  }

  @Test("The checkpoint's mask stands, whatever the recipe's method says")
  func mask() async throws {
    try await withTemporaryFolder { folder in
      var rig = try Rig(Recipe.Optimizer(), method: .head)
      try rig.apply(.thaw(["final"]))
      _ = try rig.train(to: 1)
      try rig.save(to: folder)

      let resumed = try Rig(Recipe.Optimizer(), method: .head, from: folder)

      #expect(resumed.learner.mask == rig.learner.mask)
      #expect(resumed.learner.trainableRows.count == 2)
    }
  }

  @Test("A step that fails has changed nothing, and can be taken again")
  func failure() throws {
    var plain = try Rig(Recipe.Optimizer(name: .adamw), samples: 80, accumulate: 2)
    // In the second batch of the second step.
    plain.learner.training.seek(epoch: 0, batch: 3)
    let sample = try #require(plain.learner.training.upcoming()?.first)
    plain.learner.training.seek(epoch: 0, batch: 0)
    let source = FailingImages(count: 80, at: sample)
    var rig = try Rig(Recipe.Optimizer(name: .adamw), accumulate: 2, source: source)
    _ = try (rig.train(to: 1), plain.train(to: 1))
    let before = (try rig.everything(), rig.learner.position)

    #expect(throws: FailingImages.Failure.self) { try rig.takeStep() }

    #expect(try rig.everything() == before.0)
    #expect(rig.learner.position == before.1)
    source.mend()
    #expect(
      try rig.train(to: 4).map { $0["train/loss"] } == plain.train(to: 4).map { $0["train/loss"] })
    #expect(try rig.everything() == plain.everything())
  }

  @Test("Files that do not belong together are refused by name")
  func broken() async throws {
    try await withTemporaryFolder { folder in
      var rig = try Rig(Recipe.Optimizer(), method: .head)
      _ = try rig.train(to: 1)
      try rig.save(to: folder)

      #expect(
        throws: CheckpointError.mismatch(what: "training samples", checkpoint: "31", run: "17")
      ) {
        try Rig(Recipe.Optimizer(), method: .head, samples: 20, from: folder)
      }
      let model = folder.appending(path: "model.safetensors")
      try Data().write(to: model)
      #expect(throws: CheckpointError.unreadable(model.path, reason: "the file is empty")) {
        try Rig(Recipe.Optimizer(), method: .head, from: folder)
      }
    }
  }

  @Test("A checkpoint's file that says what cannot be is refused by its name, and ends no process")
  func impossible() async throws {
    try await withTemporaryFolder { folder in
      let optimizer = Recipe.Optimizer(name: .adamw)
      var rig = try Rig(optimizer, method: .head)
      _ = try rig.train(to: 1)
      try rig.save(to: folder)
      func reason(of file: String) -> String? {
        do { _ = try Rig(optimizer, method: .head, from: folder) } catch let error
          as CheckpointError
        {
          guard case .unreadable(let path, let reason) = error, path.hasSuffix("/\(file)") else {
            return "\(error)"
          }
          return reason
        } catch { return "\(error)" }
        return nil
      }
      #expect(reason(of: "state.json") == nil)

      let moments = folder.appending(path: "optimizer.safetensors")
      let sound = try WeightsFile.read(moments)
      func replace(_ slot: String, by make: (String) throws -> StoredTensor) throws {
        try SafetensorsFile.write(
          sound.map { $0.name.hasSuffix(slot) ? try make($0.name) : $0 }, to: moments)
      }
      try replace("bias/step") { try StoredTensor($0, Tensor([Float.nan], shape: [1])) }
      #expect(reason(of: "optimizer.safetensors")?.hasSuffix("nan is no count of steps") == true)
      try replace("bias/exp_avg") { try StoredTensor($0, Tensor([1, 2] as [Float], shape: [2])) }
      #expect(
        reason(of: "optimizer.safetensors")?.hasSuffix(
          "the state has the shape [2], its parameter [3]")
          == true)
      try replace("none") { _ in preconditionFailure("no such slot") }
      #expect(reason(of: "optimizer.safetensors") == nil)

      let state = folder.appending(path: "state.json")
      let text = try String(contentsOf: state, encoding: .utf8)
      #expect(text.contains("\"batch\":1,\"epoch\":0"))
      try text.replacing("\"batch\":1,\"epoch\":0", with: "\"batch\":99,\"epoch\":0")
        .write(to: state, atomically: true, encoding: .utf8)
      #expect(reason(of: "state.json") == "step 1, epoch 0, batch 99 is no place in this run")
    }
  }
}
