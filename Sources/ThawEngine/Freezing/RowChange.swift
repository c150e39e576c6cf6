import ThawProtocol

/// What the tensors of a row must go through to get from one mask to another.
enum RowChange: Equatable, Sendable {
  /// Drop its gradients and stop it.
  case freeze(row: Int)
  /// Let it move; `missedSteps` says that its optimizer moments are from before steps it missed.
  case thaw(row: Int, missedSteps: Bool)
}

extension FreezeMask {
  /// The changes from `old`, the mask that the tensors are in, to this one, after `step` steps.
  func changes(from old: FreezeMask, at step: Int) -> [RowChange] {
    rows.indices.compactMap { index in
      switch (old.rows[index].state, rows[index].state) {
      case (.trainable, .frozen): .freeze(row: index)
      case (.frozen, .trainable):
        .thaw(row: index, missedSteps: rows[index].rampStart == step)
      case (.trainable, .trainable), (.frozen, .frozen): nil
      }
    }
  }
}
