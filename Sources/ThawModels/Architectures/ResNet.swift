public import ThawTensor

/// ResNet of 18, 34 or 50 layers, with torchvision's names and numbers.
///
/// Rows are `stem`, `layer1.0`… and `head`. The last block ends with the pooling, so that what a head trains on is
/// `[B, 512]`, or `[B, 2048]` with 50 layers.
public final class ResNet: Model {
  /// Its depth.
  public let variant: Variant
  /// Its tensors and rows.
  public private(set) var state: ModelState

  let stem: Convolution
  private let stemNorm: BatchNorm
  let blocks: [ResidualBlock]
  private(set) var head: Linear
  private var isTraining: [Bool]

  /// The square window whose largest element the stem passes on.
  static let pool = (kernel: 3, stride: 2, padding: 1)

  /// Draws a model's weights: from torchvision's distributions, in the order of its names.
  public convenience init(_ variant: Variant, classes: Int, seed: UInt64) throws(TorchError) {
    try self.init(variant, classes: classes, seed: seed, type: .float32)
  }

  /// The same in another precision.
  init(_ variant: Variant, classes: Int, seed: UInt64, type: DType) throws(TorchError) {
    let state = try ModelState(variant.blueprint(classes: classes), seed: seed, type: type)
    self.variant = variant
    self.state = state
    stem = Convolution(state, "conv1", stride: 2, padding: .fixed(3))
    stemNorm = .resNet(state, "bn1")
    blocks = variant.blocks.map { ResidualBlock(state, $0) }
    head = Linear(state, "fc")
    isTraining = [Bool](repeating: false, count: state.rows.count)
  }

  /// The variant's name.
  public var architecture: String { variant.rawValue }

  /// How many classes its head tells apart.
  public var classes: Int { head.bias.elementCount }

  /// ImageNet's mean and deviation.
  public var preprocessing: Preprocessing {
    Preprocessing(
      size: 224, mean: [0.485, 0.456, 0.406].map { $0 * 255 },
      deviation: [0.229, 0.224, 0.225].map { $0 * 255 })
  }

  /// Runs some rows, one after the other.
  public func forward(_ input: Tensor, rows: Range<Int>) throws(TorchError) -> Tensor {
    // The convolutions are faster with the channels innermost, and keep them there.
    var x = rows.lowerBound == 0 ? try input.channelsLast() : input
    for row in rows { x = try forward(x, row: row) }
    return x
  }

  private func forward(_ input: Tensor, row: Int) throws(TorchError) -> Tensor {
    let training = isTraining[row]
    switch row {
    case 0:
      let x = try stemNorm.forward(stem.forward(input), training: training, activation: .relu)
      let pool = Self.pool
      return try x.maxPool2d(kernel: pool.kernel, stride: pool.stride, padding: pool.padding)
    case ...blocks.count:
      let x = try blocks[row - 1].forward(input, training: training)
      return row == blocks.count ? try x.globalAveragePool() : x
    default:
      return try head.forward(input)
    }
  }

  /// Sets train or eval mode; frozen rows are in eval mode whatever is asked.
  public func setTraining(_ training: Bool, frozenRows: Set<Int>) {
    for row in isTraining.indices { isTraining[row] = training && !frozenRows.contains(row) }
  }

  /// Puts a new head in place of the old.
  public func replaceHead(classes: Int, seed: UInt64) throws(TorchError) {
    head = try state.replaceHead("fc", classes: classes, seed: seed)
  }
}
