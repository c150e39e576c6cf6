/// How a list of sessions is shown: which, in which order, with which columns, in which groups.
public struct SessionArrangement: Codable, Equatable, Sendable {
  /// The fields of the columns, as ``SessionSummary/value(of:)`` names them; empty for the usual ones.
  public var columns: [String] = []
  /// The field to sort by; nil for the newest first.
  public var sort: String?
  /// Whether the greatest comes first.
  public var isDescending = false
  /// The field whose values make groups; nil for none.
  public var group: String?
  /// What is shown, as ``SessionFilter`` reads it.
  public var filter = ""
  /// Whether archived sessions are shown.
  public var showsArchived = false

  /// Everything, the newest first.
  public init() {}

  /// Reads an arrangement; what is missing is as usual.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    columns = try container.decodeIfPresent([String].self, forKey: .columns) ?? []
    sort = try container.decodeIfPresent(String.self, forKey: .sort)
    isDescending = try container.decodeIfPresent(Bool.self, forKey: .isDescending) ?? false
    group = try container.decodeIfPresent(String.self, forKey: .group)
    filter = try container.decodeIfPresent(String.self, forKey: .filter) ?? ""
    showsArchived = try container.decodeIfPresent(Bool.self, forKey: .showsArchived) ?? false
  }

  /// Sessions with the same value of the group's field.
  public struct Group: Equatable, Sendable {
    /// The value; nil for sessions that lack it, and where nothing is grouped.
    public var value: String?
    /// The sessions in order.
    public var sessions: [SessionSummary]

    /// The mean and spread of a field over the group; nil where no session has a number there.
    public func spread(of field: String) -> Spread? {
      let values = sessions.compactMap { $0.value(of: field)?.number }.filter(\.isFinite)
      return values.isEmpty ? nil : Spread(values)
    }
  }

  /// Numbers of a group.
  public struct Spread: Equatable, Sendable {
    /// How many.
    public var count: Int
    /// Their mean.
    public var mean: Double
    /// The least and the greatest.
    public var band: ClosedRange<Double>
    /// The sum of their squared distances from the mean.
    var squares: Double

    /// The sample standard deviation; nil for fewer than two.
    public var deviation: Double? {
      count > 1 ? (squares / Double(count - 1)).squareRoot() : nil
    }

    init(_ values: [Double]) {
      count = values.count
      let mean = values.reduce(0, +) / Double(values.count)
      self.mean = mean
      band = (values.min() ?? mean)...(values.max() ?? mean)
      squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
  }

  /// Arranges sessions that come the newest first; a filter that cannot be read lets all through.
  public func arranged(_ sessions: [SessionSummary]) -> [Group] {
    let isAccepted = ((try? SessionFilter(filter)) ?? SessionFilter()).test
    var shown = sessions.filter {
      (showsArchived || !$0.labels.isArchived) && isAccepted($0)
    }
    if let sort { shown = sorted(shown, by: sort) }
    guard let group else { return [Group(value: nil, sessions: shown)] }
    var groups: [Group] = []
    for session in shown {
      let value = session.value(of: group)?.text
      if let known = groups.firstIndex(where: { $0.value == value }) {
        groups[known].sessions.append(session)
      } else {
        groups.append(Group(value: value, sessions: [session]))
      }
    }
    return groups
  }

  /// Sorted by a field; sessions without it come last, whichever way.
  private func sorted(_ sessions: [SessionSummary], by field: String) -> [SessionSummary] {
    let keyed = sessions.map { (session: $0, value: $0.value(of: field)) }
    let having = keyed.filter { $0.value != nil }
    // Swift's sort keeps the order of equals: the newest first.
    let ordered = having.sorted { one, other in
      let (left, right) = isDescending ? (other.value, one.value) : (one.value, other.value)
      if let left = left?.number, let right = right?.number { return left < right }
      return (left?.text ?? "") < (right?.text ?? "")
    }
    return ordered.map(\.session) + keyed.filter { $0.value == nil }.map(\.session)
  }
}
