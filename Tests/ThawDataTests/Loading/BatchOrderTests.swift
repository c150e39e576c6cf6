import Testing
import ThawTensor

@testable import ThawData

@Suite("Batch order", .timeLimit(.minutes(1)))
struct BatchOrderTests {
  @Test("A batch is the same wherever the loader started", arguments: [0, 1, 4, 5, 9, 12])
  func anyStart(start: Int) throws {
    let whole = try loader(PlainImages(23))
    let batches = try (0..<15).map { _ in try #require(try whole.nextPrepared()) }

    let late = try loader(PlainImages(23))
    late.seek(epoch: start / 5, batch: start % 5)

    for number in start..<15 {
      let batch = try #require(try late.nextPrepared())
      #expect(batch.position == batches[number].position)
      #expect(batch.batch.indices == batches[number].batch.indices)
      #expect(batch.batch.values == batches[number].batch.values)
    }
  }

  @Test(
    "The number of threads, the depth and the cache change nothing",
    arguments: [(1, 1, 0), (2, 3, 1 << 20), (4, 8, 2_000), (3, 1, 1 << 20)])
  func anyThreads(workers: Int, depth: Int, cacheBytes: Int) throws {
    let plain = try loader(PlainImages(23))
    let other = try loader(
      PlainImages(23), workers: workers, depth: depth, cacheBytes: cacheBytes)

    for _ in 0..<15 {
      let (one, two) = (try plain.nextPrepared(), try other.nextPrepared())
      #expect(one?.batch.values == two?.batch.values)
      #expect(one?.batch.labels == two?.batch.labels)
    }
  }

  @Test("A loader can go back and forth, and the position is that of the next batch")
  func seeking() throws {
    let loader = try loader(PlainImages(23))
    let first = try loader.nextPrepared()
    #expect(loader.position == DataPosition(epoch: 0, batch: 1))
    loader.seek(epoch: 7, batch: 4)
    let far = try loader.nextPrepared()
    #expect(far?.position == DataPosition(epoch: 7, batch: 4))
    #expect(loader.position == DataPosition(epoch: 8, batch: 0))
    loader.seek(epoch: 0, batch: 0)
    let again = try loader.nextPrepared()

    #expect(first?.batch.values == again?.batch.values)
    #expect(first?.batch.values != far?.batch.values)
  }

  @Test("An epoch has no sample twice and drops only what fills no batch; epochs and seeds differ")
  func epochs() throws {
    let loader = try loader(PlainImages(23))
    func epoch() throws -> [Int] {
      try (0..<loader.batchesPerEpoch).flatMap { _ in
        try #require(try loader.nextPrepared()).batch.indices
      }
    }
    let (first, second) = (try epoch(), try epoch())

    #expect(loader.batchesPerEpoch == 5)
    #expect(Set(first).count == 20 && Set(second).count == 20)
    #expect(first != second)
    #expect(
      try self.loader(PlainImages(23), seed: 2).nextPrepared()?.batch.indices
        != Array(first.prefix(4)))
  }

  @Test("A sample's augmentation depends on the epoch and not on the batch it came in")
  func augmentation() throws {
    let (small, large) = (
      try loader(PlainImages(8), batchSize: 1), try loader(PlainImages(8), batchSize: 8)
    )
    var views: [Int: [Float]] = [:]
    for _ in 0..<8 {
      let batch = try #require(try small.nextPrepared()).batch
      views[batch.indices[0]] = batch.values
    }
    let first = try #require(try large.nextPrepared()).batch
    let second = try #require(try large.nextPrepared()).batch

    #expect(first.indices.flatMap { views[$0] ?? [] } == first.values)
    #expect(second.indices.flatMap { views[$0] ?? [] } != second.values)
  }

  @Test("A sequential pass has every sample once, a smaller last batch, and then nil until a seek")
  func sequential() throws {
    let loader = try loader(PlainImages(10), order: .sequential)
    func pass() throws -> [[Int]] {
      var batches: [[Int]] = []
      while let next = try loader.nextPrepared() { batches.append(next.batch.indices) }
      return batches
    }

    #expect(try pass() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]])
    #expect(try pass() == [])
    loader.seek(epoch: 0, batch: 1)
    #expect(try pass() == [[4, 5, 6, 7], [8, 9]])
  }

  @Test("Fewer samples than a batch make one batch of all")
  func fewSamples() throws {
    let loader = try loader(PlainImages(3))

    #expect(loader.batchesPerEpoch == 1)
    #expect(try loader.nextPrepared()?.batch.indices.sorted() == [0, 1, 2])
  }

  @Test("A batch holds the normalised pictures as [B, 3, H, W] and the labels as [B]")
  func tensors() throws {
    let source = PlainImages(10)
    let preprocessing = Preprocessing(size: 8, mean: [127, 127, 127], deviation: [128, 128, 128])
    let loader = try BatchLoader(
      ImageSubset(source, indices: [4, 7, 9]), batchSize: 2, order: .sequential, seed: 1,
      preprocessing: preprocessing)

    let batch = try #require(try loader.next())

    #expect(batch.images.shape == [2, 3, 8, 8])
    #expect(batch.labels.shape == [2])
    #expect(try batch.labels.int64s() == [0, 1])
    #expect(batch.indices == [4, 7])
    #expect(batch.count == 2)
    let values = try [4, 7].flatMap { preprocessing.values(try source.image(at: $0)) }
    #expect(try batch.images.floats() == values)
  }

  private func loader(
    _ source: PlainImages, batchSize: Int = 4, order: BatchOrder = .shuffled, seed: UInt64 = 1,
    workers: Int = 1, depth: Int = 3, cacheBytes: Int = 1 << 20
  ) throws -> BatchLoader {
    try BatchLoader(
      ImageSubset(source, indices: Array(0..<source.count)), batchSize: batchSize, order: order,
      seed: seed,
      preprocessing: Preprocessing(size: 6, mean: [127, 127, 127], deviation: [128, 128, 128]),
      augmentation: Augmentation(flip: true, crop: true), workers: workers, depth: depth,
      cacheBytes: cacheBytes)
  }
}
