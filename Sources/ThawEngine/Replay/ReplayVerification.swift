public import Foundation
import ThawBus
import ThawProtocol
public import ThawStore

/// Does again what a session did and compares every value that it logged, bit for bit.
///
/// Where the recipe allows the activation cache, whose use depends on measured times, losses may differ by 1e-4.
///
/// Compared is what depends on nothing but recipe and journal: losses, accuracies, rates, norms, drifts. Times and
/// speeds are not.
public struct ReplayVerification: Sendable {
  /// What was compared.
  public struct Result: Equatable, Sendable {
    /// The last step.
    public var steps: Int
    /// How many values were compared.
    public var values: Int
    /// How many of them have other last bits, as they may where the activation cache was on.
    public var inexact: Int
    /// How many interventions and measurements were repeated.
    public var commands: Int
  }

  private let reader: SessionReader
  private let weightsFolder: URL

  /// Prepares to verify a session.
  public init(_ session: SessionFolder, weightsFolder: URL) throws {
    reader = try SessionReader(session)
    self.weightsFolder = weightsFolder
  }

  /// Runs the session again, beside it and leaving nothing behind.
  ///
  /// - Parameter progress: Called after each step with its number and the last one's.
  /// - Returns: What was compared.
  /// - Throws: ``ReplayDifference`` for the first value that differs, or why it cannot be run.
  public func run(
    _ progress: (_ step: Int, _ last: Int) -> Void = { _, _ in }
  ) async throws
    -> Result
  {
    var recipe = try reader.runnableRecipe()
    recipe.run.threads = try recipe.run.threads ?? reader.threads()
    recipe.run.checkpointEvery = nil
    recipe.run.checkpointBest = false
    let script = try reader.replayScript()
    var comparison = try ReplayComparison(
      reader, tolerance: recipe.cache.enabled == .never ? nil : 1e-4)
    recipe.cache.enabled = .never
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "thaw-replay-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }

    let bus = MessageBus<Signal>()
    let signals = bus.subscribe(capacity: 1_000_000) { if case .event = $0 { true } else { false } }
    let engine = TrainingEngine(
      recipe: recipe, sessionFolder: folder, bus: bus, script: script,
      weightsFolder: weightsFolder)
    let running = Task {
      defer { bus.finish() }
      _ = try await engine.prepare()
      _ = try await engine.run()
    }
    do {
      for try await signal in signals {
        guard case .event(let event) = signal.payload else { continue }
        switch event {
        case .metrics(let records):
          for record in records {
            try comparison.take(record)
            progress(record.step, script.end ?? record.step)
          }
        case .journal(let entry): try comparison.take(entry)
        default: break
        }
      }
      try await running.value
      return try comparison.finish(commands: script.entries.count)
    } catch {
      running.cancel()
      _ = await running.result
      throw error
    }
  }
}

/// The first thing that a replay did otherwise.
public enum ReplayDifference: Error, Equatable, CustomStringConvertible {
  /// A value has other bits.
  case value(step: Int, metric: String, recorded: Double, replayed: Double)
  /// A value was logged, and the replay logs none.
  case missing(step: Int, metric: String)
  /// What was applied then is refused now.
  case refused(step: Int, command: String, reason: String)

  /// What differs, at which step.
  public var description: String {
    switch self {
    case .value(let step, let metric, let recorded, let replayed):
      "step \(step): \(metric) was \(recorded) and is \(replayed) in the replay; all before is the same"
    case .missing(let step, let metric):
      "step \(step): \(metric) was logged, and the replay logs none; all before is the same"
    case .refused(let step, let command, let reason):
      "step \(step): “\(command)” was applied, and the replay refuses it: \(reason)"
    }
  }
}
