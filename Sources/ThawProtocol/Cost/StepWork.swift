/// What a step does, by what its time depends on, each part as the floating-point operations that take as long.
///
/// Operations alone do not tell: a row near the input has few of them for the memory that its outputs fill, and the optimizer
/// sweeps over parameters that have hardly any. The weights were fitted to 52 masks of EfficientNet-Lite0 at 64 and at 224
/// pixels and of ResNet-18 at 224 in batches of 16 and 32 (libtorch 1.13, AdamW, two x86 cores); one set of them fits all three,
/// with a root mean square error of 5 %.
struct StepWork: Equatable, Sendable {
  /// What time depends on.
  enum Part: Int, CaseIterable {
    /// Those of ``CostModel``.
    case operations
    /// Numbers that rows give, which norm and activation sweep over.
    case outputs
    /// The same again, from the first row that trains on: they are kept, and gradients flow back through them.
    case gradients
    /// Those of rows that train, over which BatchNorm takes means.
    case statistics
    /// Parameters that train: their gradients are measured, their moments and values moved.
    case parameters
    /// What every step has to do besides.
    case overhead

    /// Operations that take as long as one of them.
    fileprivate var weight: Double {
      switch self {
      case .operations: 1
      case .outputs: 150
      case .gradients: 800
      case .statistics: 280
      case .parameters: 2_100
      case .overhead: 1.7e9
      }
    }
  }

  /// By ``Part``.
  private let parts: [Double]
  /// All parts together; greater than zero.
  let total: Double

  /// Adds up a step of a mask.
  ///
  /// - Parameters:
  ///   - mask: What it trains and computes.
  ///   - costs: What rows cost, for one sample.
  ///   - parameters: How many parameters each row has.
  ///   - batch: Samples.
  init(_ mask: StepMask, _ costs: CostModel, parameters: [Int], batch: Int) {
    let first = mask.trainable.min() ?? costs.rows.count
    var counts = [Double](repeating: 0, count: Part.allCases.count)
    func add(_ part: Part, _ count: Int, times samples: Int) {
      counts[part.rawValue] += part.weight * Double(count) * Double(samples)
    }
    add(.operations, costs.cost(mask).total, times: batch)
    add(.overhead, 1, times: 1)
    for (index, row) in costs.rows.enumerated() {
      if index >= mask.cachedRows { add(.outputs, row.outputs, times: batch) }
      if index >= first { add(.gradients, row.outputs, times: batch) }
      guard mask.trainable.contains(index) else { continue }
      add(.statistics, row.outputs, times: batch)
      add(.parameters, parameters[index], times: 1)
    }
    parts = counts
    total = counts.reduce(0, +)
  }

  /// How alike two steps are made up: the sum over the parts of the products of their shares, in 0…1.
  func likeness(to other: StepWork) -> Double {
    zip(parts, other.parts).reduce(0) { $0 + $1.0 * $1.1 } / (total * other.total)
  }
}
