/// Where a session left another, as its journal tells.
public struct ForkOrigin: Equatable, Sendable {
  /// The name of the session that was forked.
  public var trunk: String
  /// Steps completed where the two part.
  public var step: Int

  private static let words = (start: "forked from ", middle: " at step ")

  /// States where a session left another.
  public init(trunk: String, step: Int) {
    self.trunk = trunk
    self.step = step
  }

  /// Reads a journal's entry; nil where that tells of no fork.
  public init?(_ text: String) {
    guard text.hasPrefix(Self.words.start),
      let middle = text.ranges(of: Self.words.middle).last,
      let step = Int(text[middle.upperBound...])
    else { return nil }
    trunk = String(text[..<middle.lowerBound].dropFirst(Self.words.start.count))
    self.step = step
  }

  /// The journal's entry: `forked from clothes at step 160`.
  public var text: String { Self.words.start + trunk + Self.words.middle + "\(step)" }
}

extension SessionDetail {
  /// The sessions whose past it shares, itself among them, each with the last step that it shares.
  var lineage: [String: Int] {
    var lineage = [summary.name: Int.max]
    var limit = Int.max
    // The newest fork is its own; those before it are its trunk's.
    for origin in journal.reversed().compactMap({ ForkOrigin($0.command) }) {
      limit = min(limit, origin.step)
      lineage[origin.trunk] = max(limit, lineage[origin.trunk] ?? 0)
    }
    return lineage
  }
}
