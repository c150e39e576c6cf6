import Foundation
import Synchronization
import Testing
import ThawBus
import ThawData
import ThawEngine
import ThawProtocol
import ThawStore

/// An engine on generated IDX files, or a folder of pictures, with everything that its bus carried.
final class EngineSession: Sendable {
  let bus = MessageBus<Signal>(coalescingKey: \.coalescingKey)
  let engine: TrainingEngine
  let recipe: Recipe
  private let log: Subscription<Signal>
  private let phases: Subscription<Signal>

  init(
    _ folder: URL, steps: Int, evaluateEvery: Int = 100, checkpointEvery: Int? = nil,
    checkpointBest: Bool = false, size: Int = 32, method: Recipe.Method = .head,
    plan: [PlanItem] = [], earlyStop: EarlyStop? = nil,
    weights: String = "random", cache: Recipe.Cache = Recipe.Cache(), from checkpoint: URL? = nil,
    script: ReplayScript? = nil, pictures: URL? = nil
  ) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let files = ["images", "labels"].map { folder.appending(path: $0).path }
    try Self.writeIDX(SyntheticImages(count: 24, side: 28), images: files[0], labels: files[1])
    let source =
      pictures.map { Recipe.Data.Source.folder(.init(path: $0.path)) }
      ?? .idx(.init(trainImages: files[0], trainLabels: files[1]))
    recipe = Recipe(
      model: .init(architecture: "efficientnet-lite0", weights: weights),
      data: .init(
        source: source, size: size, validation: 0.25),
      method: method, optimizer: .init(name: .sgd, learningRate: 0.01),
      schedule: .init(shape: .constant),
      run: .init(
        batch: 8, steps: steps, evaluateEvery: evaluateEvery, checkpointEvery: checkpointEvery,
        keepCheckpoints: 1, checkpointBest: checkpointBest, seed: 5,
        // Suites run side by side; more threads would only get in each other's way.
        threads: 1),
      cache: cache, plan: plan, earlyStop: earlyStop)
    log = bus.subscribe(capacity: 100_000)
    phases = bus.subscribe(capacity: 100_000) {
      if case .event(.phase) = $0 { true } else { false }
    }
    engine = TrainingEngine(
      recipe: recipe, sessionFolder: folder, bus: bus, resumeFrom: checkpoint,
      script: script, weightsFolder: folder)
  }

  private static func writeIDX(_ source: SyntheticImages, images: String, labels: String) throws {
    func header(_ shape: [Int]) -> [UInt8] {
      [0, 0, 8, UInt8(shape.count)]
        + shape.flatMap { size in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } }
    }
    let pictures = source.labels.indices.flatMap { index in
      // The class is how bright the picture is.
      source.image(at: index, minimumSide: nil).pixels.enumerated()
        .filter { $0.offset.isMultiple(of: 3) }
        .map { $0.element / 4 + UInt8(source.labels[index] * 60) }
    }
    try Data(header([source.count, 28, 28]) + pictures).write(to: URL(filePath: images))
    try Data(header([source.count]) + source.labels.map(UInt8.init))
      .write(to: URL(filePath: labels))
  }

  func prepareAndRun() async throws -> EngineOutcome {
    _ = try await engine.prepare()
    return try await engine.run()
  }

  func post(_ commands: Command...) {
    for command in commands {
      bus.post(.request(Request(id: UUID().uuidString, command: command)))
    }
  }

  /// Waits until the run enters a phase at a step; fails where it ends before.
  func wait(for wanted: Phase, step wantedStep: Int) async throws {
    while let signal = try await phases.next()?.payload {
      guard case .event(.phase(let phase, let step, _)) = signal else { continue }
      if phase == wanted, step == wantedStep { return }
      try #require(!phase.isFinal, "the run ended before it was \(wanted) at \(wantedStep)")
    }
  }

  /// Everything that the bus carried so far.
  func events() throws -> [Signal] {
    kept.withLock { kept in
      kept += (try? log.drain().map(\.payload)) ?? []
      return kept
    }
  }

  /// The text of every reply; the figures of an evaluation and of a forecast are cut off.
  func replies() throws -> [String] {
    try events().compactMap { signal in
      guard case .reply(let reply) = signal else { return nil }
      let text = reply.outcome.text
      let figures = ["/loss", "; predicted"].compactMap { text.firstRange(of: $0)?.lowerBound }
      return String(text[..<(figures.min() ?? text.endIndex)])
    }
  }

  /// A metric's values by step.
  func metrics(_ name: String, in signals: [Signal]) -> [Int: Double] {
    var values: [Int: Double] = [:]
    for case .event(.metrics(let records)) in signals {
      for record in records { values[record.step] = record.values[name] ?? values[record.step] }
    }
    return values
  }

  /// The events in a word or two, without waits for data, of which a busy machine may make some.
  static func story(of signals: [Signal]) -> [String] {
    let words = signals.compactMap(short)
    let waits = words.indices.filter { words[$0] == Phase.waiting.rawValue }
    // The phase that goes on is told once more.
    let left = Set(waits + waits.map { $0 + 1 })
    return words.indices.filter { !left.contains($0) }.map { words[$0] }
  }

  /// An event in a word or two; nil for those that come all the time.
  static func short(_ signal: Signal) -> String? {
    switch signal {
    case .event(.phase(let phase, _, _)): phase.rawValue
    case .event(.checkpoint(let info)): "checkpoint \(info.folder)"
    case .event(.metrics(let records)):
      records.map { record in
        "\(record.step) \(record.values[MetricName.trainLoss] == nil ? "val" : "train")"
      }.joined(separator: ", ")
    default: nil
    }
  }

  private let kept = Mutex<[Signal]>([])
}
