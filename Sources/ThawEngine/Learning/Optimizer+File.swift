import Foundation
import ThawModels
import ThawStore
import ThawTensor

extension Optimizer {
  /// What it remembers of every parameter, as `optimizer.safetensors` has it.
  ///
  /// `_fc.weight/exp_avg` is AdamW's first moment of `_fc.weight`; a parameter that has never moved has no entry.
  func stored(names: [String]) throws -> [StoredTensor] {
    try names.enumerated().flatMap { index, name in
      try state(of: index).sorted { $0.key < $1.key }
        .map { slot, tensor in try StoredTensor("\(name)/\(slot)", tensor) }
    }
  }

  /// Puts back what ``stored(names:)`` gave.
  ///
  /// - Throws: ``CheckpointError/unreadable(_:reason:)`` naming the file where an entry belongs to no parameter, or does not
  ///   fit its own.
  func restore(_ stored: [StoredTensor], names: [String], from file: URL) throws {
    var states = [[String: Tensor]](repeating: [:], count: names.count)
    let indices = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    for entry in stored {
      let parts = entry.name.split(separator: "/").map(String.init)
      guard parts.count == 2, let index = indices[parts[0]] else {
        throw CheckpointError.unreadable(
          file.path, reason: "“\(entry.name)” belongs to no parameter of this model")
      }
      states[index][parts[1]] = try entry.tensor(in: file)
    }
    for (index, state) in states.enumerated() {
      do { try restoreState(state, of: index) } catch {
        guard error.code == .rejected else { throw error }
        throw CheckpointError.unreadable(
          file.path, reason: "what it holds for “\(names[index])” does not fit: \(error.message)")
      }
    }
  }
}

extension UpdateRule {
  /// The rule that a recipe asks for.
  init(_ recipe: Recipe.Optimizer) {
    switch recipe.name {
    case .sgd: self = .sgd(momentum: recipe.momentum, weightDecay: recipe.weightDecay)
    case .adamw:
      self = .adamW(
        beta1: recipe.beta1, beta2: recipe.beta2, epsilon: recipe.epsilon,
        weightDecay: recipe.weightDecay)
    }
  }
}
