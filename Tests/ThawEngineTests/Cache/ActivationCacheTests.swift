import Testing
import ThawData
import ThawProtocol
import ThawStore
import ThawTensor

@testable import ThawEngine

@Suite("Activation cache") struct ActivationCacheTests {
  /// A clock that goes on by so many seconds whenever it is read.
  private final class TickingClock {
    private var now = 0.0
    private let step: Double

    init(step: Double) { self.step = step }

    func read() -> Double {
      now += step
      return now
    }
  }

  /// A cache for six samples, 3…8, with one frozen row of one weight.
  private func cache(
    _ options: Recipe.Cache, secondsPerCall: Double = 0.1, weight: Tensor
  ) throws -> ActivationCache {
    let dataset = try ImageDataset(SyntheticImages(count: 9), validationShare: 0, seed: 1)
    let recipe = Recipe(
      model: .init(architecture: "tiny"), data: .init(source: .folder(.init(path: ""))),
      run: .init(epochs: 1))
    let input = Preprocessing(size: 16, mean: [0, 0, 0], deviation: [1, 1, 1])
    let side = ActivationCache.Side(
      data: DataFingerprint(dataset.training, recipe, input),
      places: SamplePlaces(Array(3...8), draws: 1), repeats: true)
    let clock = TickingClock(step: secondsPerCall)
    let cache = ActivationCache(options, [.training: side]) { clock.read() }
    try cache.follow(rows: 1, weightsChanged: true) { _ in [weight] }
    return cache
  }

  private func weight() throws -> Tensor { try Tensor([1, 2] as [Float], shape: [2]) }

  private func outputs(_ values: Float...) throws -> Tensor {
    try Tensor(values, shape: [values.count, 1])
  }

  private func keep(
    _ cache: ActivationCache, _ samples: [Int], seconds: Double = 1, passesLeft: Double = 9
  ) throws {
    try cache.keep(
      Tensor(samples.map { Float($0) }, shape: [samples.count, 1]), of: samples, in: .training,
      epoch: 0, seconds: seconds, passesLeft: passesLeft)
  }

  @Test("Three batches are measured, then it keeps on where that pays before the run ends")
  func pays() throws {
    let cache = try cache(.init(), weight: weight())
    for samples in [[3, 4], [5, 6]] {
      try keep(cache, samples)
      #expect(cache.status?.stage == .measuring)
    }

    try keep(cache, [7])

    let status = try #require(cache.status)
    #expect(status.stage == .keeping)
    #expect((status.rows, status.kept, status.total) == (1, 5, 6))
    #expect((status.bytes, status.place) == (24, .memory))
    // A clock call each before and after writing, and one after reading: 0.1 s apart.
    #expect(abs((status.payback ?? 0) - 0.1 / 0.9) < 1e-9)
    #expect(status.text == "1 row 83 % cached, 1 MiB in memory, pays back after 0.2 epochs")
    let kept = try #require(try cache.kept([7, 3, 5], of: .training, epoch: 0))
    #expect(try kept.outputs.floats() == [7, 3, 5])
    #expect(try cache.kept([7, 8], of: .training, epoch: 0) == nil)
    #expect(cache.missing(of: .training, for: [8, 3], epoch: 0, atMost: 2) == [8])
    #expect(cache.missing(of: .training, for: [7, 3], epoch: 0, atMost: 2) == nil)
  }

  @Test(
    "Where it would not pay it is declined, with the reason, and nothing is kept",
    arguments: [
      (0.05, 9.0, "reading takes as long as computing"),
      (1, 1, "it would pay after 1.1 passes over the data, and 1.0 are left"),
    ])
  func declined(seconds: Double, passesLeft: Double, reason: String) throws {
    let cache = try cache(.init(), weight: weight())

    for samples in [[3, 4], [5, 6], [7, 8]] {
      try keep(cache, samples, seconds: seconds, passesLeft: passesLeft)
    }

    #expect(cache.status?.stage == .declined)
    #expect(cache.status?.reason == reason)
    #expect(cache.status?.text == "1 row not cached: \(reason)")
    #expect(try cache.kept([3, 4], of: .training, epoch: 0) == nil)
    try keep(cache, [3, 4], seconds: 9)
    #expect(cache.status?.kept == 0)
  }

  @Test("Asked for, it keeps on whatever the times say; forbidden, it does nothing")
  func alwaysAndNever() throws {
    let (always, never) = (
      try cache(.init(enabled: .always), weight: weight()),
      try cache(.init(enabled: .never), weight: weight())
    )
    for cache in [always, never] { try keep(cache, [3, 4], seconds: 0, passesLeft: 0) }

    #expect(always.status?.stage == .keeping)
    #expect(never.status == nil)
    #expect(try never.kept([3, 4], of: .training, epoch: 0) == nil)
  }

  @Test("Weights of which one bit differs void what was kept, and the same weights do not")
  func weights() throws {
    let weight = try weight()
    let cache = try cache(.init(enabled: .always), weight: weight)
    try keep(cache, [3, 4])
    func isKept() throws -> Bool { try cache.kept([3, 4], of: .training, epoch: 0) != nil }

    try cache.follow(rows: 1, weightsChanged: true) { _ in [weight] }
    #expect(try isKept())
    try weight.copy(from: Tensor([1, Float(2).nextUp], shape: [2]))
    try cache.follow(rows: 1, weightsChanged: true) { _ in [weight] }

    #expect(try !isKept())
    #expect(cache.status?.stage == .keeping || cache.status?.stage == .measuring)
    cache.dropStale()
    #expect(cache.status?.kept == 0)
  }

  @Test("Where float16 overflows it is declined, with whichever batch that is", arguments: [0, 4])
  func overflow(batches: Int) throws {
    let cache = try cache(.init(enabled: .always, number: .float16), weight: weight())
    for _ in 0..<batches { try keep(cache, [3, 4]) }
    #expect(batches == 0 || cache.status?.stage == .keeping)
    try cache.keep(
      outputs(1, 70_000), of: [5, 6], in: .training, epoch: 0, seconds: 1, passesLeft: 9)

    #expect(
      cache.status?.reason == "float16 cannot hold the outputs; cache.dtype = \"float32\" can")
    #expect(try cache.kept([3, 4], of: .training, epoch: 0) == nil)
  }

  @Test("The key tells data, split, rows, weights and number apart")
  func fingerprint() throws {
    let dataset = try ImageDataset(SyntheticImages(count: 9), validationShare: 0, seed: 1)
    let input = Preprocessing(size: 16, mean: [0, 0, 0], deviation: [1, 1, 1])
    let recipe = Recipe(
      model: .init(architecture: "tiny"), data: .init(source: .folder(.init(path: "a"))),
      run: .init(epochs: 1))
    let first = DataFingerprint(dataset.training, recipe, input)
    var (path, seed, flip, wider) = (recipe, recipe, recipe, input)
    path.data.source = .folder(.init(path: "b"))
    seed.run.seed = 2
    flip.data.flip = true
    wider.size = 32
    var longer = recipe
    longer.run.epochs = 2

    #expect(DataFingerprint(dataset.training, longer, input) == first)
    for other in [path, seed, flip] {
      #expect(DataFingerprint(dataset.training, other, input) != first)
    }
    #expect(DataFingerprint(dataset.training, recipe, wider) != first)
    let fewer = ImageSubset(
      dataset.training.source, indices: Array(dataset.training.indices.dropLast()))
    #expect(DataFingerprint(fewer, recipe, input) != first)
  }
}
