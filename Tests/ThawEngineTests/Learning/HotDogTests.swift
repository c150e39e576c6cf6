import Foundation
import Testing
import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor
import ThawTestSupport

@testable import ThawEngine

/// The recipe that is shipped, on pictures and weights that are generated.
@Suite("The hot-dog recipe") struct HotDogTests {
  private static let file = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "sessions/hotdog/recipe.toml")

  private static func shipped() throws -> Recipe {
    try Recipe(toml: String(contentsOf: file, encoding: .utf8), file: file.path)
  }

  /// The recipe with its paths in a folder, which gets six pictures to train on, four to test, and weights.
  private func recipe(in folder: URL) throws -> Recipe {
    var recipe = try Self.shipped()
    var generator = SeededGenerator(seed: 4)
    for (split, count) in [("train", 3), ("test", 2)] {
      for (label, name) in ["hotdog", "not-hotdog"].enumerated() {
        let home = folder.appending(path: "\(split)/\(name)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        for index in 0..<count {
          let picture = MosaicJPEG(columns: 40 + index, rows: 30).bytes { _, _ in
            [Int.random(in: -60...60, using: &generator), -20, label == 0 ? 60 : -60]
          }
          try Data(picture).write(to: home.appending(path: "\(index).jpg"))
        }
      }
    }
    let weights = folder.appending(path: "resnet18.safetensors")
    let released = try ModelCatalog.make(architecture: "resnet18", classes: 1000, seed: 3)
    try SafetensorsFile.write(try released.export(), metadata: [:], to: weights)
    recipe.model.weights = weights.path
    recipe.data.source = .folder(
      .init(
        path: folder.appending(path: "train").path, testPath: folder.appending(path: "test").path))
    recipe.run.batch = 4
    recipe.run.threads = 1
    return recipe
  }

  @Test("It is d2l's: rates and decay of the sum over a batch, as those of the mean")
  func numbers() throws {
    let recipe = try Self.shipped()
    let optimizer = recipe.optimizer
    let batch = Double(recipe.run.batch)

    #expect(optimizer.name == .sgd && optimizer.momentum == 0)
    #expect(abs(optimizer.learningRate - 5e-5 * batch) < 1e-12)
    #expect(abs(optimizer.weightDecay - 1e-3 / batch) < 1e-12)
    #expect(optimizer.rates == ["head": 10])
    #expect(recipe.schedule.shape == .constant && recipe.schedule.warmupSteps == 0)
    #expect(recipe.method == .all && recipe.data.crop && recipe.data.flip)
    #expect(recipe.run.epochs == 5)
    #expect(recipe.isOfUser)
  }

  @Test("Its rates on the mean of a batch make the step that d2l's make on the sum")
  func summedLoss() throws {
    let shipped = try Self.shipped()
    let samples = 8
    // What d2l writes, for losses that are added up, and a weight decay that is not.
    let (rate, decay) = (
      shipped.optimizer.learningRate / Double(shipped.run.batch),
      shipped.optimizer.weightDecay * Double(shipped.run.batch)
    )
    var optimizer = shipped.optimizer
    optimizer.learningRate = rate * Double(samples)
    optimizer.weightDecay = decay / Double(samples)
    func rig() throws -> Rig {
      try Rig(optimizer, batch: samples, flip: false, model: PlainModel(classes: 3))
    }
    let summed = try rig().learner
    let batch = try #require(try summed.training.next())
    try summed.model.forward(batch.images, rows: 0..<1)
      .crossEntropy(targets: batch.labels, reduction: .sum).backward()

    var mean = try rig()
    try mean.takeStep()

    // The head of d2l has ten times the rate.
    for (parameter, moved) in zip(summed.model.parameters, mean.learner.model.parameters) {
      let (before, after) = (try parameter.tensor.floats(), try moved.tensor.floats())
      let gradient = try #require(parameter.tensor.gradient).floats()
      for index in before.indices {
        let step = Float(10 * rate) * (gradient[index] + Float(decay) * before[index])
        #expect(abs(after[index] - (before[index] - step)) < 1e-7, "\(parameter.name)")
      }
      #expect(zip(before, after).contains { abs($0 - $1) > 1e-5 }, "\(parameter.name)")
    }
  }

  @Test(
    "JPEGs of any shape become crops of 224, and the released head makes way for one of two classes"
  )
  func mechanics() async throws {
    try await withTemporaryFolder { folder in
      let recipe = try recipe(in: folder)
      let learner = try Learner(recipe: recipe, weightsFolder: folder)
      try learner.begin(with: learner.initialMask)
      let parameters = learner.model.parameters
      let before = try parameters.map { try $0.tensor.detached().clone() }

      #expect(learner.classes == ["hotdog", "not-hotdog"])
      #expect(learner.dataset.training.count == 6 && learner.dataset.validation.count == 4)
      #expect(learner.dataset.skipped.isEmpty)
      #expect(learner.model.classes == 2)
      #expect(learner.mask.firstTrainable == 0)
      let released = try WeightsFile.read(URL(filePath: recipe.model.weights))
      let first = try #require(released.first { $0.name == "conv1.weight" })
      #expect(try parameters[0].tensor.bytes() == [UInt8](first.data))
      let validation = try #require(try learner.validation?.next())
      #expect(validation.images.shape == [4, 3, 224, 224])
      #expect(try learner.training.next()?.images.shape == [4, 3, 224, 224])

      let report = try learner.takeStep(0, rate: recipe.optimizer.learningRate)

      #expect(report.problem == nil)
      for (named, old) in zip(parameters, before) {
        #expect(try !named.tensor.detached().isBitIdentical(to: old), "\(named.name)")
      }
    }
  }
}

extension Recipe {
  /// Whether what a user has to bring is looked for in the user's home.
  fileprivate var isOfUser: Bool {
    guard case .folder(let folder) = data.source else { return false }
    return [model.weights, folder.path, folder.testPath ?? ""].allSatisfy { $0.hasPrefix("~/") }
  }
}
