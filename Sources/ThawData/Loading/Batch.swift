public import ThawTensor

/// What a model trains on, or is measured on, in one step.
public struct Batch {
  /// `[B, 3, H, W]` float32, normalised.
  public let images: Tensor
  /// `[B]` int64, indices into the classes.
  public let labels: Tensor
  /// The samples, as indices into the source.
  public let indices: [Int]
  /// Where in the data this batch stands.
  public let position: DataPosition

  /// B; pictures that could not be read are not counted.
  public var count: Int { indices.count }
}

extension BatchLoader {
  /// The next batch; waits until it is made.
  ///
  /// Shuffled batches go on from epoch to epoch; ``Batch/position`` tells where one is. A
  /// sequential pass ends with nil, until ``seek(epoch:batch:)``.
  ///
  /// - Returns: The batch, or nil at the end of a sequential pass and after ``cancel()``.
  /// - Throws: What the source threw, other than ``ImageError``, in place of the batch it concerns;
  ///   ``WaitGivenUp`` where ``watch`` gave a wait up, after which the same batch is next;
  ///   ``DatasetError/nothingReadable(first:)`` where no picture of a whole epoch can be read;
  ///   `TorchError`.
  public func next() throws -> Batch? {
    guard let (batch, position) = try nextPrepared() else { return nil }
    return try self.batch(batch, at: position)
  }

  /// Makes a batch of samples of the caller's choice, varied as in an epoch, on the calling thread.
  ///
  /// Those that cannot be read are left out, and ``skipped`` from then on. Moves nothing.
  ///
  /// - Throws: What the source threw, other than ``ImageError``; `TorchError`.
  public func batch(of samples: [Int], epoch: Int) throws -> Batch {
    try batch(
      try prepared(of: samples, epoch: epoch), at: DataPosition(epoch: epoch, batch: 0))
  }

  /// The classes of samples, `[B]` int64.
  public func targets(of samples: [Int]) throws -> Tensor {
    try Tensor(labels(of: samples).map(Int64.init), shape: [samples.count])
  }

  private func batch(_ batch: PreparedBatch, at position: DataPosition) throws -> Batch {
    let count = batch.indices.count
    return Batch(
      images: try Tensor(batch.values, shape: [count, 3, imageSize, imageSize]),
      labels: try Tensor(batch.labels.map(Int64.init), shape: [count]),
      indices: batch.indices, position: position)
  }
}

extension Preprocessing {
  /// A picture of any size as a batch of one, `[1, 3, size, size]`, as validation and prediction
  /// see it.
  ///
  /// - Throws: `TorchError` where memory is short.
  public func tensor(_ image: RGBImage) throws -> Tensor {
    try Tensor(values(image), shape: [1, 3, size, size])
  }
}
