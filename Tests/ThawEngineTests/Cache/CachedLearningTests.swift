import Foundation
import Testing
import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor
import ThawTestSupport

@testable import ThawEngine

@Suite("Learning with the activation cache") struct CachedLearningTests {
  private static let always = Recipe.Cache(enabled: .always)
  private static let never = Recipe.Cache(enabled: .never)
  private static let optimizer = Recipe.Optimizer(name: .adamw, learningRate: 1e-3, rampSteps: 4)

  /// Losses of training and validation, and the hits, with a script of commands.
  private struct Trace: Equatable {
    var losses: [Double] = []
    var hits: [Double?] = []
  }

  private func trace(
    _ rig: Rig, steps: Int, script: [Int: [Command]] = [:], evaluateEvery: Int = 4
  ) throws -> Trace {
    var (rig, trace) = (rig, Trace())
    while rig.step < steps {
      for command in script[rig.step] ?? [] { try rig.apply(command) }
      if rig.step.isMultiple(of: evaluateEvery) {
        trace.losses.append(try rig.learner.evaluate().loss)
      }
      let values = try rig.takeStep().values
      trace.losses.append(values[MetricName.trainLoss] ?? .nan)
      trace.hits.append(values[MetricName.cacheHitRate])
    }
    return trace
  }

  private func largestDifference(_ one: Trace, _ other: Trace) -> Double {
    guard one.losses.count == other.losses.count else { return .infinity }
    return zip(one.losses, other.losses).map { abs($0 - $1) }.max() ?? .infinity
  }

  /// Three batches an epoch of 31 samples; seven are left out each time.
  private static let toggles: [Int: [Command]] = [
    // Below what is kept: computed anew, and kept.
    7: [.thaw(["final"])],
    // With other weights than before: what was kept of it is void; extended from the shallower.
    14: [.freeze(["final"])],
    21: [.thaw(["blocks.2"])],
    22: [.freeze(["blocks.2"])],
    25: [.freeze(["blocks.*"]), .thaw(["stem"])],
    26: [.freeze(["stem"])],
  ]

  @Test("Through toggles the losses are those of a run without it, to the last bit")
  func toggled() throws {
    let cached = try trace(
      Rig(Self.optimizer, method: .head, flip: false, cache: Self.always), steps: 32,
      script: Self.toggles)
    let uncached = try trace(
      Rig(Self.optimizer, method: .head, flip: false, cache: Self.never), steps: 32,
      script: Self.toggles)

    #expect(cached.losses == uncached.losses)
    #expect(uncached.hits.allSatisfy { $0 == nil })
    // The first epoch fills; what it left out is filled in with the second's first batch that lacks it.
    #expect(cached.hits.prefix(7) == [0, 0, 0, 1, 1, 1, 1])
    // In the epoch after a freeze within one, what is missing is filled in batch by batch.
    #expect(cached.hits[7...9] == [0, 0, 1])
    // Frozen again, but moved meanwhile.
    #expect(cached.hits[14] == 0)
    #expect(cached.hits[20] == 1)
    #expect(cached.hits[25] == nil)
  }

  @Test(
    "The same holds for released architectures, whose outputs have their channels innermost",
    arguments: [("efficientnet-lite0", "final"), ("resnet18", "layer4.1")])
  func released(architecture: String, secondLast: String) throws {
    func rig(_ cache: Recipe.Cache) throws -> Rig {
      try Rig(
        Self.optimizer, method: .last(2), samples: 20, batch: 6, flip: false, cache: cache,
        model: ModelCatalog.make(architecture: architecture, classes: 3, seed: 1))
    }
    let script: [Int: [Command]] = [5: [.freeze([secondLast])]]

    let cached = try trace(rig(Self.always), steps: 9, script: script)
    let uncached = try trace(rig(Self.never), steps: 9, script: script)

    #expect(largestDifference(cached, uncached) < 1e-4)
    #expect(cached.losses == uncached.losses)
    #expect(cached.hits.count { $0 == 1 } >= 4)
  }

  @Test("Freezing more goes on from what is kept, and thawing again falls back to it")
  func extendAndFallBack() throws {
    let script: [Int: [Command]] = [
      6: [.freeze(["blocks.3-4", "final"])], 12: [.thaw(["blocks.3-4", "final"])],
    ]
    func rig(_ cache: Recipe.Cache) throws -> Rig {
      try Rig(
        Self.optimizer, method: .rows(["blocks.3-4", "final", "head"]), flip: false, cache: cache)
    }
    let cached = try rig(Self.always)

    let trace = try trace(cached, steps: 15, script: script)

    #expect(trace.losses == (try self.trace(rig(Self.never), steps: 15, script: script)).losses)
    #expect(trace.hits == [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    #expect(cached.learner.activations.table(.training, rows: 4)?.count == 31)
    #expect(cached.learner.activations.table(.training, rows: 7) == nil)
  }

  @Test("What was met before a freeze within an epoch is computed once and not batch by batch")
  func frozenWithinEpoch() throws {
    let script: [Int: [Command]] = [1: [.freeze(["final"])]]
    func rig(_ cache: Recipe.Cache) throws -> Rig {
      try Rig(
        Self.optimizer, method: .rows(["final", "head"]), flip: false,
        cache: cache)
    }
    let cached = try rig(Self.always)

    let trace = try trace(cached, steps: 9, script: script)

    #expect(trace.losses == (try self.trace(rig(Self.never), steps: 9, script: script)).losses)
    // Of 31 samples 16 are kept in the first epoch; of each batch of the second some are.
    #expect(trace.hits == [0, 0, 0, 1, 1, 1, 1, 1, 1])
    #expect(cached.learner.activations.table(.training, rows: 7)?.count == 31)
  }

  @Test("What of the recipe cannot be had is said before the first step, and only then")
  func surprises() throws {
    func notices(_ method: Recipe.Method, draws: Int? = nil, step: Int = 0) throws -> [String] {
      try Rig(Self.optimizer, method: method, cache: .init(draws: draws)).learner.preparation(
        step: step
      )
      .notices
    }
    #expect(try notices(.head).map { $0.hasPrefix("nothing is cached for training") } == [true])
    #expect(try notices(.head, draws: 2).isEmpty && notices(.head, step: 3).isEmpty)
    #expect(try notices(.all).isEmpty)
    let beyond = try notices(.last(99))
    #expect(beyond.count == 1 && beyond[0].hasPrefix("method.train is last:99, and all "))
  }

  @Test("With augmentation nothing is kept for training, unless its draws repeat")
  func draws() throws {
    func rig(_ enabled: Recipe.Cache.Enabled, draws: Int?) throws -> Rig {
      try Rig(
        Self.optimizer, method: .head, flip: true, cache: .init(enabled: enabled, draws: draws))
    }
    let free = try trace(rig(.always, draws: nil), steps: 9)
    let cached = try trace(rig(.always, draws: 2), steps: 12)
    let uncached = try trace(rig(.never, draws: 2), steps: 12)

    #expect(free.hits.allSatisfy { $0 == nil })
    #expect(cached.losses == uncached.losses)
    #expect(cached.hits == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    #expect(free.losses != uncached.losses)
  }

  @Test("In half precision the losses stay close, and the outputs take half the room")
  func float16() throws {
    var full = try Rig(Self.optimizer, method: .head, flip: false, cache: Self.always)
    var half = try Rig(
      Self.optimizer, method: .head, flip: false,
      cache: .init(enabled: .always, number: .float16))
    let losses = try [full.train(to: 9), half.train(to: 9)].map {
      $0.compactMap { $0[MetricName.trainLoss] }
    }

    let difference = zip(losses[0], losses[1]).map { abs($0 - $1) }.max() ?? .infinity
    #expect(difference > 0)
    #expect(difference < 1e-2)
    let bytes = [full, half].map { rig in
      rig.learner.activations.table(.training, rows: 7)?.memory.bytes
    }
    #expect(bytes[0] == 31 * 16 * 4)
    #expect(bytes[1] == 31 * 16 * 2)
  }

  @Test("Without room in memory a file is used, which has no name and is gone with the run")
  func spill() async throws {
    try await withTemporaryFolder { folder in
      let place = folder.appending(path: "cache")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try Data("left by a killed engine".utf8).write(to: place.appending(path: "spill-x"))
      let rig = try Rig(
        Self.optimizer, method: .head, flip: false, cache: .init(enabled: .always, memory: 0),
        spillFolder: place)
      #expect(!FileManager.default.fileExists(atPath: place.path))

      let spilled = try trace(rig, steps: 9)

      #expect(rig.learner.activations.table(.training, rows: 7)?.memory.place == .disk)
      #expect(!FileManager.default.fileExists(atPath: place.path))
      #expect(spilled.hits.suffix(6).allSatisfy { $0 == 1 })
      let uncached = try trace(
        Rig(Self.optimizer, method: .head, flip: false, cache: Self.never), steps: 9)
      #expect(spilled.losses == uncached.losses)
    }
  }

  @Test("Where there is no room at all the run goes on without, and says why")
  func noRoom() throws {
    let rig = try Rig(
      Self.optimizer, method: .head, flip: false, cache: .init(enabled: .always, memory: 0))

    let trace = try trace(rig, steps: 3)

    #expect(trace.hits.allSatisfy { $0 == nil })
    #expect(
      rig.learner.activations.sides[.training]?.activity
        == .declined(
          reason:
            "1 MiB are more than the 0 MiB of cache.memory, and there is no folder for more; "
            + "cache.dtype = \"float16\" takes half"))
  }

  @Test("A batch with a picture that cannot be read is kept all the same")
  func unreadable() throws {
    let source = TornImages(SyntheticImages(count: 40), torn: [4, 9, 13])
    let cached = try trace(
      Rig(Self.optimizer, method: .head, flip: false, cache: Self.always, source: source),
      steps: 12)
    let uncached = try trace(
      Rig(Self.optimizer, method: .head, flip: false, cache: Self.never, source: source),
      steps: 12)

    #expect(largestDifference(cached, uncached) < 1e-4)
    #expect(cached.hits.suffix(6).allSatisfy { $0 == 1 })
  }

  @Test("A run that is resumed with it goes on bit for bit as if never interrupted")
  func resumed() async throws {
    var whole = try Rig(Self.optimizer, method: .head, flip: false, cache: Self.always)
    let wanted = try whole.train(to: 11).map { $0[MetricName.trainLoss] }
    try await withTemporaryFolder { folder in
      var first = try Rig(Self.optimizer, method: .head, flip: false, cache: Self.always)
      _ = try first.train(to: 5)
      try first.save(to: folder)
      var second = try Rig(
        Self.optimizer, method: .head, flip: false, cache: Self.always, from: folder)

      #expect(try second.train(to: 11).map { $0[MetricName.trainLoss] } == wanted.suffix(6))
    }
  }
}

/// Pictures of which some cannot be read.
private struct TornImages: ImageSource {
  let whole: SyntheticImages
  let torn: Set<Int>

  init(_ whole: SyntheticImages, torn: Set<Int>) { (self.whole, self.torn) = (whole, torn) }

  var labels: [Int] { whole.labels }
  var classes: [String] { whole.classes }
  var skipped: [SkippedFile] { [] }

  func image(at index: Int, minimumSide: Int?) throws -> RGBImage {
    guard !torn.contains(index) else {
      throw ImageError(.truncated, path: "\(index).jpg", reason: "torn")
    }
    return whole.image(at: index, minimumSide: minimumSide)
  }
}
