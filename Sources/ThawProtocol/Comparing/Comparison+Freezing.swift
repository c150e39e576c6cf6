extension Comparison {
  /// Rows that trained at other steps in one session than in another.
  public struct FreezeLine: Encodable, Equatable, Sendable {
    /// Neighbouring rows to which the same happened, as commands name them: `blocks.9-12`.
    public var rows: String
    /// When they trained in each session; nil where it has no such rows.
    public var trained: [[StepInterval]?]
  }

  /// Tells the timelines' differences, rows in the order of the first session that has some.
  static func freezing(_ timelines: [FreezeTimeline]) -> [FreezeLine] {
    var names: [String] = []
    for timeline in timelines { names += timeline.rows.filter { !names.contains($0) } }
    let places = timelines.map { timeline in
      Dictionary(timeline.rows.enumerated().map { ($1, $0) }) { first, _ in first }
    }
    var lines: [(names: [String], trained: [[StepInterval]?])] = []
    for name in names {
      let trained = zip(timelines, places).map { timeline, places in
        places[name].map { timeline.intervals(of: $0) }
      }
      if let last = lines.last, last.trained == trained {
        lines[lines.count - 1].names.append(name)
      } else {
        lines.append(([name], trained))
      }
    }
    // Sessions without layers, imported ones, are no difference.
    return lines.filter {
      Set($0.trained.compactMap(\.self)).count > 1 || hasGap($0.trained, places)
    }
    .map { FreezeLine(rows: joined($0.names), trained: $0.trained) }
  }

  private static func hasGap(_ trained: [[StepInterval]?], _ places: [[String: Int]]) -> Bool {
    zip(trained, places).contains { $0 == nil && !$1.isEmpty }
  }

  /// Neighbouring rows as a pattern that ``RowPattern`` reads.
  private static func joined(_ names: [String]) -> String {
    guard let first = names.first, let last = names.last, first != last else {
      return names.first ?? ""
    }
    if let dot = first.lastIndex(of: "."), names.allSatisfy({ $0.hasPrefix(first[...dot]) }) {
      return "\(first)-\(last[last.index(after: dot)...])"
    }
    return "\(first)..\(last)"
  }
}
