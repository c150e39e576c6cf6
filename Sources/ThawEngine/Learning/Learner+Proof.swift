import ThawModels
import ThawTensor

extension Learner {
  /// A tensor that changed although its row is frozen, by the names of both.
  struct Violation: Equatable {
    var row: String
    var tensor: String
  }

  /// Compares every bit of what is frozen with what it was when it was frozen.
  func checkFrozen() throws -> [Violation] {
    try proof.check(tensors: tensors).map { difference in
      let row = model.rows[difference.row]
      return Violation(row: row.name, tensor: model.state[row.tensors[difference.tensor]].name)
    }
  }

  /// Takes down what the frozen rows hold.
  func followFrozen() throws { try proof.follow(mask, tensors: tensors) }

  private func tensors(of row: Int) -> [Tensor] {
    model.rows[row].tensors.map { model.state[$0].tensor }
  }
}
