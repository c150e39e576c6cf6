public import ThawProtocol

/// How the sessions of a folder are listed and compared, kept between starts.
public struct KeptChoices: Codable, Equatable, Sendable {
  /// How the list is shown.
  public var arrangement: SessionArrangement
  /// The marked sessions; the first is the baseline of a comparison.
  public var marks: [String]
  /// How they are compared; nil in files of older versions.
  public var comparison: CompareChoices?

  /// States what is kept.
  public init(
    arrangement: SessionArrangement = SessionArrangement(), marks: [String] = [],
    comparison: CompareChoices? = nil
  ) {
    self.arrangement = arrangement
    self.marks = marks
    self.comparison = comparison
  }
}

extension DashboardState {
  /// What is to be kept now.
  var choices: KeptChoices {
    KeptChoices(
      arrangement: sessions.keptArrangement, marks: sessions.marks, comparison: compare.choices)
  }

  mutating func take(_ kept: KeptChoices) {
    sessions.take(kept)
    if let comparison = kept.comparison { compare.choices = comparison }
    (keptChoices, readStepFields) = (choices, sessions.arrangement.stepFields)
  }

  /// What follows from choices that were changed: they are kept, and metrics at steps that the list now shows are
  /// read.
  mutating func followUp() -> [DashboardEffect] {
    // A filter is a choice once it is typed.
    if case .filter = overlay { return [] }
    var effects: [DashboardEffect] = []
    if choices != keptChoices {
      keptChoices = choices
      effects.append(.keep(keptChoices))
    }
    let fields = sessions.arrangement.stepFields
    if !fields.isSubset(of: readStepFields) { effects.append(loadSessions()) }
    return effects
  }

  /// Has the list read, with the metrics at steps that it shows.
  mutating func loadSessions() -> DashboardEffect {
    readStepFields = sessions.arrangement.stepFields
    return .loadSessions(at: readStepFields)
  }
}
