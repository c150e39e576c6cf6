/// What makes a group of compared sessions, which is shown as one curve, their mean.
public enum Grouping: Equatable, Sendable, LosslessStringConvertible {
  /// The same recipe but for a key and the name, and the same done to the run by hand at the same steps; both at their end, or
  /// equally far.
  case equal(but: String)
  /// The same value of a field, whatever else differs.
  case by(String)

  /// Repetitions with other seeds.
  public static let seeds = Grouping.equal(but: "run.seed")

  /// Reads one: `seed`, `but:KEY`, or a field.
  public init?(_ text: String) {
    switch text {
    case "", "but:": return nil
    case "seed": self = .seeds
    case _ where text.hasPrefix("but:"): self = .equal(but: String(text.dropFirst(4)))
    default: self = .by(text)
    }
  }

  /// As it is written.
  public var description: String {
    switch self {
    case .equal(let key) where key == Self.seeds.field: "seed"
    case .equal(let key): "but:\(key)"
    case .by(let field): field
    }
  }

  /// In print.
  public var title: String {
    switch self {
    case .equal(let key): "the same but for \(key)"
    case .by(let field): "the same \(field)"
    }
  }

  /// The field or key that it goes by.
  public var field: String {
    switch self {
    case .equal(let key): key
    case .by(let field): field
    }
  }

  /// The places of the sessions of each group, in the order of their first ones; groups of one too.
  public func groups(_ sessions: [SessionDetail]) -> [[Int]] {
    var groups: [(key: Key, places: [Int])] = []
    for (place, session) in sessions.enumerated() {
      let key = key(of: session)
      if let known = groups.firstIndex(where: { $0.key == key }) {
        groups[known].places.append(place)
      } else {
        groups.append((key, [place]))
      }
    }
    return groups.map(\.places)
  }

  /// What sessions of a group have in common.
  private struct Key: Equatable {
    var values: [String: String]
    var steering: [Comparison.Timeline.Intervention] = []
    /// How far it is; nil where it has come to its end.
    var step: Int?
  }

  private func key(of session: SessionDetail) -> Key {
    switch self {
    case .by(let field):
      return Key(values: session.value(of: field).map { [field: $0.text] } ?? [:])
    case .equal(let key):
      var recipe = session.recipe
      recipe[key] = nil
      recipe["name"] = nil
      // What a plan did follows from the recipe, and when from the seed.
      return Key(
        values: recipe, steering: Interventions(session.journal).byHand,
        step: session.summary.state == .finished ? nil : session.summary.step)
    }
  }
}

/// In JSON it is its written form.
extension Grouping: RawRepresentable, Codable {
  /// Reads the written form.
  public init?(rawValue: String) { self.init(rawValue) }

  /// The written form.
  public var rawValue: String { description }
}

extension SessionDetail {
  /// The value of a field, as ``SessionSummary/value(of:)`` names them; nil where the session has none.
  public func value(of field: String) -> SessionValue? {
    recipe[field].map { .text($0) } ?? summary.value(of: field)
  }
}

extension Comparison {
  /// A group of sessions and what their results come to.
  public struct Group: Encodable, Equatable, Sendable {
    /// A metric's best values over the group; its last where none is better, and of single batches, whose best is luck.
    public struct Spread: Encodable, Equatable, Sendable {
      /// The metric's name.
      public var metric: String
      /// How many sessions of the group have a value; the others do not count.
      public var count: Int
      /// The mean.
      public var mean: Double
      /// The least.
      public var minimum: Double
      /// The greatest.
      public var maximum: Double
      /// The sample standard deviation; nil for fewer than two.
      public var deviation: Double?
    }

    /// The first session's name, or the value that all share.
    public var name: String
    /// The sessions' places.
    public var sessions: [Int]
    /// Its results by metric.
    public var metrics: [Spread]
  }

  /// What the group at a place is called next to numbered sessions: A to Z, then AA.
  public static func letters(ofGroup place: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(place % 26)))
    return place < 26 ? letter : letters(ofGroup: place / 26 - 1) + letter
  }

  /// The letters of a session's group; nil where nothing is grouped.
  public func letters(of session: Int) -> String? {
    groups.firstIndex { $0.sessions.contains(session) }.map(Self.letters(ofGroup:))
  }

  /// Makes groups and adds up their results.
  static func groups(_ grouping: Grouping, _ sessions: [SessionDetail]) -> [Group] {
    grouping.groups(sessions).map { places in
      let members = places.map { sessions[$0] }
      let names = Set(members.flatMap(\.summary.metrics.keys)).sorted()
      let metrics = names.compactMap { metric -> Group.Spread? in
        let values = members.compactMap { $0.summary.metrics[metric] }
          .map { canBeReached(metric) ? $0.best ?? $0.last : $0.last }
          .filter(\.isFinite)
        guard !values.isEmpty else { return nil }
        let spread = SessionArrangement.Spread(values)
        return Group.Spread(
          metric: metric, count: spread.count, mean: spread.mean, minimum: spread.band.lowerBound,
          maximum: spread.band.upperBound, deviation: spread.deviation)
      }
      var name = members[0].summary.name
      if case .by(let field) = grouping, places.count > 1 {
        name = members[0].value(of: field)?.text ?? "no \(field)"
      }
      return Group(name: name, sessions: places, metrics: metrics)
    }
  }
}
