extension ResNet {
  /// The depths.
  public enum Variant: String, CaseIterable, Sendable {
    case resnet18
    case resnet34
    case resnet50

    /// How many blocks each of the four stages has.
    var repeats: [Int] {
      switch self {
      case .resnet18: [2, 2, 2, 2]
      case .resnet34, .resnet50: [3, 4, 6, 3]
      }
    }

    /// Whether a block narrows its channels for its 3 × 3 convolution, and then widens them.
    var isBottleneck: Bool { self == .resnet50 }
  }

  /// The geometry of a residual block.
  struct Block: Equatable {
    /// Its place: `layer2.0`.
    var name: String
    var input: Int
    /// The channels within.
    var width: Int
    var output: Int
    var stride: Int
    var isBottleneck: Bool

    /// Whether the way around the block has a convolution, for it changes the shape.
    var isProjected: Bool { stride != 1 || input != output }

    /// Its convolutions in order; the stride is that of the first 3 × 3 one, as torchvision has it.
    var convolutions: [(kernel: Int, input: Int, output: Int, stride: Int)] {
      isBottleneck
        ? [(1, input, width, 1), (3, width, width, stride), (1, width, output, 1)]
        : [(3, input, width, stride), (3, width, output, 1)]
    }
  }
}

extension ResNet.Variant {
  static let stemChannels = 64

  /// The channels that the head takes.
  var features: Int { blocks.last?.output ?? Self.stemChannels }

  /// The blocks in order; each stage but the first begins with half the pixels.
  var blocks: [ResNet.Block] {
    var blocks: [ResNet.Block] = []
    var input = Self.stemChannels
    for (stage, repeats) in repeats.enumerated() {
      let width = Self.stemChannels << stage
      for index in 0..<repeats {
        let output = isBottleneck ? 4 * width : width
        blocks.append(
          ResNet.Block(
            name: "layer\(stage + 1).\(index)", input: input, width: width, output: output,
            stride: stage > 0 && index == 0 ? 2 : 1, isBottleneck: isBottleneck))
        input = output
      }
    }
    return blocks
  }

  /// Names, shapes and rows.
  func blueprint(classes: Int) -> ModelBlueprint {
    var blueprint = ModelBlueprint(architecture: rawValue)
    blueprint.beginRow("stem")
    blueprint.addConvolution(
      "conv1", input: 3, output: Self.stemChannels, kernel: 7, draw: .byFanOut)
    blueprint.addBatchNorm("bn1", channels: Self.stemChannels)
    for block in blocks {
      blueprint.beginRow(block.name)
      blueprint.add(block)
    }
    blueprint.beginRow("head")
    blueprint.addLinear("fc", input: features, output: classes)
    return blueprint
  }
}

extension ModelBlueprint {
  fileprivate mutating func add(_ block: ResNet.Block) {
    for (index, convolution) in block.convolutions.enumerated() {
      addConvolution(
        "\(block.name).conv\(index + 1)", input: convolution.input, output: convolution.output,
        kernel: convolution.kernel, draw: .byFanOut)
      addBatchNorm("\(block.name).bn\(index + 1)", channels: convolution.output)
    }
    guard block.isProjected else { return }
    addConvolution(
      "\(block.name).downsample.0", input: block.input, output: block.output, kernel: 1,
      draw: .byFanOut)
    addBatchNorm("\(block.name).downsample.1", channels: block.output)
  }
}
