import ThawProtocol

/// What the board's rows are ordered by.
enum BoardOrder: String, CaseIterable, Equatable, Sendable {
  /// From input to output.
  case network
  case gradient
  case update
  case drift
  case cost
  case parameters

  /// How the board's title says it; nil for the usual order.
  var word: String? {
    switch self {
    case .network: nil
    case .gradient: "by gradient"
    case .update: "by update ratio"
    case .drift: "by drift"
    case .cost: "by cost"
    case .parameters: "by parameters"
    }
  }

  /// The order after this one, going round.
  var next: BoardOrder {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}

extension RunState {
  /// Takes an order, or renews the one there is; the greatest values come first, or reversed the least.
  mutating func arrangeBoard(by order: BoardOrder, reversed: Bool = false) {
    let shares = order == .cost ? board.costShares : nil
    func value(_ index: Int) -> Double? {
      let row = board.rows[index]
      let metric: String
      switch order {
      case .network: return -Double(index)
      case .parameters: return Double(row.parameters)
      case .cost: return shares?[index] ?? 0
      case .gradient: metric = MetricName.rowGradientNorm(row.name)
      case .update: metric = MetricName.rowUpdateRatio(row.name)
      case .drift: metric = MetricName.rowDrift(row.name)
      }
      // A frozen row's last gradient is old; its drift is not.
      guard order == .drift || row.state == .trainable, let last = curves[metric].last else {
        return nil
      }
      // What is no number must be seen first.
      return last.isFinite ? last : .infinity
    }
    let values = board.rows.indices.map(value)
    board.arrange(
      by: order, reversed: reversed,
      board.rows.indices.sorted { left, right in
        // Rows without a value come last, whichever way.
        guard let one = values[left], let other = values[right], one != other else {
          return (values[left] == nil ? 1 : 0, left) < (values[right] == nil ? 1 : 0, right)
        }
        return reversed ? one < other : one > other
      })
  }
}
