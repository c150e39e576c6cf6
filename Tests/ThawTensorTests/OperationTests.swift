import Testing
import ThawTensor

@Suite("Operations")
struct OperationTests {
  typealias Operation = @Sendable ([String: Tensor]) throws -> Tensor

  @Test("Values and gradients are PyTorch's", arguments: operations.keys.sorted())
  func golden(name: String) throws {
    let golden = try Golden(name)
    let operation = try #require(Self.operations[name])
    let names = golden.arrays.keys.filter { golden.arrays["\($0).gradient"] != nil }
    var tensors: [String: Tensor] = [:]
    for name in golden.arrays.keys { tensors[name] = try golden.tensor(name) }
    for name in names { tensors[name]?.requiresGradient = true }

    let output = try operation(tensors)
    try (output * golden.tensor("weights")).sum().backward()

    try expectClose(output, golden.array("output"), "output")
    for name in names {
      let gradient = try #require(tensors[name]?.gradient)
      try expectClose(gradient, golden.array("\(name).gradient"), "gradient of \(name)")
    }
  }

  @Test("Batch norm moves its running statistics in training only", arguments: [true, false])
  func runningStatistics(training: Bool) throws {
    let golden = try Golden("batch norm, \(training ? "training" : "evaluation")")
    let mean = try golden.tensor("mean")
    let variance = try golden.tensor("variance")

    _ = try golden.tensor("input").batchNorm(
      weight: nil, bias: nil, runningMean: mean, runningVariance: variance, training: training,
      momentum: 0.01)

    try expectClose(mean, golden.array("mean after"))
    try expectClose(variance, golden.array("variance after"))
    #expect(try mean.isBitIdentical(to: golden.tensor("mean")) == !training)
    #expect(try variance.isBitIdentical(to: golden.tensor("variance")) == !training)
  }

  @Test("Arithmetic broadcasts")
  func arithmetic() throws {
    let matrix = try Tensor([1, 2, 3, 4] as [Float], shape: [2, 2])
    let row = try Tensor([2, 4] as [Float], shape: [2])

    #expect(try (matrix + row).floats() == [3, 6, 5, 8])
    #expect(try (matrix - row).floats() == [-1, -2, 1, 0])
    #expect(try (matrix * row).floats() == [2, 8, 6, 16])
    #expect(try (matrix / row).floats() == [0.5, 0.5, 1.5, 1])
    #expect(try ((matrix + 1) * 2 / 4 - 1).floats() == [0, 0.5, 1, 1.5])
    #expect(try matrix.matmul(matrix).floats() == [7, 10, 15, 22])
    #expect(try matrix.mean().item() == 2.5)
  }

  @Test("The largest element is found along a dimension")
  func argmax() throws {
    let scores = try Tensor([1, 9, 3, 8, 2, 7] as [Float], shape: [2, 3])

    #expect(try scores.argmax().int64s() == [1, 0])
    #expect(try scores.argmax(dimension: 0).int64s() == [1, 0, 1])
  }

  @Test("One NaN or infinity makes a tensor not finite", arguments: [Float.nan, .infinity, 1])
  func finite(value: Float) throws {
    let tensor = try Tensor([0, value, 2], shape: [3])

    #expect(try tensor.isFinite() == value.isFinite)
  }

  private static let operations: [String: Operation] = [
    "conv2d, stride 2, padding 1, groups 2": {
      try $0.need("input").conv2d(
        weight: $0.need("weight"), bias: $0.need("bias"), stride: 2, padding: 1, groups: 2)
    },
    "conv2d, dilation 2": { try $0.need("input").conv2d(weight: $0.need("weight"), dilation: 2) },
    "depthwise conv2d after a one-sided pad": {
      try $0.need("input").padded(left: 0, right: 1, top: 0, bottom: 1)
        .conv2d(weight: $0.need("weight"), stride: 2, groups: 3)
    },
    "batch norm, training": { try normalised($0, training: true) },
    "batch norm, evaluation": { try normalised($0, training: false) },
    "linear": { try $0.need("input").linear(weight: $0.need("weight"), bias: $0.need("bias")) },
    "relu": { try $0.need("input").relu() },
    "relu6": { try $0.need("input").relu6() },
    "softmax": { try $0.need("input").softmax() },
    "log softmax": { try $0.need("input").logSoftmax() },
    "global average pool": { try $0.need("input").globalAveragePool() },
    "max pool, 3 by 2": { try $0.need("input").maxPool2d(kernel: 3, stride: 2, padding: 1) },
    "cross entropy, none, smoothing 0.0": { try entropy($0, .none, 0) },
    "cross entropy, mean, smoothing 0.0": { try entropy($0, .mean, 0) },
    "cross entropy, sum, smoothing 0.0": { try entropy($0, .sum, 0) },
    "cross entropy, none, smoothing 0.1": { try entropy($0, .none, 0.1) },
    "cross entropy, mean, smoothing 0.1": { try entropy($0, .mean, 0.1) },
    "cross entropy, sum, smoothing 0.1": { try entropy($0, .sum, 0.1) },
  ]

  private static func normalised(_ tensors: [String: Tensor], training: Bool) throws -> Tensor {
    try tensors.need("input").batchNorm(
      weight: tensors.need("weight"), bias: tensors.need("bias"),
      runningMean: tensors.need("mean"), runningVariance: tensors.need("variance"),
      training: training, momentum: 0.01, epsilon: 1e-3)
  }

  private static func entropy(
    _ tensors: [String: Tensor], _ reduction: Reduction, _ smoothing: Double
  ) throws -> Tensor {
    try tensors.need("logits").crossEntropy(
      targets: tensors.need("targets").to(.int64), reduction: reduction, smoothing: smoothing)
  }
}

extension [String: Tensor] {
  fileprivate func need(_ name: String) throws -> Tensor {
    try #require(self[name], "no tensor \(name)")
  }
}
