import Foundation
import Testing
import ThawProtocol

@testable import ThawModels

@Suite("Inspection of weights")
struct WeightsInspectionTests {
  private func described(_ blueprint: ModelBlueprint) -> [TensorDescription] {
    blueprint.rows.flatMap(\.tensors).map {
      TensorDescription(name: $0.name, shape: $0.shape, type: $0.role == .count ? "I64" : "F32")
    }
  }

  private func named(_ names: [String], shape: [Int] = [2]) -> [TensorDescription] {
    names.map { TensorDescription(name: $0, shape: shape, type: "F32") }
  }

  @Test(
    "Every architecture is told by its tensors, in any order and with any head",
    arguments: ModelCatalog.entries)
  func known(entry: ModelCatalog.Entry) {
    let blueprint = entry.blueprint(7)

    let inspection = WeightsInspection(described(blueprint).shuffled())

    #expect(inspection.architecture == entry.name)
    #expect(inspection.rows.map(\.name) == blueprint.rows.map(\.name))
    #expect(inspection.rows.flatMap(\.tensors).map(\.name) == described(blueprint).map(\.name))
    let parameters = blueprint.rows.flatMap(\.tensors).filter(\.role.isParameter)
    #expect(inspection.parameters == parameters.reduce(0) { $0 + $1.shape.reduce(1, *) })
  }

  @Test(
    "One tensor more, less or different makes it another architecture; a missing count does not")
  func nearMisses() {
    let whole = described(EfficientNetLite.Variant.lite0.blueprint(classes: 10))
    var reshaped = whole
    reshaped[0].shape = [32, 1, 3, 3]

    #expect(WeightsInspection(whole + named(["extra.weight"])).architecture == "unknown")
    #expect(WeightsInspection(Array(whole.dropFirst())).architecture == "unknown")
    #expect(WeightsInspection(reshaped).architecture == "unknown")
    let uncounted = whole.filter { !$0.name.hasSuffix("num_batches_tracked") }
    #expect(WeightsInspection(uncounted).architecture == "efficientnet-lite0")
  }

  @Test("Tensors of an unknown architecture are grouped by module, blocks by number")
  func unknown() {
    let inspection = WeightsInspection(
      named([
        "bert.embeddings.word.weight", "bert.embeddings.LayerNorm.bias",
        "bert.encoder.layer.0.attention.query.weight", "bert.encoder.layer.10.output.weight",
        "bert.encoder.layer.2.output.weight", "bert.encoder.layer.0.output.weight",
        "bert.pooler.dense.weight", "bert.position_ids",
      ]))

    #expect(inspection.architecture == "unknown")
    #expect(
      inspection.rows.map(\.name) == [
        "bert.embeddings", "bert.encoder.layer.0", "bert.encoder.layer.2", "bert.encoder.layer.10",
        "bert.pooler", "bert.position_ids",
      ])
    #expect(inspection.rows.map(\.parameters) == [4, 4, 2, 2, 2, 0])
    #expect(inspection.parameters == 14)
  }

  @Test("Names without modules are rows of their own, and no tensors are no rows")
  func bare() {
    #expect(
      WeightsInspection(named(["weight", "0.weight", "bias"])).rows.map(\.name)
        == ["weight", "0", "bias"])
    #expect(WeightsInspection(named(["a.b.weight"])).rows.map(\.name) == ["a.b.weight"])
    #expect(WeightsInspection([] as [TensorDescription]).rows.isEmpty)
  }

  @Test("JSON has exactly the keys that scripts rely on")
  func json() throws {
    let inspection = WeightsInspection([
      TensorDescription(name: "head/fc.weight", shape: [2, 3], type: "F16"),
      TensorDescription(name: "head/fc.num_batches_tracked", shape: [], type: "I64"),
    ])

    #expect(
      try String(decoding: JSONEncoder.thaw.encode(inspection), as: UTF8.self)
        == #"{"architecture":"unknown","parameters":6,"rows":[{"name":"#
        + #""head/fc.weight","parameters":6,"tensors":[{"name":"head/fc.weight","shape":[2,3],"#
        + #""type":"F16"}]},{"name":"head/fc.num_batches_tracked","parameters":0,"tensors":[{"#
        + #""name":"head/fc.num_batches_tracked","shape":[],"type":"I64"}]}]}"#)
  }

  @Test("The table lines its columns up")
  func table() {
    let inspection = WeightsInspection([
      TensorDescription(name: "stem.conv.weight", shape: [32, 3, 30, 30], type: "F32"),
      TensorDescription(name: "stem.bn.num_batches_tracked", shape: [], type: "I64"),
      TensorDescription(name: "blocks.0.weight", shape: [7], type: "BF16"),
    ])

    #expect(
      inspection.table == """
        unknown: 86,407 parameters in 2 rows

        row       parameters  tensor                       type  shape
        stem          86,400  stem.conv.weight             F32   32×3×30×30
                              stem.bn.num_batches_tracked  I64   scalar
        blocks.0           7  blocks.0.weight              BF16  7
        """)
  }

  @Test(
    "The released EfficientNet-Lite0 has 19 rows",
    .enabled(if: ReleasedWeights.areThere, "make prepare fetches the weights"))
  func released() throws {
    let inspection = WeightsInspection(try WeightsFile.read(ReleasedWeights.file))

    #expect(inspection.architecture == "efficientnet-lite0")
    #expect(inspection.parameters == 4_652_008)
    #expect(
      inspection.rows.map(\.name)
        == ["stem"] + (0..<16).map { "blocks.\($0)" } + ["final", "head"])
    #expect(inspection.rows.last?.parameters == 1_281_000)
  }
}
