import ThawModels
import ThawTensor

extension Learner {
  /// A tensor that changed although its row is frozen, by the names of both.
  struct Violation: Equatable {
    var row: String
    var tensor: String
    /// Completed steps when the row was frozen.
    var frozenAt: Int
  }

  /// Compares every bit of what is frozen with what it was when it was frozen.
  func checkFrozen() throws -> [Violation] {
    try proof.check(tensors: tensors).map { difference in
      Violation(
        row: model.rows[difference.row].name, tensor: name(difference.tensor, of: difference.row),
        frozenAt: mask.rows[difference.row].stillSince ?? 0)
    }
  }

  /// The tensors that were found changed, by frozen row; of each the first.
  var movedTensors: [String: String] {
    let moved = model.rows.indices.compactMap { row in
      proof.moved(in: row).map { (model.rows[row].name, name($0, of: row)) }
    }
    return Dictionary(uniqueKeysWithValues: moved)
  }

  /// Takes down what the frozen rows hold.
  func followFrozen() throws { try proof.follow(mask, tensors: tensors) }

  private func name(_ tensor: Int, of row: Int) -> String {
    model.state[model.rows[row].tensors[tensor]].name
  }

  private func tensors(of row: Int) -> [Tensor] {
    model.rows[row].tensors.map { model.state[$0].tensor }
  }
}
