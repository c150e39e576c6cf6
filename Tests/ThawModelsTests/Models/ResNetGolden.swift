import ThawTensor

@testable import ThawModels

/// What `make_resnet_goldens.py` computed with torchvision, and the weights that it drew for it.
enum ResNetGolden {
  /// A model with every tensor drawn as the script draws it.
  static func model(_ variant: ResNet.Variant, type: DType = .float32) throws -> ResNet {
    // Tests run side by side; more threads than cores make all of them many times slower.
    try TorchRuntime.setThreads(1)
    let drawn = try ResNet(variant, classes: 16, seed: 0)
    let generator = RandomGenerator(seed: 7)
    try withoutGradients { () throws(TorchError) in
      for named in drawn.state.inOrder where named.tensor.type == .float32 {
        try named.tensor.fillUniform(in: range(named), generator: generator)
      }
    }
    if type == .float32 { return drawn }
    let model = try ResNet(variant, classes: 16, seed: 0, type: type)
    try model.load(drawn.export())
    return model
  }

  private static func range(_ named: NamedTensor) -> Range<Double> {
    let shape = named.tensor.shape
    if shape.count == 2 { return -0.05..<0.05 }
    if shape.count == 4 {
      let bound = (6 / Double(shape[0] * shape[2] * shape[3])).squareRoot()
      return -bound..<bound
    }
    if named.name.hasSuffix("running_var") { return 0.5..<1.5 }
    return named.name.hasSuffix("weight") ? 0.1..<0.7 : -0.1..<0.1
  }

  /// The middle of the photos, normalised as the model wants them, `[3, 3, height, width]`.
  static func photos(
    height: Int, width: Int, for model: ResNet, type: DType = .float32
  ) throws -> Tensor {
    let (mean, deviation) = (model.preprocessing.mean, model.preprocessing.deviation)
    let pixels = try Tensor([UInt8](Fixture.bytes("photos.rgb")), shape: [3, 224, 224, 3])
    let images = try pixels.permuted([0, 3, 1, 2]).to(.float64)
      .narrow(dimension: 2, start: (224 - height) / 2, length: height)
      .narrow(dimension: 3, start: (224 - width) / 2, length: width)
    let (offset, scale) = (
      try Tensor(mean, shape: [3, 1, 1]), try Tensor(deviation, shape: [3, 1, 1])
    )
    return try ((images - offset) / scale).to(type)
  }

  /// What a step's golden holds of a tensor: its norm, then evenly strided elements.
  static func sampled(_ tensor: Tensor) throws -> [Double] {
    let elements = try tensor.doubles()
    let count = min(4, elements.count)
    return [try tensor.norm()] + (0..<count).map { elements[$0 * elements.count / count] }
  }
}
