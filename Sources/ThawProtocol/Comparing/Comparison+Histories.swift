extension Comparison {
  /// How far a row moved from the weights it started from, in each session.
  public struct DriftLine: Encodable, Equatable, Sendable {
    /// The row's name.
    public var row: String
    /// `‖θ−θ₀‖/‖θ₀‖`, newest; nil where the session has no such row, or did not measure it.
    public var values: [Double?]
  }

  /// Compares sessions with their curves.
  ///
  /// - Parameters:
  ///   - histories: Two or more; the rows' `drift` curves among theirs.
  ///   - baseline: The place of the one that differences are counted from.
  ///   - targets: Values to reach, by metric; for other metrics ``Comparison/target(of:in:baseline:)``.
  ///   - alignment: What steps are counted from; nil for the sessions' beginnings.
  ///   - grouping: What makes groups; nil for none.
  public init(
    of histories: [SessionHistory], baseline: Int = 0, targets: [String: Double] = [:],
    alignment: AlignmentMark? = nil, grouping: Grouping? = nil
  ) {
    let details = histories.map(\.detail)
    self.init(of: details, baseline: baseline)
    forks = Self.forks(histories)
    self.alignment = alignment.map { AlignmentLine(mark: $0, steps: steps(of: $0, in: histories)) }
    groups = grouping.map { Self.groups($0, details) } ?? []
    operations = histories.map { history in
      SpentWork(history.detail)?.operations(after: history.detail.summary.step)
    }
    drift = Self.drift(histories)
    noise = SeedNoise(details, baseline: baseline)
    self.targets = Self.targets(of: histories, baseline: baseline, wanted: targets)
  }

  private static func drift(_ histories: [SessionHistory]) -> [DriftLine] {
    var rows: [String] = []
    for history in histories {
      rows += history.detail.rows.map(\.name).filter { !rows.contains($0) }
    }
    return rows.compactMap { row in
      let values = histories.map { history -> Double? in
        guard let last = history.curves[MetricName.rowDrift(row)]?.last, !last.isEmpty else {
          return nil
        }
        return last.mean
      }
      return values.contains { $0 != nil } ? DriftLine(row: row, values: values) : nil
    }
  }
}
