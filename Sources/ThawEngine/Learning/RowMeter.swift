import ThawTensor

/// What one step did to a row.
struct RowMeasure: Equatable {
  /// L2 norm of its gradients, before clipping.
  var gradientNorm: Double
  /// `‖g‖ / ‖θ‖`, with the weights after the step; nil where they are all zero.
  var relativeGradient: Double?
  /// `‖Δθ‖ / ‖θ‖` of the step; nil where the weights are all zero.
  var updateRatio: Double?
  /// `‖θ−θ₀‖ / ‖θ₀‖` since the run began; nil where they began all zero.
  var drift: Double?
}

/// Measures how far the rows that train are from where they were, in a few calls a step.
struct RowMeter {
  private let parameters: [[Tensor]]
  private let baseline: [[Tensor]]
  private let baselineNorms: [Double]

  /// Takes the parameters of each row as they are now for what drift is measured against.
  init(rows parameters: [[Tensor]]) throws {
    self.parameters = parameters
    baseline = try parameters.map { try $0.map { try $0.detached().clone() } }
    baselineNorms = try baseline.map { combined(try Tensor.l2Norms(of: $0)) }
  }

  /// The L2 norm of the gradients of each of the rows.
  func gradientNorms(of rows: [Int]) throws -> [Double] {
    try perRow(rows, Tensor.gradientNorms(of: rows.flatMap { parameters[$0] }))
  }

  /// What a step did to each of the rows, from how far it moved each of their parameters.
  func measures(
    of rows: [Int], gradientNorms: [Double], moved: [[Double]]
  ) throws -> [RowMeasure] {
    let now = rows.flatMap { parameters[$0] }
    let norms = try perRow(rows, Tensor.l2Norms(of: now))
    let distances = try perRow(
      rows, Tensor.l2NormsOfDifferences(now, rows.flatMap { baseline[$0] }))
    return rows.indices.map { index in
      RowMeasure(
        gradientNorm: gradientNorms[index],
        relativeGradient: share(gradientNorms[index], of: norms[index]),
        updateRatio: share(combined(moved[index]), of: norms[index]),
        drift: share(distances[index], of: baselineNorms[rows[index]]))
    }
  }

  private func perRow(_ rows: [Int], _ norms: [Double]) -> [Double] {
    var left = norms[...]
    return rows.map { row in
      defer { left = left.dropFirst(parameters[row].count) }
      return combined(left.prefix(parameters[row].count))
    }
  }
}

/// The L2 norm of tensors together, from that of each.
private func combined(_ norms: some Sequence<Double>) -> Double {
  norms.reduce(0) { $0 + $1 * $1 }.squareRoot()
}

private func share(_ part: Double, of whole: Double) -> Double? {
  whole == 0 ? nil : part / whole
}
