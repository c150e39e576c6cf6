import ThawProtocol
import ThawTensor

@testable import ThawModels

/// A small network whose rows `embed` and `decode` have one weight, as language models have at both ends.
final class TiedModel: Model {
  let architecture = "tied"
  let classes = 3
  let preprocessing = Preprocessing(
    size: 16, mean: [127, 127, 127], deviation: [128, 128, 128])
  private(set) var state: ModelState
  private let layers: [Linear]

  private static let width = 12

  init(seed: UInt64) throws(TorchError) {
    var blueprint = ModelBlueprint(architecture: "tied")
    blueprint.beginRow("stem")
    blueprint.addLinear("stem", input: 768, output: Self.width)
    for name in ["embed", "middle"] {
      blueprint.beginRow(name)
      blueprint.addLinear(name, input: Self.width, output: Self.width)
    }
    blueprint.beginRow("decode")
    blueprint.addLinear("decode", input: Self.width, output: Self.width, weightOf: "embed")
    blueprint.beginRow("head")
    blueprint.addLinear("head", input: Self.width, output: classes)
    let state = try ModelState(blueprint, seed: seed)
    self.state = state
    layers = state.rows.map { Linear(state, $0.name) }
  }

  func forward(_ input: Tensor, rows: Range<Int>) throws(TorchError) -> Tensor {
    var x = input
    for row in rows {
      if row == 0 { x = try x.reshaped([x.shape[0], 768]) }
      x = try layers[row].forward(x)
      if row < layers.count - 1 { x = try x.relu6() }
    }
    return x
  }

  func setTraining(_ training: Bool, frozenRows: Set<Int>) {}

  func replaceHead(classes: Int, seed: UInt64) throws(TorchError) {
    preconditionFailure("its head stays")
  }

  func costs(sampleShape: [Int]) -> [RowCost] {
    var walk = CostWalk(sampleShape: sampleShape)
    for layer in layers { walk.addRow(layer) }
    return walk.rows
  }
}
