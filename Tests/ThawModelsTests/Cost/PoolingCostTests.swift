import Testing
import ThawProtocol
import ThawTensor

@testable import ThawModels

@Suite("What pooling costs")
struct PoolingCostTests {
  @Test(
    "It shrinks what follows as it shrinks images, and costs nothing", arguments: [1, 2, 7, 8, 33])
  func pooling(size: Int) throws {
    var blueprint = ModelBlueprint(architecture: "pooling")
    blueprint.beginRow("row")
    blueprint.addConvolution("each", input: 8, output: 8, kernel: 3, groups: 8)
    let each = Convolution(try ModelState(blueprint, seed: 1), "each", groups: 8)
    let pooled = try Tensor.zeros([1, 8, size, size + 1])
      .maxPool2d(kernel: 3, stride: 2, padding: 1)
    var walk = CostWalk(sampleShape: [8, size, size + 1])
    var wanted = CostWalk(sampleShape: [8, pooled.shape[2], pooled.shape[3]])

    walk.shrink(kernel: 3, stride: 2, padding: 1)

    walk.addRow([each])
    wanted.addRow([each])
    #expect(walk.rows == wanted.rows)
  }
}
