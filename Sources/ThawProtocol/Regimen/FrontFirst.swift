/// Freezes rows from the input on, as their gradients settle.
///
/// AutoFreeze's rule (Liu and others 2021, arXiv 2102.01386). The run is cut into intervals. Over each, the gradients of a row are added up; `G` is the L1 norm of the sum. At the
/// end of an interval `η = |G_before − G| / G_before` says how much a row still changes. All rows before the first whose η is at
/// least the median are frozen. The last row, and what is frozen already, take no part.
public struct FrontFirst: Codable, Equatable, Sendable {
  /// The step at which it began.
  public private(set) var start: Int
  /// Intervals from there to the end of the run.
  public let intervals: Int
  /// Intervals that are over.
  public private(set) var looks = 0
  private var norms: [Double?] = []

  init(intervals: Int, at step: Int) {
    self.intervals = intervals
    start = step
  }

  /// The step after which it looks next; nil after its last interval.
  public func nextLook(totalSteps: Int) -> Int? {
    guard looks + 1 < intervals else { return nil }
    return start + max(1, (totalSteps - start) / intervals) * (looks + 1)
  }

  /// Takes the norms of an interval's gradient sums, nil for rows that are frozen or take no part.
  ///
  /// - Returns: The indices of the rows to freeze, in board order.
  public mutating func look(_ new: [Double?]) -> [Int] {
    defer {
      norms = new
      looks += 1
    }
    guard norms.count == new.count else { return [] }
    let changes: [(row: Int, change: Double)] = new.indices.dropLast().compactMap { row in
      guard let now = new[row], let before = norms[row], before > 0 else { return nil }
      return (row, abs(before - now) / before)
    }
    guard changes.count > 1 else { return [] }
    let threshold = Self.median(changes.map(\.change))
    return changes.prefix { $0.change < threshold }.map(\.row)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
