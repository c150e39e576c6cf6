import Dispatch
import Foundation
import Testing
import ThawTestSupport

@testable import ThawData

@Suite("Batch loader", .timeLimit(.minutes(1)))
struct BatchLoaderTests {
  @Test("Pictures are asked for once and kept while they fit")
  func caching() throws {
    let (kept, unkept) = (PlainImages(8), PlainImages(8))
    // 6 × 6 × 3 bytes each.
    try takeEpochs(3, from: loader(kept, cacheBytes: 8 * 108))
    try takeEpochs(3, from: loader(unkept, cacheBytes: 107))

    #expect(kept.requestCounts.values.allSatisfy { $0 == 1 })
    #expect(unkept.requestCounts.values.allSatisfy { $0 >= 3 })
  }

  @Test("The cache keeps to its budget")
  func budget() throws {
    let loader = try loader(PlainImages(8), cacheBytes: 3 * 108 + 50)

    try takeEpochs(3, from: loader)

    #expect(loader.cachedBytes == 3 * 108)
  }

  @Test("Never more is made ahead than the depth", arguments: [(1, 1), (1, 3), (3, 2), (4, 6)])
  func depth(workers: Int, depth: Int) throws {
    let source = PlainImages(100)
    let loader = try loader(source, workers: workers, depth: depth, cacheBytes: 0)

    for taken in 1...40 {
      _ = try loader.nextPrepared()
      #expect(source.requestCounts.values.reduce(0, +) <= (taken + depth) * 2)
    }
  }

  @Test("A picture that cannot be read is left out of its batch and listed once")
  func unreadable() throws {
    let loader = try loader(PlainImages(6, damaged: [1, 3]), order: .sequential)
    var batches: [[Int]] = []
    for _ in 0..<2 {
      while let next = try loader.nextPrepared() {
        batches.append(next.batch.indices)
        #expect(next.batch.values.count == next.batch.indices.count * 3 * 6 * 6)
        #expect(next.batch.labels.count == next.batch.indices.count)
      }
      loader.seek(epoch: 0, batch: 0)
    }

    #expect(batches == [[0], [2], [4, 5], [0], [2], [4, 5]])
    #expect(
      loader.skipped.map(\.description) == [
        "1.jpg: truncated; copy or download the file again",
        "3.jpg: truncated; copy or download the file again",
      ])
  }

  @Test(
    "A batch of which nothing is left is passed over; an epoch of which nothing is left is an error"
  )
  func nothingReadable() throws {
    let some = try loader(PlainImages(6, damaged: [2, 3]), order: .sequential)
    _ = try some.nextPrepared()
    #expect(try some.nextPrepared()?.batch.indices == [4, 5])

    for order in [BatchOrder.shuffled, .sequential] {
      let none = try loader(PlainImages(6, damaged: Set(0..<6)), order: order)
      let error = #expect(throws: DatasetError.self) { try none.nextPrepared() }
      #expect(error?.description.contains("no picture of a whole epoch could be read") == true)
    }
  }

  @Test("A file whose header is good and whose pixels are cut off is met, left out and named")
  func truncatedFile() async throws {
    let picture = try #require(Fixtures.jpeg["baseline"])

    try await withTemporaryFolder { root in
      let folder = root.appending(path: "a")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try picture.file.write(to: folder.appending(path: "1.jpg"))
      try picture.file.dropLast(300).write(to: folder.appending(path: "2.jpg"))
      try picture.file.write(to: folder.appending(path: "3.jpg"))
      let images = try FolderImages(
        root: root, classes: ["a": ["a/1.jpg", "a/2.jpg"], "b": ["a/3.jpg"]])
      #expect(images.count == 3)

      let loader = try BatchLoader(
        ImageSubset(images, indices: [0, 1, 2]), batchSize: 3, order: .sequential, seed: 1,
        preprocessing: Preprocessing(size: 6, mean: [0, 0, 0], deviation: [1, 1, 1]))

      #expect(try loader.nextPrepared()?.batch.indices == [0, 2])
      #expect(loader.skipped.map(\.path) == [images.files[1]])
      #expect(loader.skipped.first?.reason.hasPrefix("truncated") == true)
    }
  }

  @Test("A picture for which there is no memory is not passed over as a damaged one is")
  func noMemory() throws {
    let loader = try loader(PlainImages(6, withoutMemory: [2]), order: .sequential)

    #expect(try loader.nextPrepared()?.batch.indices == [0, 1])
    let error = #expect(throws: ImageError.self) { try loader.nextPrepared() }
    #expect(error?.kind == .noMemory)
    #expect(loader.skipped.isEmpty)
  }

  @Test("A source's failure surfaces in place of its batch, and the next batch follows")
  func failure() throws {
    let loader = try loader(PlainImages(6, failing: [2]), order: .sequential)

    #expect(try loader.nextPrepared()?.batch.indices == [0, 1])
    #expect(throws: PlainImages.DiskGone()) { try loader.nextPrepared() }
    #expect(try loader.nextPrepared()?.batch.indices == [4, 5])
  }

  @Test("After a cancellation next() returns nil, before and after the first batch")
  func cancellation() throws {
    let (used, unused) = (try loader(PlainImages(6)), try loader(PlainImages(6)))
    _ = try used.nextPrepared()

    used.cancel()
    unused.cancel()

    #expect(try used.nextPrepared() == nil)
    #expect(try unused.nextPrepared() == nil)
  }

  @Test("A loader that is let go of stops its threads and releases its source")
  func release() throws {
    let released = DispatchSemaphore(value: 0)
    do {
      let loader = try loader(PlainImages(6) { released.signal() }, workers: 3)
      _ = try loader.nextPrepared()
    }

    #expect(released.wait(timeout: .now() + 30) == .success)
  }

  @Test("Time spent waiting is counted")
  func waiting() throws {
    let loader = try loader(PlainImages(6))
    #expect(loader.waited == .zero)

    _ = try loader.nextPrepared()

    #expect(loader.waited > .zero)
  }

  @Test("What is passed is not made, and what follows is what would have", arguments: [1, 3])
  func passing(workers: Int) throws {
    let (whole, source) = (try loader(PlainImages(6)), PlainImages(6))
    let passing = try loader(source, workers: workers, depth: 1, cacheBytes: 0)
    var wanted: [[Int]] = []
    for _ in 0..<9 { wanted.append(try #require(try whole.nextPrepared()).batch.indices) }

    var got: [[Int]] = []
    for number in 0..<9 {
      let samples = try #require(passing.upcoming())
      if number.isMultiple(of: 4) {
        #expect(try passing.nextPrepared()?.batch.indices == samples)
      } else {
        passing.pass()
      }
      got.append(samples)
    }

    #expect(got == wanted)
    #expect(passing.position == whole.position)
    // Three batches of two were taken, and at most one more was begun after each.
    #expect(source.requestCounts.values.reduce(0, +) <= 12)
  }

  @Test("A sequential pass ends, taken or passed, and seeking begins it anew")
  func sequentialEnd() throws {
    let loader = try loader(PlainImages(5), order: .sequential)
    for _ in 0..<2 {
      #expect(loader.upcoming() == [0, 1])
      loader.pass()
      #expect(try loader.nextPrepared()?.batch.indices == [2, 3])
      loader.pass()
      #expect(loader.upcoming() == nil)
      #expect(try loader.nextPrepared() == nil)
      loader.seek(epoch: 0, batch: 0)
    }
  }

  @Test("Draws repeat after as many epochs as asked for, and no sooner")
  func draws() throws {
    func epochs(draws: Int?) throws -> [[Int: [Float]]] {
      let loader = try BatchLoader(
        ImageSubset(PlainImages(12), indices: Array(0..<12)), batchSize: 12, order: .shuffled,
        seed: 1, preprocessing: Preprocessing(size: 6, mean: [0, 0, 0], deviation: [1, 1, 1]),
        augmentation: Augmentation(flip: true, crop: true), draws: draws)
      return try (0..<5).map { _ in
        let batch = try #require(try loader.nextPrepared()).batch
        let length = batch.values.count / batch.indices.count
        return Dictionary(
          uniqueKeysWithValues: batch.indices.enumerated().map { place, sample in
            (sample, Array(batch.values[place * length..<(place + 1) * length]))
          })
      }
    }
    let (free, two) = (try epochs(draws: nil), try epochs(draws: 2))

    #expect(two[0] == free[0])
    #expect(two[1] == free[1])
    #expect(two[0] != two[1])
    #expect(two[2] == two[0])
    #expect(two[3] == two[1])
    #expect(two[4] == two[0])
    #expect(free[2] != free[0])
  }

  @Test("A subset without samples is refused")
  func empty() {
    #expect(throws: DatasetError.emptySplit("training")) { try loader(PlainImages(0)) }
  }

  private func loader(
    _ source: PlainImages, order: BatchOrder = .shuffled, workers: Int = 1, depth: Int = 2,
    cacheBytes: Int = 1 << 20
  ) throws -> BatchLoader {
    try BatchLoader(
      ImageSubset(source, indices: Array(0..<source.count)), batchSize: 2, order: order, seed: 1,
      preprocessing: Preprocessing(size: 6, mean: [0, 0, 0], deviation: [1, 1, 1]),
      workers: workers, depth: depth, cacheBytes: cacheBytes)
  }

  private func takeEpochs(_ count: Int, from loader: BatchLoader) throws {
    for _ in 0..<count * loader.batchesPerEpoch { _ = try loader.nextPrepared() }
  }
}
