/// The fields that a list's sessions have: what it can show, sort, group and filter by.
public struct SessionFields: Sendable {
  /// Those that are worth offering: of every session, then metrics, then recipe keys.
  public let names: [String]

  private let sessions: [SessionSummary]

  /// Looks at a list.
  public init(of sessions: [SessionSummary]) {
    self.sessions = sessions
    let keys = Set(sessions.flatMap(\.recipe.keys)).sorted()
    let metrics = Set(sessions.flatMap(\.metrics.keys)).sorted()
    names = ["name", "state", "step", "started", "tags", "note"] + metrics + keys
  }

  /// Whether it is a field of every session, or any session has a value of it.
  public func contains(_ field: String) -> Bool {
    if let field = StepField(field) {
      return sessions.contains { field.metric(among: $0.metrics.keys) != nil }
    }
    return names.contains(field) || sessions.contains { $0.value(of: field) != nil }
  }
}
