/// Predicts what a step costs with some rows frozen.
///
/// The rule, for each convolution and matrix product: forward always, unless its output was kept; the
/// gradient of its input where a parameter that trains lies before it; the gradient of its weight
/// where that trains. It is what automatic differentiation has to do, and what PyTorch's counter of
/// operations counts. Only a frozen prefix saves much: a row that is frozen behind one that trains saves
/// the gradient of its weights alone, a third of its cost.
public struct CostModel: Equatable, Sendable {
  /// The rows' costs in board order.
  public let rows: [RowCost]

  /// Predicts from the costs of all rows, in board order.
  public init(_ rows: [RowCost]) { self.rows = rows }

  /// Predicts from a layer board; nil where the cost of a row is not known.
  public init?(_ board: [LayerRow]) {
    let costs = board.compactMap(\.cost)
    guard costs.count == board.count else { return nil }
    rows = costs
  }

  /// What each row costs.
  public func costs(_ mask: StepMask) -> [StepCost] {
    let first = mask.trainable.min() ?? rows.count
    return rows.enumerated().map { index, row in
      StepCost(
        forward: index < mask.cachedRows ? 0 : row.forward,
        inputGradient: index < first
          ? 0 : index == first ? row.innerInputGradient : row.inputGradient,
        weightGradient: mask.trainable.contains(index) ? row.weightGradient : 0)
    }
  }

  /// What all rows cost together.
  public func cost(_ mask: StepMask) -> StepCost { costs(mask).reduce(StepCost(), +) }

  /// The share of the step that each row costs, in 0…1; they add up to 1, unless nothing is computed.
  public func shares(_ mask: StepMask) -> [Double] {
    let costs = costs(mask)
    let total = costs.reduce(0) { $0 + $1.total }
    return costs.map { total == 0 ? 0 : Double($0.total) / Double(total) }
  }

  /// By how much a step's operations change between two masks: -0.38 for 38 % fewer.
  public func change(from old: StepMask, to new: StepMask) -> Double {
    let before = cost(old).total
    return before == 0 ? 0 : Double(cost(new).total) / Double(before) - 1
  }
}
