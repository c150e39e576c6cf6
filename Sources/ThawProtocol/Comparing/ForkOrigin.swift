/// Where a session left another, as its journal tells.
public struct ForkOrigin: Equatable, Sendable {
  /// The name of the session that was forked.
  public var trunk: String
  /// The names that it had before, by which earlier forks know it.
  public var formerNames: [String]
  /// Steps completed where the two part.
  public var step: Int

  private static let words = (
    start: "forked from ", former: " (once ", end: ")", middle: " at step "
  )

  /// States where a session left another.
  public init(trunk: String, formerNames: [String] = [], step: Int) {
    self.trunk = trunk
    self.formerNames = formerNames
    self.step = step
  }

  /// Reads a journal's entry; nil where that tells of no fork.
  public init?(_ text: String) {
    guard text.hasPrefix(Self.words.start),
      let middle = text.ranges(of: Self.words.middle).last,
      let step = Int(text[middle.upperBound...])
    else { return nil }
    var named = text[..<middle.lowerBound].dropFirst(Self.words.start.count)
    formerNames = []
    if named.hasSuffix(Self.words.end), let former = named.firstRange(of: Self.words.former) {
      formerNames = named[former.upperBound...].dropLast(Self.words.end.count)
        .split(separator: ", ").map(String.init)
      named = named[..<former.lowerBound]
    }
    trunk = String(named)
    self.step = step
  }

  /// The journal's entry: `forked from clothes at step 160`, `forked from clothes (once shoes) at step 160`.
  public var text: String {
    let former =
      formerNames.isEmpty
      ? "" : Self.words.former + formerNames.joined(separator: ", ") + Self.words.end
    return Self.words.start + trunk + former + Self.words.middle + "\(step)"
  }
}

extension SessionDetail {
  /// The sessions whose past it shares, the nearest first, each with the last step that it shares.
  var trunks: [ForkOrigin] {
    var limit = Int.max
    // The newest fork is its own; those before it are its trunk's.
    return journal.reversed().compactMap { ForkOrigin($0.command) }.map { origin in
      limit = min(limit, origin.step)
      return ForkOrigin(trunk: origin.trunk, formerNames: origin.formerNames, step: limit)
    }
  }
}
