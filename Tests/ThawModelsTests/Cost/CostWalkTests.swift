import Testing
import ThawProtocol
import ThawTensor

@testable import ThawModels

@Suite("What operations cost")
struct CostWalkTests {
  private static func state() throws -> ModelState {
    var blueprint = ModelBlueprint(architecture: "costs")
    blueprint.beginRow("row")
    blueprint.addConvolution("wide", input: 3, output: 8, kernel: 7)
    blueprint.addConvolution("each", input: 8, output: 8, kernel: 3, groups: 8)
    blueprint.addConvolution("short", input: 8, output: 4, kernel: 1)
    blueprint.addConvolution("long", input: 8, output: 4, kernel: 3)
    blueprint.addLinear("head", input: 4, output: 10)
    return try ModelState(blueprint, seed: 1)
  }

  @Test("A convolution costs two operations for each weight and output pixel")
  func convolution() throws {
    var walk = CostWalk(sampleShape: [3, 32, 20])

    walk.addRow([
      Convolution(try Self.state(), "wide", stride: 2, padding: .fixed(3)),
      Convolution(try Self.state(), "each", stride: 2, groups: 8),
    ])

    // 16 x 10 pixels of 8 x 3 x 7 x 7 weights, then 8 x 5 pixels of 8 x 1 x 3 x 3.
    let (wide, each) = (2 * 160 * 1176, 2 * 40 * 72)
    #expect(
      walk.rows == [
        RowCost(
          forward: wide + each, inputGradient: wide + each, innerInputGradient: each,
          weightGradient: wide + each, outputs: 8 * 160 + 8 * 40)
      ])
  }

  @Test("Both ways through a block take its input, and the next row follows the longer")
  func shortcut() throws {
    let state = try Self.state()
    var walk = CostWalk(sampleShape: [8, 9, 9])

    walk.addRow(
      [
        Convolution(state, "each", stride: 2, groups: 8, padding: .fixed(1)),
        Convolution(state, "long", padding: .fixed(1)),
      ], shortcut: Convolution(state, "short", stride: 2, padding: .fixed(0)))
    walk.addRow([Convolution(state, "each", groups: 8)])

    let (each, long, short) = (2 * 25 * 72, 2 * 25 * 288, 2 * 25 * 32)
    let all = each + long + short
    #expect(
      walk.rows == [
        RowCost(
          forward: all, inputGradient: all, innerInputGradient: long, weightGradient: all,
          outputs: 8 * 25 + 4 * 25 + 4 * 25),
        RowCost(forward: each, inputGradient: each, weightGradient: each, outputs: 8 * 25),
      ])
  }

  @Test("A linear layer costs two operations for each weight, wherever it stands")
  func linear() throws {
    var walk = CostWalk(sampleShape: [3, 8, 8])

    walk.addRow(Linear(try Self.state(), "head"))

    #expect(walk.rows == [RowCost(forward: 80, inputGradient: 80, weightGradient: 80, outputs: 10)])
  }

  @Test("Sizes are those that a convolution gives", arguments: [1, 2, 7, 8, 33])
  func sizes(size: Int) throws {
    let state = try Self.state()
    let input = try Tensor.zeros([1, 8, size, size + 1])

    for (stride, padding) in [
      (1, Convolution.Padding.same), (2, .same), (2, .fixed(1)), (3, .fixed(2)),
    ] {
      let convolution = Convolution(state, "long", stride: stride, padding: padding)
      let output = try convolution.forward(input)
      #expect(
        output.shape[2...] == [convolution.outputSize(size), convolution.outputSize(size + 1)])
    }
  }

  @Test("The board has the costs of the sample's shape, or none")
  func board() throws {
    let model = try ModelCatalog.make(architecture: "efficientnet-lite0", classes: 10, seed: 1)

    let board = model.layerRows(sampleShape: [3, 64, 64])

    #expect(board.map(\.cost) == model.costs(sampleShape: [3, 64, 64]))
    #expect(model.layerRows().allSatisfy { $0.cost == nil })
  }
}
