import Foundation

/// Batches of a subset, made ahead on background threads and taken one after the other.
///
/// What a batch holds depends on seed, epoch and batch number alone, not on where the loader
/// started, how many threads it has, or what it did before; so a run resumes bit by bit from a
/// ``DataPosition``. To be used from one thread at a time.
public final class BatchLoader {
  /// Batches in an epoch, at least one.
  public let batchesPerEpoch: Int
  /// The batch that the next call of ``next()`` returns; a checkpoint keeps this.
  public private(set) var position = DataPosition(epoch: 0, batch: 0)
  /// The time that ``next()`` has waited for data in all.
  public private(set) var waited = Duration.zero
  /// What is told while ``next()`` has to wait for data; nil tells nobody.
  public var watch: DataWatch?
  /// Files that turned out unreadable when they were decoded, in the order in which they were met.
  public private(set) var skipped: [SkippedFile] = []

  /// The most memory that decoded and resized pictures take unless another is asked for.
  public static let pictureBytes = 512 << 20

  /// Seconds that a wait for data goes untold.
  private static let patience = 1.0

  private let maker: BatchMaker
  private let workers: Int
  private let depth: Int
  private var queue: PrefetchQueue<Result<PreparedBatch, any Error>>?
  private var isCancelled = false
  private var unreadableBatches = 0
  /// Whether a sequential pass is over.
  private var isOver = false
  /// The order of the epoch that ``upcoming()`` looked at last.
  private var order: (epoch: Int, samples: [Int])?

  /// Prepares to load; threads start with the first ``next()``.
  ///
  /// - Parameters:
  ///   - subset: The samples.
  ///   - batchSize: Samples a batch, B.
  ///   - order: Shuffled without end, or each sample once.
  ///   - seed: Chooses order and augmentation.
  ///   - preprocessing: The model's input.
  ///   - augmentation: What varies from epoch to epoch.
  ///   - draws: After how many epochs the variations of each picture repeat; nil: never.
  ///   - workers: Background threads. One keeps up where training takes the other core.
  ///   - depth: The most batches made ahead, those being made included.
  ///   - cacheBytes: The most memory for decoded and resized pictures.
  /// - Throws: ``DatasetError/emptySplit(_:)`` where the subset has no sample.
  public init(
    _ subset: ImageSubset, batchSize: Int, order: BatchOrder, seed: UInt64,
    preprocessing: Preprocessing, augmentation: Augmentation = .none, draws: Int? = nil,
    workers: Int = 1, depth: Int = 3, cacheBytes: Int = pictureBytes
  ) throws(DatasetError) {
    precondition(batchSize > 0 && workers > 0 && depth > 0)
    guard subset.count > 0 else {
      throw .emptySplit(order == .shuffled ? "training" : "validation")
    }
    let plan = BatchPlan(
      indices: subset.indices, batchSize: batchSize, order: order, seed: seed)
    maker = BatchMaker(
      source: subset.source, plan: plan, preprocessing: preprocessing,
      augmentation: augmentation, draws: draws, cache: PictureCache(budget: cacheBytes))
    batchesPerEpoch = plan.batchesPerEpoch
    self.workers = workers
    self.depth = depth
  }

  deinit { queue?.cancel() }

  /// Bytes of decoded and resized pictures that are kept for later epochs.
  public var cachedBytes: Int { maker.cache.bytes }

  /// The side of the square pictures, H and W.
  var imageSize: Int { maker.preprocessing.size }

  /// Whether there is such a position in the data.
  public func has(_ position: DataPosition) -> Bool {
    position.epoch >= 0 && (0..<batchesPerEpoch).contains(position.batch)
  }

  /// Goes to a batch, forwards or back; what was made ahead is dropped.
  ///
  /// - Precondition: ``has(_:)`` it.
  public func seek(epoch: Int, batch: Int) {
    let wanted = DataPosition(epoch: epoch, batch: batch)
    precondition(has(wanted), "there is no \(wanted)")
    queue?.cancel()
    queue = nil
    unreadableBatches = 0
    isOver = false
    position = wanted
  }

  /// The samples of the batch that ``next()`` gives, as indices into the source, unreadable ones included.
  ///
  /// Nil where that is at its end.
  public func upcoming() -> [Int]? {
    guard !isOver, !isCancelled else { return nil }
    if order?.epoch != position.epoch {
      order = (position.epoch, maker.plan.samples(epoch: position.epoch))
    }
    return order.map { maker.plan.batch(position.batch, of: $0.samples) }
  }

  /// Goes past the batch that ``next()`` would give without making it; what was made ahead is dropped.
  ///
  /// - Precondition: ``upcoming()`` is not nil.
  public func pass() {
    precondition(!isOver, "nothing is left to pass")
    queue?.cancel()
    queue = nil
    goOn()
  }

  /// Makes a batch of samples of the caller's choice, varied as in an epoch, on the calling thread.
  func prepared(of samples: [Int], epoch: Int) throws -> PreparedBatch {
    let batch = try maker.batch(of: samples, epoch: epoch)
    note(batch.skipped)
    return batch
  }

  /// The classes of samples.
  func labels(of samples: [Int]) -> [Int] {
    let labels = maker.source.labels
    return samples.map { labels[$0] }
  }

  private func goOn() {
    let next = maker.plan.position(1, after: position)
    isOver = maker.plan.order == .sequential && next.epoch > position.epoch
    position = next
  }

  /// Stops the threads; ``next()`` returns nil from now on.
  public func cancel() {
    isCancelled = true
    queue?.cancel()
  }

  /// The next batch as plain numbers; see ``next()``.
  func nextPrepared() throws -> (batch: PreparedBatch, position: DataPosition)? {
    while !isCancelled, !isOver {
      let queue = self.queue ?? startQueue()
      guard let result = try take(from: queue) else { return nil }

      let taken = position
      goOn()
      let batch = try result.get()
      note(batch.skipped)
      if !batch.indices.isEmpty {
        unreadableBatches = 0
        return (batch, taken)
      }
      unreadableBatches += 1
      guard unreadableBatches < batchesPerEpoch else {
        throw DatasetError.nothingReadable(first: skipped.first?.description ?? "")
      }
    }
    return nil
  }

  private func take(
    from queue: PrefetchQueue<Result<PreparedBatch, any Error>>
  ) throws(WaitGivenUp) -> Result<PreparedBatch, any Error>? {
    let start = ContinuousClock.now
    var isTold = false
    defer {
      waited += ContinuousClock.now - start
      if isTold { watch?.ended() }
    }
    return try queue.take(patience: Self.patience) {
      guard let watch else { return true }
      isTold = true
      return watch.goesOn(maker.inHand.first.flatMap(maker.source.file))
    }
  }

  private func note(_ files: [SkippedFile]) {
    for file in files where !skipped.contains(file) { skipped.append(file) }
  }

  private func startQueue() -> PrefetchQueue<Result<PreparedBatch, any Error>> {
    let start = position
    let left = maker.plan.order == .sequential ? batchesPerEpoch - start.batch : nil
    let queue = PrefetchQueue<Result<PreparedBatch, any Error>>(depth: depth, count: left)
    let maker = maker
    for _ in 0..<workers {
      let thread = Thread { Self.work(on: queue, with: maker, from: start) }
      thread.name = "thaw-data"
      thread.start()
    }
    self.queue = queue
    return queue
  }

  private static func work(
    on queue: PrefetchQueue<Result<PreparedBatch, any Error>>, with maker: BatchMaker,
    from start: DataPosition
  ) {
    // An epoch's order is made once a thread, not once a batch.
    var order: (epoch: Int, samples: [Int])?
    while let number = queue.start() {
      let position = maker.plan.position(number, after: start)
      let samples: [Int]
      if let order, order.epoch == position.epoch {
        samples = order.samples
      } else {
        samples = maker.plan.samples(epoch: position.epoch)
        order = (position.epoch, samples)
      }
      queue.finish(
        number,
        Result {
          try maker.batch(
            of: maker.plan.batch(position.batch, of: samples), epoch: position.epoch)
        })
    }
  }
}
