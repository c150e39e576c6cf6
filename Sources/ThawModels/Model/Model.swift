public import ThawProtocol
public import ThawTensor

/// A network that can be fine-tuned, as rows from input to output.
///
/// Like its tensors it stays on one thread. Its modes are the engine's to set: a fresh model is in eval mode
/// and all of its parameters require gradients.
public protocol Model: AnyObject {
  /// The name under which ``ModelCatalog`` knows it: `efficientnet-lite0`.
  var architecture: String { get }
  /// How many classes its head tells apart.
  var classes: Int { get }
  /// How an image becomes its input.
  var preprocessing: Preprocessing { get }
  /// Its tensors and rows.
  var state: ModelState { get }

  /// Runs some rows, one after the other.
  ///
  /// Row 0 takes images `[B, 3, H, W]`, any other row what the row before it gave; the last row gives
  /// logits `[B, classes]`. A frozen prefix can so be run on its own, and what it gave be kept.
  func forward(_ input: Tensor, rows: Range<Int>) throws(TorchError) -> Tensor

  /// Sets train or eval mode; frozen rows are in eval mode whatever is asked.
  ///
  /// In eval mode a row's BatchNorm uses and keeps its running statistics, and nothing is dropped.
  func setTraining(_ training: Bool, frozenRows: Set<Int>)

  /// Puts a new head, drawn as PyTorch draws one after `torch.manual_seed(seed)`, in place of the old.
  ///
  /// The head's parameters are new tensors: make optimizers afterwards.
  func replaceHead(classes: Int, seed: UInt64) throws(TorchError)

  /// What each row costs a step for one sample, of the shape `[3, H, W]`.
  func costs(sampleShape: [Int]) -> [RowCost]
}

extension Model {
  /// The tensors that training may move, in the order of the released weights.
  public var parameters: [NamedTensor] { state.parameters }

  /// The tensors that belong to the state but have no gradient: BatchNorm's running statistics.
  public var buffers: [NamedTensor] { state.buffers }

  /// The rows of the layer board, from input to output; every parameter is in exactly one.
  public var rows: [ModelRow] { state.rows }

  /// Runs the whole network on images `[B, 3, H, W]`, to logits `[B, classes]`.
  public func forward(_ input: Tensor) throws(TorchError) -> Tensor {
    try forward(input, rows: rows.indices)
  }
}

/// How an image becomes a network's input: resized, then `(pixel - mean) / deviation`.
public struct Preprocessing: Equatable, Sendable {
  /// The side of the square that the weights were trained on, in pixels.
  public var size: Int
  /// What is subtracted from red, green and blue, on the scale of 0…255.
  public var mean: [Double]
  /// What red, green and blue are divided by, on the scale of 0…255.
  public var deviation: [Double]

  /// Describes preprocessing.
  public init(size: Int, mean: [Double], deviation: [Double]) {
    self.size = size
    self.mean = mean
    self.deviation = deviation
  }
}
