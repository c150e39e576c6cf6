/// How many batches a step takes, and with that where in its data a step is.
///
/// The gradients of a step are the mean over its batches. A window of batches is one step: commands take effect
/// between two steps, never inside a window.
public struct Accumulation: Codable, Equatable, Sendable {
  /// Batches a step, at least one.
  public private(set) var batches: Int
  /// Batches in a pass over the training split.
  public let batchesPerEpoch: Int
  private var since = 0
  private var batchesBefore = 0

  private enum CodingKeys: String, CodingKey {
    case batches
    case batchesPerEpoch = "batches_per_epoch"
    case since
    case batchesBefore = "batches_before"
  }

  /// Starts a run.
  public init(batches: Int = 1, batchesPerEpoch: Int) {
    self.batches = batches
    self.batchesPerEpoch = batchesPerEpoch
  }

  /// Takes so many batches from the step after `step` completed ones on.
  public mutating func set(_ batches: Int, at step: Int) {
    batchesBefore = trained(after: step)
    since = step
    self.batches = batches
  }

  /// Steps in a pass over the training split, the last one begun counted.
  public var stepsPerEpoch: Int { (batchesPerEpoch + batches - 1) / batches }

  /// Batches that `step` completed steps took.
  public func trained(after step: Int) -> Int { batchesBefore + (step - since) * batches }

  /// The first step after which so many epochs are completed.
  public func step(afterEpochs epochs: Double) -> Int {
    let wanted = (epochs * Double(batchesPerEpoch) - Double(batchesBefore)) / Double(batches)
    guard wanted < 1e15 else { return .max }
    return since + Int(wanted.rounded(.up))
  }

  /// Epochs completed after `step` steps, as a fraction.
  public func epoch(after step: Int) -> Double {
    Double(trained(after: step)) / Double(batchesPerEpoch)
  }
}
