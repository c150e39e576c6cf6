import Foundation
import ThawProtocol
import ThawStore

/// How near the forecast of a mask's memory comes to the peak that a run of it has.
struct MemoryForecast {
  /// By how much a forecast may be wrong, in percent.
  private static let tolerance = 15.0
  private static let cases: [(architecture: String, size: Int, batch: Int, rows: [Int?])] = [
    ("efficientnet-lite0", 64, 32, [10, nil]), ("resnet18", 64, 8, [5, nil]),
    ("resnet18", 96, 16, [6, nil]),
  ]

  private let workbench: Workbench
  private let engine: String

  init(_ workbench: Workbench) {
    self.workbench = workbench
    engine =
      URL(filePath: workbench.program).deletingLastPathComponent()
      .appending(path: "thaw-engine").path
  }

  /// What is counted from is the peak of a run that trains the head alone.
  func measure() throws -> [Measurement] {
    try workbench.withScratchFolder { folder in
      let library = SessionLibrary(folder: folder)
      return try Self.cases.flatMap { architecture, size, batch, masks in
        let name = "\(architecture) at \(size) px, \(batch) a step"
        func run(_ method: Recipe.Method) throws -> (bytes: Int, rows: [LayerRow]) {
          try peak(of: try recipe(architecture, size, batch, method), in: library)
        }
        let head = try run(.head)
        return try masks.map { rows in
          let method = rows.map(Recipe.Method.last) ?? .all
          let added = try run(method).bytes - head.bytes
          let forecast = try forecast(head.rows, last: rows, batch: batch)
          return Measurement(
            what: "memory, \(name): \(rows.map { "last \($0) rows" } ?? "all rows"), error",
            unit: "%", values: [abs(Double(forecast) / Double(added) - 1) * 100],
            goal: .atMost(Self.tolerance),
            notes: [
              "\(name): \(printedMemory(added)) more than the head alone, "
                + "\(printedMemory(forecast)) forecast"
            ])
        }
      }
    }
  }

  private func forecast(_ rows: [LayerRow], last count: Int?, batch: Int) throws -> Int {
    let head = rows.count - 1
    let traits = TrainingTraits(
      batch: batch, stateBytes: 8, moments: "", rampSteps: 0, untrained: Array(0..<head),
      availableBytes: nil)
    guard let model = MemoryModel(rows, traits) else {
      throw Workbench.Missing(description: "the rows of a run have no costs")
    }
    let trainable = Set((count.map { rows.count - $0 } ?? 0)..<rows.count)
    return model.bytesAdded(
      from: StepMask(trainable: [head]), to: StepMask(trainable: trainable))
  }

  /// A few steps of the demo's pictures, on weights drawn at random.
  private func recipe(
    _ architecture: String, _ size: Int, _ batch: Int, _ method: Recipe.Method
  ) throws -> Recipe {
    var recipe = try FineTune.all[0].recipe(threads: 2)
    recipe.model = Recipe.Model(architecture: architecture, weights: "random")
    recipe.data.size = size
    recipe.data.limit = 4 * batch
    recipe.data.validationLimit = batch
    recipe.method = method
    recipe.cache.enabled = .never
    recipe.run = Recipe.Run(batch: batch, steps: 3, evaluateEvery: 100, threads: 2)
    return recipe
  }

  /// Runs a recipe in a process of its own and returns the most memory that this had at once.
  private func peak(
    of recipe: Recipe, in library: SessionLibrary
  ) throws -> (bytes: Int, rows: [LayerRow]) {
    let folder = try library.create(for: recipe, name: nil)
    defer { try? FileManager.default.removeItem(at: folder.url) }
    try recipe.toml.write(to: folder.recipe, atomically: true, encoding: .utf8)
    let bytes = try Subprocess.peakMemory(of: engine, ["run", folder.url.path], log: folder.log)
    return (bytes, try SessionReader(folder).rows())
  }
}
