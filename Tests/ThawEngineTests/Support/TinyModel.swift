import ThawProtocol
import ThawTensor

@testable import ThawModels

/// A network with everything that freezing has to do with, small enough for thousands of steps.
///
/// Convolutions, BatchNorm, residual blocks that are skipped at random, dropout, and a linear head.
final class TinyModel: Model {
  let architecture = "tiny"
  let classes: Int
  let preprocessing = Preprocessing(
    size: 16, mean: [127, 127, 127], deviation: [128, 128, 128])
  private(set) var state: ModelState

  private let convolutions: [Convolution]
  private let norms: [BatchNorm]
  private var head: Linear
  private var isTraining: [Bool]

  static let blocks = 5

  init(classes: Int, seed: UInt64) throws(TorchError) {
    var blueprint = ModelBlueprint(architecture: "tiny")
    let names = ["stem"] + (0..<Self.blocks).map { "blocks.\($0)" } + ["final"]
    for name in names {
      blueprint.beginRow(name)
      let output = name == "final" ? 16 : 8
      blueprint.addConvolution(
        "\(name).conv", input: name == "stem" ? 3 : 8, output: output, kernel: 3)
      blueprint.addBatchNorm("\(name).norm", channels: output)
    }
    blueprint.beginRow("head")
    blueprint.addLinear("head", input: 16, output: classes)
    let state = try ModelState(blueprint, seed: seed)
    self.state = state
    self.classes = classes
    convolutions = names.map { name in
      Convolution(state, "\(name).conv", stride: name == "stem" ? 2 : 1)
    }
    norms = names.map { BatchNorm(state, "\($0).norm", momentum: 0.1, epsilon: 1e-5) }
    head = Linear(state, "head")
    isTraining = [Bool](repeating: false, count: state.rows.count)
  }

  func forward(_ input: Tensor, rows: Range<Int>) throws(TorchError) -> Tensor {
    var x = input
    for row in rows { x = try forward(x, row: row) }
    return x
  }

  private func forward(_ input: Tensor, row: Int) throws(TorchError) -> Tensor {
    let training = isTraining[row]
    guard row < convolutions.count else {
      return try head.forward(input.dropout(probability: 0.2, training: training))
    }
    let x = try norms[row].forward(convolutions[row].forward(input), training: training)
    switch row {
    case 0: return try x.relu6()
    case ...Self.blocks:
      return try x.relu6().dropSamples(probability: 0.1, training: training) + input
    default: return try x.relu6().globalAveragePool()
    }
  }

  func setTraining(_ training: Bool, frozenRows: Set<Int>) {
    for row in isTraining.indices { isTraining[row] = training && !frozenRows.contains(row) }
  }

  func replaceHead(classes: Int, seed: UInt64) throws(TorchError) {
    head = try state.replaceHead("head", classes: classes, seed: seed)
  }

  func costs(sampleShape: [Int]) -> [RowCost] {
    var walk = CostWalk(sampleShape: sampleShape)
    for convolution in convolutions { walk.addRow([convolution]) }
    walk.addRow(head)
    return walk.rows
  }
}
