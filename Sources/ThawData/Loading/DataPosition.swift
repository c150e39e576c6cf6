/// Where in its data a run is: the next batch to be trained on.
public struct DataPosition: Codable, Equatable, Sendable, CustomStringConvertible {
  /// Epochs completed.
  public var epoch: Int
  /// Batches of the current epoch completed.
  public var batch: Int

  /// Names a position.
  public init(epoch: Int, batch: Int) {
    self.epoch = epoch
    self.batch = batch
  }

  /// `epoch 2, batch 17`, both completed.
  public var description: String { "epoch \(epoch), batch \(batch)" }
}

/// In which order samples come.
public enum BatchOrder: Equatable, Sendable {
  /// For training: shuffled anew each epoch, one epoch after the other without end.
  ///
  /// A last batch that would not be full is dropped, as a small batch makes a noisy step; other
  /// samples fall out next epoch. Only where there is less than one full batch, that one is used.
  case shuffled
  /// For validation: every sample once, in the subset's order; the last batch may be smaller.
  case sequential
}

/// Which samples make up which batch.
///
/// Knows no state: a position says it all.
struct BatchPlan: Sendable {
  let indices: [Int]
  let batchSize: Int
  let order: BatchOrder
  let seed: UInt64

  /// Batches in an epoch; at least one where there is a sample.
  var batchesPerEpoch: Int {
    switch order {
    case .shuffled: max(min(indices.count, 1), indices.count / batchSize)
    case .sequential: (indices.count + batchSize - 1) / batchSize
    }
  }

  /// The samples of an epoch in order.
  func samples(epoch: Int) -> [Int] {
    switch order {
    case .shuffled:
      var draws = DrawSequence(.order, seed: seed, epoch)
      return draws.shuffled(indices)
    case .sequential: return indices
    }
  }

  /// The samples of a batch, given those of its epoch.
  func batch(_ number: Int, of samples: [Int]) -> [Int] {
    Array(samples[(number * batchSize)...].prefix(batchSize))
  }

  /// The position so many batches on.
  func position(_ distance: Int, after start: DataPosition) -> DataPosition {
    let total = start.epoch * batchesPerEpoch + start.batch + distance
    return DataPosition(epoch: total / batchesPerEpoch, batch: total % batchesPerEpoch)
  }
}
