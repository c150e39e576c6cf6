import Testing
import ThawTensor

@testable import ThawModels

@Suite("ResNet against torchvision", .serialized)
struct ResNetTests {
  typealias Variant = ResNet.Variant

  /// The largest difference; NaN counts as one.
  private func difference(_ values: some Sequence<Float>, _ golden: some Sequence<Float>) -> Float {
    zip(values, golden).reduce(0) { largest, pair in
      let difference = abs(pair.0 - pair.1)
      return difference.isNaN ? .infinity : max(largest, difference)
    }
  }

  @Test("Names and shapes are torchvision's, in its order", arguments: Variant.allCases)
  func tensors(variant: Variant) throws {
    let golden = try LiteGolden.lines("resnet-tensors.txt").filter { $0[0] == variant.rawValue }

    let tensors = variant.blueprint(classes: 1000).rows.flatMap(\.tensors)

    let lines = tensors.map { tensor in
      let shape = tensor.shape.map(String.init).joined(separator: "x")
      return [variant.rawValue, tensor.name] + (shape.isEmpty ? [] : [shape])
    }
    #expect(lines == golden)
    let parameters = tensors.filter(\.role.isParameter).reduce(0) { $0 + $1.shape.reduce(1, *) }
    let wanted: [Variant: Int] = [
      .resnet18: 11_689_512, .resnet34: 21_797_672, .resnet50: 25_557_032,
    ]
    #expect(parameters == wanted[variant])
  }

  @Test("Rows are the stem, the blocks by torchvision's names, and the head")
  func rows() {
    let names = Variant.resnet18.blueprint(classes: 2).rows.map(\.name)

    #expect(
      names == [
        "stem", "layer1.0", "layer1.1", "layer2.0", "layer2.1", "layer3.0", "layer3.1", "layer4.0",
        "layer4.1", "head",
      ])
  }

  @Test(
    "Logits of three photos are torchvision's, at even and odd sizes", arguments: Variant.allCases)
  func logits(variant: Variant) throws {
    let model = try ResNetGolden.model(variant)
    let golden = try LiteGolden.floats("\(variant.rawValue)-logits.f32")
    #expect(golden.count == 96)

    for (index, size) in [(96, 96), (97, 75)].enumerated() {
      let photos = try ResNetGolden.photos(height: size.0, width: size.1, for: model)
      let logits = try withoutGradients { () throws(TorchError) in try model.forward(photos) }
      #expect(logits.shape == [3, 16])
      #expect(difference(try logits.floats(), golden[(48 * index)...]) < 1e-4)
    }
  }

  // d2l adds the losses of a batch up and does not divide. A mean loss takes the same step at a rate times the
  // batch, with the weight decay, which is no part of the sum, divided by it.
  @Test(
    "A step of the mean loss at rates times the batch is d2l's, which adds up the losses",
    arguments: Variant.allCases)
  func step(variant: Variant) throws {
    let model = try ResNetGolden.model(variant, type: .float64)
    let tensors = model.state.inOrder.filter { $0.tensor.type == .float64 }
    let before = try tensors.map { try $0.tensor.detached().clone() }
    model.setTraining(true, frozenRows: [])
    let photos = try ResNetGolden.photos(height: 64, width: 64, for: model, type: .float64)
    let batch = try Tensor.cat([photos, photos.narrow(start: 0, length: 1).flipped(dimension: 3)])
    let labels = try Tensor([3, 9, 15, 0] as [Int64], shape: [4])
    let size = 4.0
    let optimizer = try Optimizer(
      model.parameters.map(\.tensor), rule: .sgd(momentum: 0, weightDecay: 1e-3 / size))

    try model.forward(batch).crossEntropy(targets: labels).backward()
    try optimizer.step(
      rates: model.parameters.map { ($0.name.hasPrefix("fc.") ? 10 : 1) * 5e-5 * size })

    var golden = try LiteGolden.floats("\(variant.rawValue)-step.f32")[...]
    for (named, old) in zip(tensors, before) {
      let update = try ResNetGolden.sampled(try named.tensor.detached() - old)
      let wanted = golden.prefix(update.count)
      golden = golden.dropFirst(update.count)
      let allowed = max(1e-10, 1e-5 * (wanted.map(abs).max() ?? 0))
      #expect(difference(update.map { Float($0) }, wanted) <= allowed, "\(named.name)")
    }
    #expect(golden.isEmpty)
  }

  @Test("Rows run one by one give what the whole gives, the head's input being pooled")
  func rowByRow() throws {
    let model = try ResNetGolden.model(.resnet50)
    let images = try Tensor.normal([2, 3, 64, 64], generator: RandomGenerator(seed: 3))

    let whole = try model.forward(images)
    let features = try model.forward(images, rows: 0..<model.rows.count - 1)
    var x = images
    for row in model.rows.indices { x = try model.forward(x, rows: row..<row + 1) }

    #expect(features.shape == [2, 2048])
    #expect(try x.isBitIdentical(to: whole))
  }

  @Test("Frozen rows keep their statistics, and the rows that train do not")
  func statistics() throws {
    let model = try ResNetGolden.model(.resnet18)
    let before = try model.buffers.map { try $0.tensor.clone() }
    let images = try Tensor.normal([2, 3, 32, 32], generator: RandomGenerator(seed: 3))

    model.setTraining(true, frozenRows: [0, 1, 2, 3, 5])
    _ = try model.forward(images)

    for (index, row) in model.rows.enumerated() {
      for buffer in row.buffers {
        let isSame = try model.buffers[buffer].tensor.isBitIdentical(to: before[buffer])
        #expect(isSame == [0, 1, 2, 3, 5].contains(index), "\(model.buffers[buffer].name)")
      }
    }
  }

  @Test("Random convolutions are as wide as torchvision draws them, and seeded")
  func random() throws {
    let model = try ResNet(.resnet18, classes: 2, seed: 5)
    let again = try ResNet(.resnet18, classes: 2, seed: 5)

    for named in model.parameters where named.tensor.shape.count == 4 {
      let shape = named.tensor.shape
      let deviation = try named.tensor.norm() / Double(named.tensor.elementCount).squareRoot()
      let wanted = (2 / Double(shape[0] * shape[2] * shape[3])).squareRoot()
      #expect(abs(deviation / wanted - 1) < 0.03, "\(named.name)")
    }
    for (one, other) in zip(model.parameters, again.parameters) {
      #expect(try one.tensor.isBitIdentical(to: other.tensor))
    }
  }
}
