import Foundation

/// Predicts how long a step takes with some rows frozen, from its work and from how long others took.
///
/// A step takes `rate · work` seconds. The work is that of ``StepWork``; the rate is the machine's, and somewhat another for
/// each mask, as no machine does all parts at the speeds that the weights suppose. Its logarithm is taken to be normal around
/// one value for all masks, the more alike for two masks the more alike their work is made up; a mask's own share comes on top,
/// and so does an error of measurement. A prediction is the expected value, given what was observed: the prior's where nothing
/// was, and the nearer to what was measured the more surely that is known (a Gaussian process; Rasmussen & Williams 2006,
/// equations 2.25).
///
/// Freezing is never predicted to make a step longer, nor thawing to make it shorter.
public struct TimeModel: Equatable, Sendable {
  private let costs: CostModel
  private let parameters: [Int]
  private let batch: Int
  private var observations: [Observation] = []
  /// The mean of the observed rates' logarithms, and the weight of each observation in what differs from it.
  private var mean = 0.0
  private var weights: [Double] = []

  private struct Observation: Equatable, Sendable {
    var timing: StepTiming
    var work: StepWork

    var logRate: Double { log(timing.seconds / work.total) }
  }

  // Variances of a rate's logarithm: of all rates together, by what the work is made up of, of a mask's own, and of a
  // measurement, which is less sure for every newer one.
  private static let (commonVariance, partVariance, ownVariance) = (1.0, 0.3, 0.015)
  private static let (errorVariance, ageVariance) = (0.000_9, 0.000_4)
  /// The error of a median of 20 steps of which nobody told how they spread.
  private static let usualError = 0.04
  private static let mostObservations = 16

  /// Knows what another learnt of the same board; masks of rows that there are not are ignored.
  ///
  /// Nil where the cost of a row is not known.
  ///
  /// - Parameters:
  ///   - board: The layer board.
  ///   - batch: Samples that are forwarded together; all timings are of as many.
  ///   - timings: How long steps took, the newest last.
  public init?(_ board: [LayerRow], batch: Int, timings: [StepTiming] = []) {
    guard let costs = CostModel(board) else { return nil }
    self.costs = costs
    self.batch = batch
    parameters = board.map(\.parameters)
    for timing in timings
    where timing.mask.trainable.allSatisfy(costs.rows.indices.contains) {
      note(timing)
    }
    fit()
  }

  /// What was observed, the newest last.
  public var timings: [StepTiming] { observations.map(\.timing) }

  /// Learns how long a step of a mask takes.
  ///
  /// A newer observation of the same mask replaces the older; one that is no positive number is ignored.
  public mutating func observe(_ timing: StepTiming) {
    note(timing)
    fit()
  }

  private mutating func note(_ timing: StepTiming) {
    guard timing.seconds > 0, timing.seconds.isFinite else { return }
    observations.removeAll { $0.timing.mask == timing.mask }
    observations.append(Observation(timing: timing, work: work(timing.mask)))
    observations = observations.suffix(Self.mostObservations)
  }

  /// How many seconds a step of a mask will take; nil before the first observation.
  public func seconds(_ mask: StepMask) -> Double? {
    observations.isEmpty ? nil : relativeSeconds(mask)
  }

  /// By how much a step's time will change between two masks: -0.38 for 38 % less.
  public func change(from old: StepMask, to new: StepMask) -> Double {
    let change = relativeSeconds(new) / relativeSeconds(old) - 1
    if new.doesNoMore(than: old) { return min(0, change) }
    return old.doesNoMore(than: new) ? max(0, change) : change
  }

  /// Seconds, but for a factor where nothing was observed.
  private func relativeSeconds(_ mask: StepMask) -> Double {
    let work = work(mask)
    let difference = zip(weights, observations).reduce(0) { sum, pair in
      sum + pair.0 * Self.covariance(work, mask, pair.1.work, pair.1.timing.mask)
    }
    return exp(mean + difference) * work.total
  }

  private func work(_ mask: StepMask) -> StepWork {
    StepWork(mask, costs, parameters: parameters, batch: batch)
  }

  private static func covariance(
    _ work: StepWork, _ mask: StepMask, _ otherWork: StepWork, _ otherMask: StepMask
  ) -> Double {
    commonVariance + partVariance * work.likeness(to: otherWork)
      + (mask == otherMask ? ownVariance : 0)
  }

  private mutating func fit() {
    guard !observations.isEmpty else { return }
    let rates = observations.map(\.logRate)
    let mean = rates.reduce(0, +) / Double(rates.count)
    let covariances = observations.enumerated().map { row, one in
      observations.enumerated().map { column, other in
        let error = one.timing.relativeError ?? Self.usualError
        let noise =
          Self.errorVariance + error * error
          + Self.ageVariance * Double(observations.count - 1 - row)
        return Self.covariance(one.work, one.timing.mask, other.work, other.timing.mask)
          + (row == column ? noise : 0)
      }
    }
    self.mean = mean
    weights = solved(covariances, rates.map { $0 - mean })
  }
}

extension StepMask {
  /// Whether a step of it computes nothing that a step of the other does not.
  fileprivate func doesNoMore(than other: StepMask) -> Bool {
    trainable.isSubset(of: other.trainable) && cachedRows >= other.cachedRows
  }
}

/// The x of `A x = b` for a positive definite A, by Cholesky's decomposition.
private func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
  var (lower, x) = (matrix, right)
  for row in matrix.indices {
    for column in 0...row {
      let dot = (0..<column).reduce(0) { $0 + lower[row][$1] * lower[column][$1] }
      let rest = matrix[row][column] - dot
      lower[row][column] = row == column ? rest.squareRoot() : rest / lower[column][column]
    }
    let dot = (0..<row).reduce(0) { $0 + lower[row][$1] * x[$1] }
    x[row] = (right[row] - dot) / lower[row][row]
  }
  for row in matrix.indices.reversed() {
    let dot = (row + 1..<matrix.count).reduce(0) { $0 + lower[$1][row] * x[$1] }
    x[row] = (x[row] - dot) / lower[row][row]
  }
  return x
}
