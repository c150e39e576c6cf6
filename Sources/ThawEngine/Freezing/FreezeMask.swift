import ThawProtocol

/// Which rows may move, since when the others stand still, and which are ramping up.
///
/// Time is counted in completed steps. A row that is frozen and thawed again, or the reverse,
/// without a step in between is as if nobody had touched it.
struct FreezeMask: Codable, Equatable, Sendable {
  /// A row of the layer board.
  struct Row: Codable, Equatable, Sendable {
    var name: String
    var state: RowState
    /// Completed steps when it last stopped moving; nil for a row that always could.
    var stillSince: Int?
    /// Completed steps when it was last thawed after having missed at least one.
    var rampStart: Int?
  }

  /// The rows in board order.
  private(set) var rows: [Row]
  /// Rows that share a tensor, by index; nil for none, as in older checkpoints.
  private var ties: [[Int]]?

  /// Starts a run: the given rows train, the others are frozen from the first step.
  ///
  /// Of rows that share a tensor all train where one does.
  init(names: [String], trainable: Set<Int>, ties: [[Int]] = []) {
    let tied = ties.filter { !trainable.isDisjoint(with: $0) }
    let trainable = trainable.union(tied.joined())
    self.ties = ties.isEmpty ? nil : ties
    rows = names.enumerated().map { index, name in
      trainable.contains(index)
        ? Row(name: name, state: .trainable) : Row(name: name, state: .frozen, stillSince: 0)
    }
  }

  /// The rows' names in board order.
  var names: [String] { rows.map(\.name) }

  /// The index of the first row that trains: everything below it needs no gradient.
  var firstTrainable: Int { rows.firstIndex { $0.state == .trainable } ?? rows.count }

  /// The indices of the rows that stand still.
  var frozenRows: Set<Int> { Set(rows.indices.filter { !isTrainable($0) }) }

  /// Whether a row may move.
  func isTrainable(_ row: Int) -> Bool { rows[row].state == .trainable }

  /// The factor on a row's learning rate, 0…1: rises over `rampSteps` steps after a thaw.
  func rateFactor(of row: Int, at step: Int, rampSteps: Int) -> Double {
    guard let start = rows[row].rampStart, rampSteps > 0 else { return 1 }
    return min(1, Double(step - start + 1) / Double(rampSteps))
  }

  /// Puts the rows that any pattern matches into a state, effective after `step` completed steps.
  ///
  /// - Throws: ``ToggleRefusal``; the mask is then as it was.
  mutating func set(
    _ patterns: [String], to state: RowState, at step: Int
  ) throws(ToggleRefusal) -> Toggle {
    var indices: [Int]
    do { indices = try RowPattern.indices(of: patterns, in: names) } catch {
      throw .noSuchRow(error.message)
    }
    indices = withTied(indices)
    let changed = indices.filter { rows[$0].state != state }
    let left = rows.indices.filter { rows[$0].state == .trainable && !changed.contains($0) }
    if state == .frozen, !changed.isEmpty, left.isEmpty { throw .nothingLeftToTrain }
    for index in changed { set(index, to: state, at: step) }
    return Toggle(
      state: state, changed: changed.map { rows[$0].name },
      unchanged: indices.filter { !changed.contains($0) }.map { rows[$0].name })
  }

  /// Rows with those that share a tensor with one of them, in board order.
  private func withTied(_ indices: [Int]) -> [Int] {
    let tied = (ties ?? []).filter { !Set($0).isDisjoint(with: indices) }
    return Set(indices).union(tied.joined()).sorted()
  }

  private mutating func set(_ index: Int, to state: RowState, at step: Int) {
    rows[index].state = state
    switch state {
    case .frozen:
      // Thawed at this very step: it has not moved since `stillSince`, which stands.
      if rows[index].rampStart != step { rows[index].stillSince = step }
    case .trainable:
      if rows[index].stillSince != step { rows[index].rampStart = step }
    }
  }
}

extension FreezeMask {
  /// What a person should know where this mask, a checkpoint's, stands in place of the recipe's; nil where they agree.
  func notice(insteadOf recipe: FreezeMask) -> String? {
    let differing = zip(rows, recipe.rows).filter { $0.state != $1.state }.map(\.0)
    guard !differing.isEmpty else { return nil }
    let parts = [RowState.trainable, .frozen].compactMap { state -> String? in
      let names = differing.filter { $0.state == state }.map(\.name)
      return names.isEmpty ? nil : "\(names.joined(separator: ", ")) \(state.rawValue)"
    }
    return "the checkpoint's mask stands, not the recipe's: \(parts.joined(separator: "; "))"
  }
}

/// What a toggle did.
struct Toggle: Equatable, Sendable {
  var state: RowState
  /// Names of the rows that it changed, in board order.
  var changed: [String]
  /// Names of the rows that were in that state already.
  var unchanged: [String]

  /// What the answer says beyond the step: `blocks.0, blocks.1 frozen; head already frozen`.
  var note: String {
    let word = state == .frozen ? "frozen" : "thawed"
    let parts = [
      changed.isEmpty ? nil : "\(changed.joined(separator: ", ")) \(word)",
      unchanged.isEmpty
        ? nil
        : (changed.isEmpty ? "" : unchanged.joined(separator: ", ") + " ")
          + "already \(state.rawValue)",
    ]
    return parts.compactMap { $0 }.joined(separator: "; ")
  }
}

/// Why a toggle is refused.
enum ToggleRefusal: Error, Equatable, CustomStringConvertible {
  /// A pattern names no row; the message says which rows there are.
  case noSuchRow(String)
  /// No parameter would be left that the loss can move.
  case nothingLeftToTrain

  var description: String {
    switch self {
    case .noSuchRow(let message): message
    case .nothingLeftToTrain: "every row would be frozen; leave at least one trainable"
    }
  }
}
