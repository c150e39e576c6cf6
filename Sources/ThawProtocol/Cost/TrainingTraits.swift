/// What training a row takes besides time, as a run's recipe, machine and history make it.
public struct TrainingTraits: Codable, Equatable, Sendable {
  /// Samples that are forwarded together.
  public var batch: Int
  /// Bytes that the optimizer remembers for a parameter that has trained.
  public var stateBytes: Int
  /// What becomes of a thawed row's optimizer state, in print: `v kept, m zeroed`.
  public var moments: String
  /// Over how many steps the rate of a thawed row rises; 0 for none.
  public var rampSteps: Int
  /// Indices of the rows that never trained, of which the optimizer remembers nothing.
  public var untrained: [Int]
  /// Bytes that the machine can still give the run; nil where that cannot be told.
  public var availableBytes: Int?

  private enum CodingKeys: String, CodingKey {
    case batch
    case stateBytes = "state_bytes"
    case moments
    case rampSteps = "ramp_steps"
    case untrained
    case availableBytes = "available_bytes"
  }

  /// States the traits of a run.
  public init(
    batch: Int, stateBytes: Int, moments: String, rampSteps: Int, untrained: [Int],
    availableBytes: Int?
  ) {
    self.batch = batch
    self.stateBytes = stateBytes
    self.moments = moments
    self.rampSteps = rampSteps
    self.untrained = untrained
    self.availableBytes = availableBytes
  }
}

/// Predicts the memory that a run needs at its peak with some rows frozen, in float32.
///
/// From the first row that trains on, what its convolutions give is kept for the backward pass: as it is for the norm that
/// follows, normed for the activation, and activated for the next convolution; and gradients flow back through it. A
/// parameter that trains has a gradient, and the optimizer's state, of which a checkpoint makes a copy.
///
/// The factors are those that fit the peak of resident memory best, counted from training the head alone, in 37 masks of
/// EfficientNet-Lite0, ResNet-18 and ResNet-34 at 64 to 128 pixels in batches of 8 to 32 (libtorch 1.13, AdamW and SGD). 35
/// of these forecasts are within 15 %. Two are up to 83 % too high, 20 to 40 MB: where only the smallest outputs
/// are kept they find room in what the forward pass left. `thaw-bench --only memory` measures some of them anew.
public struct MemoryModel: Sendable {
  private let rows: [LayerRow]
  private let costs: [RowCost]
  private let traits: TrainingTraits

  /// How often the outputs are there, and a gradient and the optimizer's state, each with what is copied of it.
  private static let (outputCopies, gradientCopies, stateCopies) = (3.75, 1.5, 1.375)
  private static let numberBytes = 4

  /// Predicts for a board; nil where the cost of a row is not known.
  public init?(_ rows: [LayerRow], _ traits: TrainingTraits) {
    guard let costs = CostModel(rows)?.rows else { return nil }
    self.rows = rows
    self.costs = costs
    self.traits = traits
  }

  /// Bytes of the outputs that a step of a mask keeps, and of its gradients.
  public func bytes(_ mask: StepMask) -> Int {
    guard let first = mask.trainable.min(), first < costs.count else { return 0 }
    let outputs = costs[first...].reduce(0) { $0 + $1.outputs }
    return Int(
      Double(Self.numberBytes)
        * (Self.outputCopies * Double(traits.batch * outputs)
          + Self.gradientCopies * Double(parameters(mask.trainable))))
  }

  /// Bytes that one mask needs more than another, the optimizer's for rows that never trained included; below
  /// zero for less.
  public func bytesAdded(from old: StepMask, to new: StepMask) -> Int {
    let fresh = new.trainable.subtracting(old.trainable).intersection(traits.untrained)
    return bytes(new) - bytes(old)
      + Int(Self.stateCopies * Double(traits.stateBytes * parameters(fresh)))
  }

  /// How many parameters some rows have.
  public func parameters(_ indices: Set<Int>) -> Int {
    indices.reduce(0) { rows.indices.contains($1) ? $0 + rows[$1].parameters : $0 }
  }
}

/// A number of bytes in print: `61 MB`, `1.2 GB`.
public func printedMemory(_ bytes: Int) -> String {
  switch abs(bytes) {
  case ..<1_000_000: return "\(bytes / 1_000) kB"
  case ..<1_000_000_000: return "\(bytes / 1_000_000) MB"
  default:
    let tenths = bytes / 100_000_000
    return "\(tenths / 10).\(abs(tenths % 10)) GB"
  }
}
