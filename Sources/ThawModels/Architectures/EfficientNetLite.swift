public import ThawTensor

/// EfficientNet-Lite, sizes 0 to 4, with the names and numbers of the released weights.
///
/// Rows are `stem`, `blocks.0`…, `final` and `head`. `final` ends with the pooling, so that what a head
/// trains on is `[B, 1280]`.
public final class EfficientNetLite: Model {
  /// Its size.
  public let variant: Variant
  /// Its tensors and rows.
  public private(set) var state: ModelState

  let stem: Convolution
  private let stemNorm: BatchNorm
  let blocks: [InvertedResidual]
  let last: Convolution
  private let lastNorm: BatchNorm
  private(set) var head: Linear
  private var isTraining: [Bool]
  /// Off only where a test compares with numbers that were computed without randomness.
  var isDropping = true

  /// The probability of the last block to be skipped; earlier ones are skipped less.
  private static let dropConnect = 0.2

  /// Draws a model's weights as PyTorch does after `torch.manual_seed(seed)`.
  public convenience init(_ variant: Variant, classes: Int, seed: UInt64) throws(TorchError) {
    try self.init(variant, classes: classes, seed: seed, type: .float32)
  }

  /// The same in another precision.
  init(_ variant: Variant, classes: Int, seed: UInt64, type: DType) throws(TorchError) {
    let state = try ModelState(variant.blueprint(classes: classes), seed: seed, type: type)
    let geometry = variant.blocks
    self.variant = variant
    self.state = state
    stem = Convolution(state, "_conv_stem", stride: 2)
    stemNorm = .lite(state, "_bn0")
    blocks = geometry.enumerated().map { index, block in
      InvertedResidual(
        state, "_blocks.\(index)", block,
        dropProbability: Self.dropConnect * Double(index) / Double(geometry.count))
    }
    last = Convolution(state, "_conv_head")
    lastNorm = .lite(state, "_bn1")
    head = Linear(state, "_fc")
    isTraining = [Bool](repeating: false, count: state.rows.count)
  }

  /// The variant's name.
  public var architecture: String { variant.rawValue }

  /// How many classes its head tells apart.
  public var classes: Int { head.bias.elementCount }

  /// Pixels to about -1…1.
  public var preprocessing: Preprocessing {
    Preprocessing(
      size: variant.resolution, mean: [127, 127, 127], deviation: [128, 128, 128])
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
      return try stemNorm.forward(stem.forward(input), training: training, activation: .relu6)
    case ...blocks.count:
      return try blocks[row - 1]
        .forward(input, training: training, dropping: training && isDropping)
    case blocks.count + 1:
      return try lastNorm.forward(last.forward(input), training: training, activation: .relu6)
        .globalAveragePool()
    default:
      let kept = try input.dropout(
        probability: variant.dropout, training: training && isDropping)
      return try head.forward(kept)
    }
  }

  /// Sets train or eval mode; frozen rows are in eval mode whatever is asked.
  public func setTraining(_ training: Bool, frozenRows: Set<Int>) {
    for row in isTraining.indices { isTraining[row] = training && !frozenRows.contains(row) }
  }

  /// Puts a new head in place of the old.
  public func replaceHead(classes: Int, seed: UInt64) throws(TorchError) {
    head = try state.replaceHead("_fc", classes: classes, seed: seed)
  }
}
