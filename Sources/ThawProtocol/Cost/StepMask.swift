/// Which rows a step trains, and which it need not compute.
public struct StepMask: Hashable, Sendable {
  /// Indices of the rows that train.
  public var trainable: Set<Int>
  /// How many rows, counted from the input, are not computed because their output was kept.
  ///
  /// At most the frozen rows below the first that trains.
  public private(set) var cachedRows: Int

  /// Describes a step; of `cachedRows`, those from the first trainable row on are not counted.
  public init(trainable: Set<Int>, cachedRows: Int = 0) {
    self.trainable = trainable
    self.cachedRows = min(max(0, cachedRows), trainable.min() ?? Int.max)
  }

  /// The first steps after other rows were chosen to train: what was kept serves as long as none of its rows trains.
  public func toggled(to trainable: Set<Int>) -> StepMask {
    let first = trainable.min() ?? Int.max
    return StepMask(trainable: trainable, cachedRows: cachedRows <= first ? cachedRows : 0)
  }

  /// The step after some rows changed from frozen to trainable, or the reverse.
  ///
  /// Of the rows that are not computed, those stay so that lie below the first that trains then.
  public func toggling(_ rows: Set<Int>) -> StepMask {
    StepMask(trainable: trainable.symmetricDifference(rows), cachedRows: cachedRows)
  }
}
