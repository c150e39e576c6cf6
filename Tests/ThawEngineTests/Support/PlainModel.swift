import ThawProtocol
import ThawTensor

@testable import ThawModels

/// Logistic regression on the mean of each colour: a loss that is a mean over samples, with nothing drawn at random.
final class PlainModel: Model {
  let architecture = "plain"
  let classes: Int
  let preprocessing = Preprocessing(
    size: 16, mean: [127, 127, 127], deviation: [128, 128, 128])
  private(set) var state: ModelState
  private var head: Linear

  init(classes: Int) throws(TorchError) {
    var blueprint = ModelBlueprint(architecture: "plain")
    blueprint.beginRow("head")
    blueprint.addLinear("head", input: 3, output: classes)
    state = try ModelState(blueprint, seed: 1)
    self.classes = classes
    head = Linear(state, "head")
  }

  func forward(_ input: Tensor, rows: Range<Int>) throws(TorchError) -> Tensor {
    rows.isEmpty ? input : try head.forward(input.globalAveragePool())
  }

  func setTraining(_ training: Bool, frozenRows: Set<Int>) {}

  func replaceHead(classes: Int, seed: UInt64) throws(TorchError) {
    head = try state.replaceHead("head", classes: classes, seed: seed)
  }

  func costs(sampleShape: [Int]) -> [RowCost] {
    var walk = CostWalk(sampleShape: sampleShape)
    walk.addRow(head)
    return walk.rows
  }
}
