import Foundation
import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor

extension Learner {
  /// Samples of the training split.
  var trainingSamples: Int { dataset.training.count }

  /// Writes model, optimizer and state into a folder.
  func save(to folder: URL, _ state: CheckpointState) throws {
    try SafetensorsFile.write(
      try model.export(), metadata: ["architecture": model.architecture],
      to: folder.appending(path: CheckpointFile.model))
    try SafetensorsFile.write(
      try optimizer.stored(names: model.parameters.map(\.name)),
      to: folder.appending(path: CheckpointFile.optimizer))
    if let gradientSums {
      try SafetensorsFile.write(
        try gradientSums.stored(names: model.parameters.map(\.name)),
        to: folder.appending(path: CheckpointFile.gradients))
    }
    try JSONEncoder.thaw.encode(state).write(to: folder.appending(path: CheckpointFile.state))
  }

  /// Goes to where a checkpoint was taken: weights, moments and data position; the mask is left to ``begin(with:)``.
  ///
  /// Drift is still measured against the weights that the learner was made with.
  ///
  /// - Throws: ``CheckpointError`` for a folder that is broken or of another run, and what its files' readers throw.
  func restore(from folder: URL) throws -> CheckpointState {
    let state = try CheckpointState.read(from: folder)
    try state.check(
      rows: mask.names, seed: recipe.run.seed, samples: trainingSamples, batch: recipe.run.batch)
    guard training.has(state.position), state.step >= 0 else {
      throw CheckpointError.unreadable(
        folder.appending(path: CheckpointFile.state).path,
        reason: "step \(state.step), \(state.position) is no place in this run")
    }
    try model.load(try Self.tensors(in: folder.appending(path: CheckpointFile.model)))
    let file = folder.appending(path: CheckpointFile.optimizer)
    try optimizer.restore(
      try Self.tensors(in: file), names: model.parameters.map(\.name), from: file)
    try restoreGradientSums(from: folder.appending(path: CheckpointFile.gradients))
    training.seek(epoch: state.position.epoch, batch: state.position.batch)
    completedSteps = state.step
    return state
  }

  private func restoreGradientSums(from file: URL) throws {
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    try restoreGradientSums(Self.tensors(in: file), from: file)
  }

  private static func tensors(in file: URL) throws(CheckpointError) -> [StoredTensor] {
    do { return try WeightsFile.read(file) } catch {
      throw .unreadable(
        file.path, reason: error.place.map { "\(error.what) (\($0))" } ?? error.what)
    }
  }

  /// Takes up the sums of an interval where they were left; `file` is named by errors.
  func restoreGradientSums(_ stored: [StoredTensor], from file: URL) throws {
    var sums = GradientSums(parameters: model.parameters.count)
    for (index, parameter) in model.parameters.enumerated() {
      guard let tensor = stored.first(where: { $0.name == parameter.name }) else { continue }
      guard tensor.shape == parameter.tensor.shape else {
        throw CheckpointError.unreadable(
          file.path, reason: "“\(parameter.name)” is \(tensor.shape), not \(parameter.tensor.shape)"
        )
      }
      sums.restore(try tensor.tensor(in: file), at: index)
    }
    gradientSums = sums
  }
}
