extension EfficientNetLite {
  /// The five sizes.
  public enum Variant: String, CaseIterable, Sendable {
    case lite0 = "efficientnet-lite0"
    case lite1 = "efficientnet-lite1"
    case lite2 = "efficientnet-lite2"
    case lite3 = "efficientnet-lite3"
    case lite4 = "efficientnet-lite4"

    /// By what the channels, and by what the repeats, of lite0 are multiplied.
    var scale: (width: Double, depth: Double) {
      switch self {
      case .lite0: (1.0, 1.0)
      case .lite1: (1.0, 1.1)
      case .lite2: (1.1, 1.2)
      case .lite3: (1.2, 1.4)
      case .lite4: (1.4, 1.8)
      }
    }

    /// The side of the images it was trained on, in pixels.
    var resolution: Int {
      switch self {
      case .lite0: 224
      case .lite1: 240
      case .lite2: 260
      case .lite3: 280
      case .lite4: 300
      }
    }

    /// The probability of a feature to be dropped before the head.
    var dropout: Double {
      switch self {
      case .lite0, .lite1: 0.2
      case .lite2, .lite3, .lite4: 0.3
      }
    }
  }

  /// The geometry of an inverted residual block.
  struct Block: Equatable {
    var kernel: Int
    var stride: Int
    var expansion: Int
    var input: Int
    var output: Int

    /// The channels between expansion and projection.
    var hidden: Int { input * expansion }
    /// Whether the input is added to the output.
    var isResidual: Bool { stride == 1 && input == output }
  }
}

extension EfficientNetLite.Variant {
  /// The channels of stem and last convolution; they do not scale.
  static let stemChannels = 32
  static let finalChannels = 1280

  private struct Stage {
    var repeats: Int
    var kernel: Int
    var stride: Int
    var expansion: Int
    var output: Int
  }

  private static let stages = [
    Stage(repeats: 1, kernel: 3, stride: 1, expansion: 1, output: 16),
    Stage(repeats: 2, kernel: 3, stride: 2, expansion: 6, output: 24),
    Stage(repeats: 2, kernel: 5, stride: 2, expansion: 6, output: 40),
    Stage(repeats: 3, kernel: 3, stride: 2, expansion: 6, output: 80),
    Stage(repeats: 3, kernel: 5, stride: 1, expansion: 6, output: 112),
    Stage(repeats: 4, kernel: 5, stride: 2, expansion: 6, output: 192),
    Stage(repeats: 1, kernel: 3, stride: 1, expansion: 6, output: 320),
  ]

  /// The blocks in order; the first and last stage keep their repeats at every size.
  var blocks: [EfficientNetLite.Block] {
    var blocks: [EfficientNetLite.Block] = []
    var input = Self.stemChannels
    for (index, stage) in Self.stages.enumerated() {
      let isScaled = index != 0 && index != Self.stages.count - 1
      let repeats =
        isScaled ? Int((scale.depth * Double(stage.repeats)).rounded(.up)) : stage.repeats
      let output = scaledChannels(stage.output)
      for repetition in 0..<repeats {
        blocks.append(
          EfficientNetLite.Block(
            kernel: stage.kernel, stride: repetition == 0 ? stage.stride : 1,
            expansion: stage.expansion, input: input, output: output))
        input = output
      }
    }
    return blocks
  }

  /// Channels times width, to a multiple of 8 that is not more than a tenth lower.
  private func scaledChannels(_ channels: Int) -> Int {
    let wanted = Double(channels) * scale.width
    let rounded = max(8, Int(wanted + 4) / 8 * 8)
    return Double(rounded) < 0.9 * wanted ? rounded + 8 : rounded
  }

  /// Names, shapes and rows.
  func blueprint(classes: Int) -> ModelBlueprint {
    var blueprint = ModelBlueprint(architecture: rawValue)
    blueprint.beginRow("stem")
    blueprint.addConvolution("_conv_stem", input: 3, output: Self.stemChannels, kernel: 3)
    blueprint.addBatchNorm("_bn0", channels: Self.stemChannels)
    for (index, block) in blocks.enumerated() {
      blueprint.beginRow("blocks.\(index)")
      blueprint.add(block, name: "_blocks.\(index)")
    }
    blueprint.beginRow("final")
    let features = blocks.last?.output ?? 0
    blueprint.addConvolution("_conv_head", input: features, output: Self.finalChannels, kernel: 1)
    blueprint.addBatchNorm("_bn1", channels: Self.finalChannels)
    blueprint.beginRow("head")
    blueprint.addLinear("_fc", input: Self.finalChannels, output: classes)
    return blueprint
  }
}

extension ModelBlueprint {
  fileprivate mutating func add(_ block: EfficientNetLite.Block, name: String) {
    let hidden = block.hidden
    if block.expansion != 1 {
      addConvolution("\(name)._expand_conv", input: block.input, output: hidden, kernel: 1)
      addBatchNorm("\(name)._bn0", channels: hidden)
    }
    addConvolution(
      "\(name)._depthwise_conv", input: hidden, output: hidden, kernel: block.kernel,
      groups: hidden)
    addBatchNorm("\(name)._bn1", channels: hidden)
    addConvolution("\(name)._project_conv", input: hidden, output: block.output, kernel: 1)
    addBatchNorm("\(name)._bn2", channels: block.output)
  }
}
