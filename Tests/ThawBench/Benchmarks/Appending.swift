import Foundation
import ThawProtocol
import ThawStore

/// What storing five metrics a step takes, in time and on the disk.
struct Appending {
  private static let steps = 200_000
  private static let metrics = RecordedRun.million.metrics

  private let workbench: Workbench

  init(_ workbench: Workbench) { self.workbench = workbench }

  func measure() throws -> [Measurement] {
    try workbench.withScratchFolder { folder in
      try [live(in: SessionLibrary(folder: folder))] + sustained(in: SessionLibrary(folder: folder))
    }
  }

  /// Three steps a transaction: what the host writes each 150 ms at 20 steps/s.
  private func live(in library: SessionLibrary) throws -> Measurement {
    let run = RecordedRun(name: "live", steps: 6_000, metrics: Self.metrics)
    let store = try newStore(run, in: library)
    var values = SyntheticValues(of: run)
    let times = try stride(from: 0, to: run.steps, by: 3).map { start in
      let records = values.records(start..<start + 3)
      return try milliseconds { try store.append(records) } * 1_000 / 3
    }
    return Measurement(what: "append at 20 steps/s, a step", unit: "µs", values: times)
  }

  /// A thousand steps a transaction, as they come when steps are short.
  private func sustained(in library: SessionLibrary) throws -> [Measurement] {
    let run = RecordedRun(name: "sustained", steps: Self.steps, metrics: Self.metrics)
    let store = try newStore(run, in: library)
    var values = SyntheticValues(of: run)
    let part = Self.steps / 10
    let rates = try stride(from: 0, to: run.steps, by: part).map { start in
      let batches = stride(from: start, to: start + part, by: 1_000).map { first in
        values.records(first..<first + 1_000)
      }
      let spent = try milliseconds { for batch in batches { try store.append(batch) } }
      return Double(part * Self.metrics.count) / spent * 1_000
    }
    try store.setPhase(.finished, step: run.steps)
    try store.close()
    let size = try FileManager.default.attributesOfItem(atPath: store.folder.database.path)[.size]
    let bytes = (size as? NSNumber)?.doubleValue ?? .nan
    return [
      Measurement(
        what: "append, sustained", unit: "values/s", values: rates, goal: .atLeast(200_000)),
      Measurement(
        what: "on the disk, 5 metrics a step", unit: "B/value",
        values: [bytes / Double(Self.steps * Self.metrics.count)], goal: .atMost(12)),
    ]
  }

  private func newStore(_ run: RecordedRun, in library: SessionLibrary) throws -> SessionStore {
    let recipe = Recipe(
      model: Recipe.Model(architecture: "efficientnet-lite0"),
      data: Recipe.Data(source: .folder(Recipe.Data.Folder(path: "images"))),
      run: Recipe.Run(steps: run.steps))
    return try SessionStore(
      creating: try library.create(for: recipe, name: run.name), recipe: recipe)
  }
}
