extension Comparison {
  /// A session that shares its first steps with another, because one was forked from the other, or both from a third.
  public struct Fork: Encodable, Equatable, Sendable {
    /// The place of the session that goes its own way.
    public var session: Int
    /// The place of the one whose past it shares.
    public var trunk: Int
    /// The last step that they share.
    public var step: Int
  }

  /// Finds the forks: the journals tell them, and the losses must agree up to there.
  ///
  /// A trunk that was taken back to before the fork and then went another way shares less than its
  /// journal says.
  static func forks(_ histories: [SessionHistory]) -> [Fork] {
    let lineages = histories.map { lineage(of: $0, histories) }
    return histories.indices.compactMap { session in
      let name = histories[session].detail.summary.name
      let candidates = histories.indices.compactMap { trunk -> Fork? in
        let other = histories[trunk].detail.summary.name
        guard other != name else { return nil }
        let isAncestor = lineages[session][other] != nil
        // Of two that were forked from a third, the first is drawn whole.
        guard isAncestor || (trunk < session && lineages[trunk][name] == nil) else { return nil }
        let common = lineages[session].compactMap { name, step in
          lineages[trunk][name].map { min(step, $0) }
        }
        guard let step = common.max() else { return nil }
        let shared = agreed(histories[session], histories[trunk], upTo: step)
        return shared > 0 ? Fork(session: session, trunk: trunk, step: shared) : nil
      }
      return candidates.max { $0.step < $1.step || ($0.step == $1.step && $0.trunk > $1.trunk) }
    }
  }

  /// The names of the sessions whose past one shares, itself among them, each with the last step that it shares.
  private static func lineage(
    of history: SessionHistory, _ histories: [SessionHistory]
  ) -> [String: Int] {
    let compared = Set(histories.map(\.detail.summary.name))
    var lineage = [history.detail.summary.name: Int.max]
    for origin in history.detail.trunks {
      // By a name that it no longer had, a trunk is known to forks before, and to no session that has it now.
      for name in [origin.trunk] + origin.formerNames.filter({ !compared.contains($0) }) {
        let name = presentName(of: name, in: history, histories)
        lineage[name] = max(lineage[name] ?? 0, origin.step)
      }
    }
    return lineage
  }

  /// What a session is called now that was called `name` when another was forked from it.
  private static func presentName(
    of name: String, in fork: SessionHistory, _ histories: [SessionHistory]
  ) -> String {
    let present = fork.detail.summary
    guard name != present.name else { return name }
    // A name may have been given anew since.
    let older = histories.map(\.detail.summary).filter { $0.started <= present.started }
    guard !older.contains(where: { $0.name == name }) else { return name }
    return older.first { $0.labels.formerNames.contains(name) }?.name ?? name
  }

  /// The last step up to which two sessions logged the same losses, as near as a cache of outputs keeps them.
  private static func agreed(
    _ one: SessionHistory, _ other: SessionHistory, upTo limit: Int
  ) -> Int {
    var last = min(limit, one.detail.summary.step, other.detail.summary.step)
    for metric in [MetricName.trainLoss, MetricName.validationLoss] {
      // Folded stretches need not begin at the same steps.
      let points = (other.curves[metric] ?? []).filter { $0.count == 1 && $0.step <= last }
      let known = Dictionary(points.map { ($0.step, $0.mean) }) { first, _ in first }
      for point in one.curves[metric] ?? [] where point.count == 1 && point.step <= last {
        guard let value = known[point.step], !isNear(value, point.mean) else { continue }
        last = point.step - 1
      }
    }
    return last
  }

  private static func isNear(_ one: Double, _ other: Double) -> Bool {
    if one.isNaN || other.isNaN { return one.isNaN == other.isNaN }
    return abs(one - other) <= 1e-3 * max(abs(one), abs(other))
  }
}
