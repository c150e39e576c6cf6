import ThawModels
import ThawTensor

/// The gradients of each parameter, added up over the steps of an interval.
struct GradientSums {
  /// By parameter; nil where none was added.
  private(set) var sums: [Tensor?]

  init(parameters: Int) { sums = [Tensor?](repeating: nil, count: parameters) }

  /// Adds the gradients of a step.
  mutating func add(_ parameters: [Tensor], at indices: [Int]) throws {
    for index in indices {
      guard let gradient = parameters[index].gradient else { continue }
      if let sum = sums[index] { try sum.add(gradient) } else { sums[index] = try gradient.clone() }
    }
  }

  /// The L1 norm of some parameters' sums together; nil where none of them has one.
  func norm(of indices: [Int]) throws -> Double? {
    let held = indices.compactMap { sums[$0] }
    guard !held.isEmpty else { return nil }
    return try held.reduce(0) { try $0 + $1.doubles().reduce(0) { $0 + abs($1) } }
  }

  /// What it holds, by parameter name.
  func stored(names: [String]) throws -> [StoredTensor] {
    try zip(names, sums).compactMap { name, sum in
      try sum.map { try StoredTensor(name, $0) }
    }
  }

  /// Puts back what a parameter had.
  mutating func restore(_ tensor: Tensor, at index: Int) { sums[index] = tensor }
}
