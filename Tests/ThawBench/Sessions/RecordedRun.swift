import Foundation
import ThawProtocol
import ThawStore

/// A run to record: how long it is and what it logs at each step.
struct RecordedRun {
  var name: String
  var steps: Int
  var metrics: [String]
  /// How many rows the layer board has.
  var rows = 0
  /// Steps between two evaluations; nil: none.
  var evaluateEvery: Int?

  /// What a fine-tune of a network of 18 rows logs.
  static let tenThousand = RecordedRun(
    name: "bench-10k", steps: 10_000,
    metrics: [
      MetricName.trainLoss, MetricName.learningRate, MetricName.gradientNorm,
      MetricName.throughput,
    ] + rowMetrics(of: 18), rows: 18, evaluateEvery: 200)

  /// A long run with five metrics at each step.
  static let million = fiveMetrics("bench-1m", steps: 1_000_000)

  /// The same, but short.
  static let tenth = fiveMetrics("bench-100k", steps: 100_000)

  private static func fiveMetrics(_ name: String, steps: Int) -> RecordedRun {
    RecordedRun(
      name: name, steps: steps,
      metrics: [
        MetricName.trainLoss, MetricName.validationLoss, MetricName.validationAccuracy,
        MetricName.learningRate, MetricName.gradientNorm,
      ])
  }

  /// A short fine-tune, of which a folder may hold thousands.
  static let small = RecordedRun(
    name: "bench-400", steps: 400, metrics: tenThousand.metrics, rows: 18, evaluateEvery: 20)

  /// Many curves of a middling length.
  static let wide = RecordedRun(
    name: "bench-50k", steps: 50_000,
    metrics: [MetricName.trainLoss] + (1..<20).map { "extra/metric-\($0)" })

  static func rowName(_ index: Int, of count: Int) -> String {
    index == 0 ? "stem" : index == count - 1 ? "head" : "blocks.\(index - 1)"
  }

  private static func rowMetrics(of count: Int) -> [String] {
    (0..<count).flatMap { index in
      ["grad_norm", "update_ratio", "drift"].map { "row/\(rowName(index, of: count))/\($0)" }
    }
  }

  /// Records the run as the engine's host does, and returns its folder.
  ///
  /// - Throws: `StoreError`.
  func record(in library: SessionLibrary) throws -> SessionFolder {
    let recipe = Recipe(
      model: Recipe.Model(architecture: "efficientnet-lite0"),
      data: Recipe.Data(source: .folder(Recipe.Data.Folder(path: "images"))),
      run: Recipe.Run(steps: steps))
    let folder = try library.create(for: recipe, name: name)
    let store = try SessionStore(creating: folder, recipe: recipe)
    try store.setRows(board)
    try store.setPhase(.training, step: 0)
    try store.setProgress(epoch: 0, totalSteps: steps)
    var values = SyntheticValues(of: self)
    for start in stride(from: 0, to: steps, by: 1_000) {
      try store.append(values.records(start..<min(start + 1_000, steps)))
    }
    for entry in journal { try store.append(journal: entry) }
    try store.setPhase(.finished, step: steps)
    try store.close()
    return folder
  }

  private var board: [LayerRow] {
    (0..<rows).map { index in
      let name = Self.rowName(index, of: rows)
      let tensors = (0..<17).map { tensor in
        TensorDescription(name: "\(name).\(tensor).weight", shape: [96, 16, 3, 3], type: "F32")
      }
      return LayerRow(
        name: name, parameters: 17 * 96 * 16 * 9, state: index < 9 ? .frozen : .trainable,
        tensors: tensors)
    }
  }

  private var journal: [JournalEntry] {
    (1..<20).map { index in
      let step = steps * index / 20
      return JournalEntry(
        step: step, time: Double(step) / 20,
        command: index.isMultiple(of: 2) ? "thaw blocks.1" : "freeze blocks.1",
        outcome: .applied(step: step, note: nil))
    }
  }
}
