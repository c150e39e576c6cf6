import Foundation
import Testing
import ThawTensor

@testable import ThawModels

@Suite("Loading weights")
struct LoadingTests {
  private let model: any Model
  private let weights: [StoredTensor]

  init() throws {
    model = try ModelCatalog.make(architecture: "efficientnet-lite0", classes: 3, seed: 1)
    weights = try ModelCatalog.make(architecture: "efficientnet-lite0", classes: 3, seed: 2)
      .export()
  }

  private func mismatch(_ weights: [StoredTensor]) throws -> WeightsMismatch? {
    let before = try model.export()
    let error = #expect(throws: ModelError.self) { try model.load(weights) }
    #expect(try model.export() == before)
    guard case .mismatch(architecture: "efficientnet-lite0", let mismatch)? = error else {
      Issue.record("\(String(describing: error))")
      return nil
    }
    return mismatch
  }

  @Test("What does not fit is listed, and nothing of the rest is taken over")
  func listed() throws {
    var changed = weights.filter { $0.name != "_bn0.bias" }
    changed.append(StoredTensor(name: "extra", shape: [1], type: .uint8, data: Data([0])))
    let index = try #require(changed.firstIndex { $0.name == "_fc.bias" })
    changed[index] = StoredTensor(name: "_fc.bias", shape: [1], type: .uint8, data: Data([0]))

    let mismatch = try mismatch(changed)

    #expect(mismatch?.missing == ["_bn0.bias"])
    #expect(mismatch?.unexpected == ["extra"])
    #expect(mismatch?.misshapen.map(\.name) == ["_fc.bias"])
    #expect(
      mismatch?.description == "1 missing (_bn0.bias); 1 unexpected (extra); "
        + "1 of another shape (_fc.bias is [1], not [3])")
  }

  @Test("A long list is cut, with its length")
  func long() throws {
    let description = try mismatch([])?.description

    #expect(description?.hasPrefix("149 parameters") == false)
    #expect(description?.contains("247 missing (_conv_stem.weight, _bn0.weight") == true)
    #expect(description?.hasSuffix(", …)") == true)
  }

  @Test("Counts of batches may be missing, a list of one, or anything a file may say")
  func counts() throws {
    let name = "_bn0.num_batches_tracked"
    let five = withUnsafeBytes(of: 5.littleEndian) { Data($0) }
    let listed = StoredTensor(name: name, shape: [1], type: .int64, data: five)

    try model.load(weights.filter { $0.name != name } + [listed])
    #expect(try model.state.tensor(name).item() == 5)
    #expect(model.state.tensor(name).shape.isEmpty)

    try model.load(weights.filter { $0.type != .int64 })
    #expect(try model.state.tensor(name).item() == 0)
    #expect(try model.export() == weights)
  }

  @Test("Floats of another width are converted")
  func widths() throws {
    let doubles = try weights.map { stored -> StoredTensor in
      guard stored.type == .float32 else { return stored }
      let tensor = try stored.tensor().to(.float64)
      return try StoredTensor(stored.name, tensor)
    }

    try model.load(doubles)

    #expect(try model.export() == weights)
  }

  @Test("A type that cannot be trained is named")
  func types() throws {
    var changed = weights
    let index = try #require(changed.firstIndex { $0.name == "_fc.bias" })
    changed[index] = StoredTensor(
      name: "_fc.bias", shape: [3], type: .int16, data: Data(count: 6))

    let error = #expect(throws: ModelError.self) { try model.load(changed) }

    #expect(error?.description == "“_fc.bias” is of type I16, which cannot be trained")
  }
}
