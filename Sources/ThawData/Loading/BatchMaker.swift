/// A batch as plain numbers, which may cross threads.
struct PreparedBatch: Sendable {
  /// `[B, 3, H, W]`.
  var values: [Float] = []
  var labels: [Int] = []
  var indices: [Int] = []
  var skipped: [SkippedFile] = []
}

/// Makes batches: decodes, resizes, augments, normalises.
///
/// Gives the same for the same position, in any order.
struct BatchMaker: Sendable {
  let source: any ImageSource
  let plan: BatchPlan
  let preprocessing: Preprocessing
  let augmentation: Augmentation
  /// After how many epochs the variations of each picture repeat; nil: never.
  var draws: Int?
  let cache: PictureCache
  let inHand = SamplesInHand()

  /// Makes the batch of the given samples.
  ///
  /// Pictures that can't be read are left out and listed.
  func batch(of samples: [Int], epoch: Int) throws -> PreparedBatch {
    var batch = PreparedBatch()
    let length = 3 * preprocessing.size * preprocessing.size
    batch.values = [Float](repeating: 0, count: samples.count * length)
    for sample in samples {
      let view: RGBImage
      do {
        view = try self.view(of: sample, epoch: epoch)
      } catch let error as ImageError where error.kind != .noMemory {
        batch.skipped.append(SkippedFile(error))
        continue
      }
      let start = batch.indices.count * length
      batch.values.withUnsafeMutableBufferPointer { values in
        preprocessing.normalise(
          view, into: UnsafeMutableBufferPointer(rebasing: values[start..<start + length]))
      }
      batch.labels.append(source.labels[sample])
      batch.indices.append(sample)
    }
    batch.values.removeLast((samples.count - batch.indices.count) * length)
    return batch
  }

  private func view(of sample: Int, epoch: Int) throws -> RGBImage {
    let base = try cache.picture(of: sample) {
      let side = augmentation.crop ? 2 * preprocessing.size : preprocessing.size
      let image = try inHand.reading(sample) {
        try source.image(at: sample, minimumSide: side)
      }
      return augmentation.base(image, for: preprocessing)
    }
    let draw = draws.map { epoch % $0 } ?? epoch
    var sequence = DrawSequence(.augmentation, seed: plan.seed, draw, sample)
    return augmentation.view(of: base, for: preprocessing, drawing: &sequence)
  }
}
