import Foundation
import Testing
import ThawTensor

@testable import ThawModels

@Suite("EfficientNet-Lite's architecture")
struct LiteArchitectureTests {
  typealias Variant = EfficientNetLite.Variant

  @Test("Convolutions, strides and counts are those of the reference", arguments: Variant.allCases)
  func tensors(variant: Variant) throws {
    let golden = try LiteGolden.lines("lite-tensors.txt").filter { $0[0] == variant.rawValue }
    let blueprint = variant.blueprint(classes: 1000)
    let tensors = blueprint.rows.flatMap(\.tensors)
    let parameters = tensors.filter(\.role.isParameter)
    var strides = ["_conv_stem.weight": 2]
    for (index, block) in variant.blocks.enumerated() {
      strides["_blocks.\(index)._depthwise_conv.weight"] = block.stride
    }

    var lines = tensors.filter { $0.shape.count == 4 }.map { tensor in
      let shape = tensor.shape.map(String.init).joined(separator: "x")
      return [variant.rawValue, tensor.name, shape, "\(strides[tensor.name] ?? 1)"]
    }
    lines += [
      [variant.rawValue, "tensors", "\(tensors.count)", "\(parameters.count)"],
      [variant.rawValue, "elements", "\(elements(tensors))", "\(elements(parameters))"],
      [variant.rawValue, "options", "\(variant.resolution)", "\(variant.dropout)"],
    ]

    #expect(lines == golden)
  }

  private func elements(_ tensors: [TensorBlueprint]) -> Int {
    tensors.reduce(0) { $0 + $1.shape.reduce(1, *) }
  }

  @Test("Random weights are those that PyTorch draws from the same seed")
  func random() throws {
    let model = try ModelCatalog.make(architecture: "efficientnet-lite0", classes: 10, seed: 5)

    for line in try LiteGolden.lines("lite-random.txt") {
      let tensor = model.state.tensor(line[0])
      let sum = try tensor.detached().to(.float64).sum().item()
      #expect(abs(sum - (try #require(Double(line[1])))) < 1e-9, "\(line[0])")
    }
  }

  @Test(
    "Zeros are put as TensorFlow does: the odd one below and to the right",
    arguments: [
      (3, 2, 224, 0, 1), (3, 2, 225, 1, 1), (5, 2, 56, 1, 2), (5, 2, 57, 2, 2), (3, 1, 9, 1, 1),
      (5, 1, 1, 2, 2), (1, 1, 7, 0, 0), (3, 2, 1, 1, 1), (5, 2, 2, 1, 2),
    ])
  func padding(kernel: Int, stride: Int, size: Int, before: Int, after: Int) throws {
    var blueprint = ModelBlueprint(architecture: "one")
    blueprint.beginRow("row")
    blueprint.addConvolution("conv", input: 1, output: 1, kernel: kernel)
    let state = try ModelState(blueprint, seed: 1)
    let input = try Tensor.normal([2, 1, size, size], generator: RandomGenerator(seed: 2))

    let convolution = Convolution(state, "conv", stride: stride)
    let output = try convolution.forward(input)
    let unrecorded = try withoutGradients { try convolution.forward(input) }

    let padded = try input.padded(left: before, right: after, top: before, bottom: after)
    let wanted = try padded.conv2d(weight: state.tensor("conv.weight"), stride: stride)
    #expect(output.shape == [2, 1, (size + stride - 1) / stride, (size + stride - 1) / stride])
    #expect(output.shape == wanted.shape)
    #expect(unrecorded.shape == wanted.shape)
    for each in [output, unrecorded] {
      #expect(zip(try each.floats(), try wanted.floats()).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }
}
