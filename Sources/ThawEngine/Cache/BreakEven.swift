/// Whether it pays to keep the outputs of a frozen prefix: computing them against writing and reading them.
///
/// In the first passes over the data every output is computed as before, and written. From then on each is read
/// instead. All times are seconds for one batch, as measured.
struct BreakEven: Equatable, Sendable {
  /// To get the outputs without having kept them: waiting for the pictures and running the rows.
  var compute: Double
  /// To keep them.
  var write: Double
  /// To get them back.
  var read: Double
  /// Passes over the data until all are kept: one for each augmentation draw.
  var fillPasses: Int

  /// What a batch saves once its outputs are kept.
  var saving: Double { compute - read }

  /// Passes, after the filling ones, until what writing took is made up for; nil where it never is.
  var paybackPasses: Double? {
    saving > 0 ? Double(fillPasses) * write / saving : nil
  }

  /// Whether it is made up for, with something left over, before so many passes are over.
  func pays(within passes: Double) -> Bool {
    guard let paybackPasses else { return false }
    return Double(fillPasses) + paybackPasses < passes
  }
}

/// The middle of the last few measured times; the first ones of a process are slow.
struct Durations: Equatable, Sendable {
  private var values: [Double] = []
  private static let window = 5

  mutating func add(_ seconds: Double) {
    values.append(seconds)
    if values.count > Self.window { values.removeFirst() }
  }

  var count: Int { values.count }

  /// Nil while nothing was measured.
  var median: Double? { values.isEmpty ? nil : values.sorted()[(values.count - 1) / 2] }
}
