import ThawProtocol
import ThawStore

extension Recipe.Optimizer {
  /// The factor on the learning rate of each row: that of the pattern which names it, else 1.
  ///
  /// - Throws: ``StartError/rates(_:)`` where a pattern names no row, or two name the same.
  func rowRates(of names: [String]) throws(StartError) -> [Double] {
    var patterns: [Int: String] = [:]
    var factors = [Double](repeating: 1, count: names.count)
    for (pattern, factor) in rates.sorted(by: { $0.key < $1.key }) {
      let rows: [Int]
      do { rows = try RowPattern.indices(of: [pattern], in: names) } catch {
        throw .rates(error.message)
      }
      for row in rows {
        if let other = patterns.updateValue(pattern, forKey: row) {
          throw .rates("“\(other)” and “\(pattern)” both name \(names[row]); give it one rate")
        }
        factors[row] = factor
      }
    }
    return factors
  }
}
