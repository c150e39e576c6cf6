import ThawProtocol

/// What freezing or thawing would do to a step's time.
struct CostForecast: Equatable {
  var goal: RowState
  /// By how much the step's time changes: -0.38 for 38 % less.
  var change: Double
}

extension BoardState {
  /// The first row that trains; all before it are a frozen prefix, which the backward pass never reaches.
  var boundary: Int? { rows.firstIndex { $0.state == .trainable } }

  /// The share of the step that each row costs now; nil where the costs are not known.
  var costShares: [Double]? { CostModel(rows)?.shares(mask) }

  /// What toggling the rows that `space` is about would do; nil where the costs are not known, or where
  /// nothing would train any more.
  func forecast(toggling goal: RowState) -> CostForecast? {
    guard let model = CostModel(rows) else { return nil }
    let changing = Set(targets.filter { rows[$0].state != goal })
    let next = mask.toggling(changing)
    guard !changing.isEmpty, !next.trainable.isEmpty else { return nil }
    let time = TimeModel(model, timings: calibration.timings)
    return CostForecast(goal: goal, change: time.change(from: mask, to: next))
  }

  private var mask: StepMask {
    StepMask(
      trainable: Set(rows.indices.filter { rows[$0].state == .trainable }), cachedRows: cachedRows)
  }
}
